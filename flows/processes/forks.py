"""Processes of one program, each forked from a server that has imported it once (`flows.processes.fork_server`)."""

from __future__ import annotations

import atexit
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL
from threading import Lock

from flows.processes import children
from flows.processes.children import Child
from flows.processes.fork_server import receive_message, send_message

START_SECONDS = 120.0  # for the imports, on a machine that is busy with other things
ANSWER_SECONDS = 30.0  # for a fork
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
"""What keeps libraries from threads: a process that has some is not safely forked."""


class NoForkServer(Exception):  # noqa: N818 -- named for the state that it tells
    """The server did not start, or did not answer; the message says which module it was to import."""


class ForkedProcess:
    """A process that the server forked; it is used as a `subprocess.Popen` is."""

    def __init__(self, pid: int, lifeline: socket.socket, server: ForkServer) -> None:
        self.pid = pid
        self.stdin = lifeline  # it ends when this is closed
        self.returncode: int | None = None
        self._server = server
        lifeline.setblocking(False)

    def poll(self) -> int | None:
        """Return the exit status (a signal's number below nought), or None while it runs."""
        if self.returncode is None:
            try:
                said = self.stdin.recv(64)
            except BlockingIOError:
                return None
            except OSError:
                said = b""
            self.returncode = int(said) if said else -SIGKILL
        return self.returncode

    def wait(self) -> int:
        """Wait for its end, let go of its pid, and return the exit status."""
        if self.returncode is None:
            self.stdin.setblocking(True)
            self.poll()
        self._server.reap(self.pid)
        assert self.returncode is not None
        return self.returncode


class ForkServer:
    """The server of one program: started when it is first needed, and again when it has ended. Any thread may use it."""

    def __init__(self, module: str, given: Sequence[str] = (), environment: Mapping[str, str] | None = None) -> None:
        """`module` names the program, and its `before_forks` takes what is `given`: see `flows.processes.fork_server`."""
        self._module = module
        self._given = tuple(given)
        self._environment = ONE_THREAD | dict(environment or {})
        self._lock = Lock()
        self._process: Child | None = None
        self._requests: socket.socket | None = None

    def start(
        self, arguments: Sequence[str], log: Path, *, keep: Sequence[int] = (), talk: int | None = None
    ) -> ForkedProcess:
        """Run the program's `main` in a process whose output goes to the end of `log`; `keep` are open files that it inherits.

        `talk` is a socket that becomes its standard input, which is empty otherwise.

        Raises:
            Ending: this process was asked to end.
            NoForkServer: the program cannot be started in this way.
        """
        log.parent.mkdir(parents=True, exist_ok=True)
        message = {
            "arguments": list(arguments),
            "log": str(log),
            "environment": {**os.environ, **self._environment},
            "talks": talk is not None,
        }
        kept = [*([] if talk is None else [talk]), *keep]
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            for _ in range(2):  # a server that had nothing to do has ended
                children.refuse_when_ending()
                try:
                    requests = self._connected(log)
                    send_message(requests, message, [theirs.fileno(), *kept])
                    process = ForkedProcess(receive_message(requests)[0]["pid"], ours, self)
                except (OSError, EOFError):
                    self._close()
                    continue
                children.register(process)
                return process
        ours.close()
        raise NoForkServer(f"no process that has imported {self._module} could be had")

    def reap(self, pid: int) -> None:
        """Return when a process that ends has let go of all that it held; its pid may be used again."""
        with self._lock, suppress(OSError, EOFError):
            if self._requests is not None:
                send_message(self._requests, {"reap": pid})
                receive_message(self._requests)

    def close(self) -> None:
        """End the server; what it forked goes on."""
        with self._lock:
            self._close()

    def _connected(self, log: Path) -> socket.socket:
        if self._requests is None:
            ours, theirs = socket.socketpair()
            with theirs:
                server = [sys.executable, "-m", "flows.processes.fork_server"]
                command = [*server, str(theirs.fileno()), self._module, str(log), *self._given]
                self._process = children.start(command, log, environment=self._environment, keep=[theirs.fileno()])
            self._requests = ours
            ours.settimeout(START_SECONDS)
            receive_message(ours)
            ours.settimeout(ANSWER_SECONDS)
            atexit.register(self.close)
        return self._requests

    def _close(self) -> None:
        if self._requests is not None:
            self._requests.close()
            self._requests = None
        if self._process is not None:
            children.stop(self._process)
            self._process = None
        atexit.unregister(self.close)
