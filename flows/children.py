"""Child processes that end with us: each in a process group of its own, stopped politely and then by force."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

POLITE_SECONDS = 10.0  # between SIGTERM and SIGKILL: long enough to finish a page and close a WARC file
POLL_SECONDS = 0.1


def start(
    command: Sequence[str], log: Path, *, environment: Mapping[str, str] | None = None, keep: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """Start a command whose output goes to the end of `log`; `keep` are open files that it inherits."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, **(environment or {})},
            pass_fds=tuple(keep),
        )


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started; return when it has ended."""
    if process.poll() is None:
        _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + POLITE_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
    _signal(process, signal.SIGKILL)  # the group, also when its leader has ended before its children
    process.wait()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


@contextmanager
def running(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Stop the process when the block is left, however it is left."""
    try:
        yield process
    finally:
        stop(process)


def wait(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    """Return the exit status, or None when the process still runs after so long. Can be interrupted."""
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    return process.returncode
