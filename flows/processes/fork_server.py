"""Starts process after process of one program that it has imported once (fork server): `python -m flows.processes.fork_server SOCKET MODULE LOG ...`.

The module has a `main` that takes arguments and returns an exit status; importing it imports all that it needs, and starts no
thread. What it loads beside, it loads in `before_forks`, which takes the arguments after LOG where there are any. Each request over the socket is answered with the pid of a process that runs `main`: forked, so that it holds its
own memory, dies its own death, and is minded like any other (`flows.processes.minder`). This process ends when it was asked
for nothing for some minutes, or when the socket is closed. LOG stands there to be read: by it `ps` shows whose processes these are.
"""

from __future__ import annotations

import gc
import importlib
import json
import logging
import os
import select
import signal
import socket
import struct
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from flows.processes import minder

IDLE_SECONDS = 300.0  # without a request, after which the memory of the imports is given back: some 90 MB
LENGTH = struct.Struct(">I")
MOST_DESCRIPTORS = 16
FAILED = 1

Main = Callable[[Sequence[str]], int]


def send_message(to: socket.socket, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
    """Send a message and open files with it."""
    payload = json.dumps(message).encode()
    socket.send_fds(to, [LENGTH.pack(len(payload))], list(descriptors))
    to.sendall(payload)


def receive_message(source: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Return the next message and the open files that came with it.

    Raises:
        EOFError: the other end is gone.
    """
    head, descriptors, _, _ = socket.recv_fds(source, LENGTH.size, MOST_DESCRIPTORS)
    payload = bytearray()
    wanted = LENGTH.unpack(head)[0] if len(head) == LENGTH.size else 0
    while len(payload) < wanted and (more := source.recv(wanted - len(payload))):
        payload += more
    if not wanted or len(payload) < wanted:
        raise EOFError
    message: dict[str, Any] = json.loads(payload)
    return message, descriptors


def serve(requests: socket.socket, main: Main) -> None:
    """Answer requests until there are no more."""
    while select.select([requests], [], [], IDLE_SECONDS)[0]:
        try:
            request, descriptors = receive_message(requests)
        except (EOFError, OSError):
            return
        if "reap" in request:  # the pid stays taken until now: a signal to it reaches nobody else
            with suppress(ChildProcessError):
                os.waitpid(request["reap"], 0)
            send_message(requests, request)
            continue
        leads, told = os.pipe()
        pid = os.fork()
        if pid == 0:
            _mind_fork(requests, request, [told, *descriptors], main)
        for one in (told, *descriptors):
            os.close(one)
        os.read(leads, 1)  # ends when it leads its group: a signal to the group before that would reach nobody
        os.close(leads)
        send_message(requests, {"pid": pid})


def _mind_fork(requests: socket.socket, request: dict[str, Any], descriptors: Sequence[int], main: Main) -> NoReturn:
    """Become the minder of one run of `main`, say how it ended over the second of the descriptors, and end.

    The first is closed when this process leads its group.
    """
    told, lifeline, *kept = descriptors
    try:
        os.setsid()
        os.close(told)
        requests.close()
        os.dup2(lifeline, 0)
        os.close(lifeline)
        log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.close(log)
        source = kept[0] if request["talks"] else os.open(os.devnull, os.O_RDONLY)
        status = minder.mind(lambda: _fork(request, main, source))
        os.write(0, str(status).encode())
    finally:
        os._exit(0)


def _fork(request: dict[str, Any], main: Main, source: int) -> Callable[[], int]:
    """Fork the run of `main`, whose standard input is `source`, and return what waits for it."""
    pid = os.fork()
    if pid == 0:
        _run(request, main, source)
    os.close(source)
    return lambda: os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _run(request: dict[str, Any], main: Main, source: int) -> NoReturn:
    """Run `main` as if this were a new process, and end."""
    status = FAILED
    try:
        for number in minder.SIGNALS:
            signal.signal(number, signal.default_int_handler if number is signal.SIGINT else signal.SIG_DFL)
        os.dup2(source, 0)
        os.close(source)
        os.environ.clear()
        os.environ.update(request["environment"])
        status = main(request["arguments"])
    except BaseException:
        traceback.print_exc()
    finally:
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def main() -> None:
    """Import the module, let it load what it is to, and serve."""
    requests = socket.socket(fileno=int(sys.argv[1]))
    module = importlib.import_module(sys.argv[2])
    program: Main = module.main
    if given := sys.argv[4:]:
        module.before_forks(given)
    send_message(requests, {"ready": True})
    gc.collect()
    gc.freeze()  # a collection in a child would write to every page, and so copy it
    serve(requests, program)


if __name__ == "__main__":
    main()
