"""A forked process that is talked to through its standard input: it is used as a `subprocess.Popen` with pipes is."""

from __future__ import annotations

import os
import select
import socket
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL

from flows.processes import children
from flows.processes.forks import ForkServer


class ForkedChild:
    """One process of a fork server: what is written to `stdin` it reads, and what it answers is read from `stdout`."""

    def __init__(self, server: ForkServer, arguments: Sequence[str], log: Path) -> None:
        """Fork it. Raises what `ForkServer.start` does."""
        ours, theirs = socket.socketpair()
        with ours, theirs:
            self._process = server.start(arguments, log, talk=theirs.fileno())
            self.stdin, self.stdout = ours.makefile("wb"), ours.makefile("rb")
        self._stopped = False

    @property
    def pid(self) -> int:
        """The number of its process group."""
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """The exit status (a signal's number below nought) once it was waited for."""
        return self._process.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit status when it has ended and all that it started has. Raises subprocess.TimeoutExpired."""
        if not self._stopped:
            if self._process.poll() is None and not select.select([self._process.stdin], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("a forked process", timeout or 0.0)
            self._process.poll()
            children.stop(self._process)
            self._stopped = True
        assert self._process.returncode is not None
        return self._process.returncode

    def kill(self) -> None:
        """End it at once, with all that it started."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, SIGKILL)
