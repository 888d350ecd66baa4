"""Child processes that end with us, however we end: each in a process group of its own, stopped politely and then by force.

A child is minded by `flows.processes.minder`, which ends it also when this process was killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from flows.processes import minder
from flows.processes.minder import POLITE_SECONDS

POLL_SECONDS = 0.1


class Closable(Protocol):
    """What can be closed."""

    def close(self) -> None:
        """Let go of it."""


class Child(Protocol):
    """A child process, as `subprocess.Popen` is one: the leader of a process group."""

    @property
    def pid(self) -> int:
        """Its number, which is its group's."""

    @property
    def returncode(self) -> int | None:
        """The exit status that was seen last."""

    @property
    def stdin(self) -> Closable | None:
        """What it holds on to: it ends when this is closed."""

    def poll(self) -> int | None:
        """Return the exit status, or None while it runs."""

    def wait(self) -> int:
        """Return the exit status when it has ended."""


_started: set[Child] = set()
_ending = threading.Event()
_ending_at = [0.0]


class Ending(Exception):  # noqa: N818 -- named for the state: nothing new begins
    """This process was asked to end, and starts nothing any more."""


def start(
    command: Sequence[str], log: Path, *, environment: Mapping[str, str] | None = None, keep: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """Start a command whose output goes to the end of `log`; `keep` are open files that it inherits.

    Raises:
        Ending: this process was asked to end.
    """
    refuse_when_ending()
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-S", "-E", minder.__file__, *command],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, **(environment or {})},
            pass_fds=tuple(keep),
        )
    register(process)
    return process


def refuse_when_ending() -> None:
    """Raise Ending where this process was asked to end."""
    if _ending.is_set():
        raise Ending("this process was asked to end")


def register(process: Child) -> None:
    """Let a process that was started otherwise end with us, as those of `start` do."""
    _started.add(process)


def ask_all_to_end() -> None:
    """Send SIGTERM to every child at once, and start none from now on: they end side by side."""
    _ending_at[0] = time.monotonic()
    _ending.set()
    for process in list(_started):
        if process.poll() is None:
            _signal(process, signal.SIGTERM)


def kill_all() -> None:
    """Send SIGKILL to every child and all that it started."""
    for process in list(_started):
        _signal(process, signal.SIGKILL)


def ending() -> bool:
    """Return whether this process was asked to end."""
    return _ending.is_set()


def stop(process: Child) -> None:
    """End the process and all that it started; return when it has ended."""
    if process.poll() is None:
        asked_at = _ending_at[0] if _ending.is_set() else time.monotonic()
        if not _ending.is_set():
            _signal(process, signal.SIGTERM)
        while process.poll() is None and time.monotonic() < asked_at + POLITE_SECONDS:
            time.sleep(POLL_SECONDS)
    _signal(process, signal.SIGKILL)  # the group, also when its leader has ended before its children
    process.wait()
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()
    _started.discard(process)


def _signal(process: Child, number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


@contextmanager
def running(process: Child) -> Iterator[Child]:
    """Stop the process when the block is left, however it is left."""
    try:
        yield process
    finally:
        stop(process)


def wait(process: Child, seconds: float) -> int | None:
    """Return the exit status, or None when the process still runs after so long. Can be interrupted."""
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    return process.returncode
