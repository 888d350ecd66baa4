"""Functions of a test's file in processes of their own, which may be killed: each is forked from one that has imported the file.

By itself a process imports for a CPU second and more, in each of a hundred kills, and what comes early is a kill of the imports.
The server is this module as a program: `python -m tests.killable SOCKET MODULE`.
"""

import atexit
import importlib
import os
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, Self

from flows.processes.fork_server import receive_message, send_message
from flows.processes.forks import ONE_THREAD

ROOT = Path(__file__).resolve().parents[1]
END_SECONDS = 10.0  # within which a process ends that was told to: one that does not fails its test, and is killed


class Killable:
    """A process that runs one function; it is used as a `subprocess.Popen` is. What the function prints, `stdout` reads."""

    def __init__(self, server: "_Server", function: str, arguments: tuple[str | int, ...]) -> None:
        reads, writes = os.pipe()
        self.stdout = os.fdopen(reads, encoding="utf-8")
        self._server = server
        self.pid = server.ask({"function": function, "arguments": arguments}, [writes])["pid"]
        os.close(writes)

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Return when it has ended and let go of all that it held. Raises AssertionError where it does not end in time."""
        self.stdout.close()
        ended = self._server.ask({"reap": self.pid}, [])["in_time"]
        assert ended, f"process {self.pid} did not end within {END_SECONDS} seconds"


class _Server:
    def __init__(self, module: str) -> None:
        self._requests, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.killable", str(theirs.fileno()), module],
                cwd=ROOT,
                env={**os.environ, **ONE_THREAD},
                pass_fds=[theirs.fileno()],
            )
        atexit.register(self._end)

    def ask(self, message: dict[str, object], descriptors: list[int]) -> dict[str, Any]:
        send_message(self._requests, message, descriptors)
        return receive_message(self._requests)[0]

    def _end(self) -> None:
        self._requests.close()
        self._process.wait()


@cache
def _server_of(module: str) -> _Server:
    return _Server(module)


def start(function: Callable[..., None], *arguments: str | int) -> Killable:
    """Run a function of a module in a process of its own."""
    return Killable(_server_of(function.__module__), function.__name__, arguments)


def _serve(requests: socket.socket, module: object) -> None:
    while True:
        try:
            message, descriptors = receive_message(requests)
        except EOFError:
            return
        if "reap" in message:  # the pid stays taken until now: a signal to it reaches nobody else
            send_message(requests, {"in_time": _reaped(message["reap"])})
            continue
        pid = os.fork()
        if pid == 0:
            requests.close()
            _run(getattr(module, message["function"]), message["arguments"], descriptors[0])
        os.close(descriptors[0])
        send_message(requests, {"pid": pid})


def _reaped(pid: int) -> bool:
    """Wait for a process, and return whether it ended by itself in time; otherwise it is killed."""
    deadline = time.monotonic() + END_SECONDS
    while time.monotonic() < deadline:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return True
        time.sleep(0.005)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return False


def _run(function: Callable[..., None], arguments: list[str | int], output: int) -> NoReturn:
    os.dup2(output, 1)
    os.close(output)
    status = 1
    try:
        function(*arguments)
        sys.stdout.flush()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])), importlib.import_module(sys.argv[2]))
