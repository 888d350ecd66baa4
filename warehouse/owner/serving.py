"""The owner's socket: other processes of the same user call the owner's methods over it."""

from __future__ import annotations

import logging
import os
import socket
import socketserver
import stat
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from warehouse.errors import WarehouseError, WarehouseUnwellError
from warehouse.folder import DataFolder
from warehouse.owner import protocol
from warehouse.owner.protocol import Answer, Raised, Request

LAST_ANSWERS_SECONDS = 60.0  # how long a close waits for calls that began before it
POLL_SECONDS = 0.05  # how late a close of the socket is noticed
CALLS = frozenset(
    {
        "query", "query_together", "drain", "decide", "decide_card", "publish", "books", "load_policies", "load_outlets", "write_verdict", "verdict_rows",
        "save_search", "delete_search", "saved_searches", "tell_of_search", "searches_told_of", "visit", "last_visit", "ping",
    }
)  # fmt: skip

log = logging.getLogger(__name__)


class _Handler(socketserver.StreamRequestHandler):
    server: _Listener

    def handle(self) -> None:
        while line := self.rfile.readline(protocol.MAXIMUM_LINE_BYTES):
            if not self.server.begin():
                return  # hung up without an answer: the caller asks the next owner
            try:
                self.wfile.write(self.server.answer(line))
            finally:
                self.server.end()


class _Listener(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128  # connections that wait to be taken, as many as processes may start at once

    def __init__(self, path: Path, owner: Any) -> None:
        self._owner = owner
        self._changed = threading.Condition()
        self._answering = 0
        self._closing = False
        self._callers: set[Any] = set()
        super().__init__(str(path), _Handler)

    def begin(self) -> bool:
        """Say whether a call may begin, and count it."""
        with self._changed:
            if self._closing:
                return False
            self._answering += 1
            return True

    def end(self) -> None:
        """A call has been answered."""
        with self._changed:
            self._answering -= 1
            self._changed.notify_all()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._changed:
            self._callers.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._changed:
            self._callers.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Let calls that began be answered, and hang up on everybody, so that they look for the next owner."""
        with self._changed:
            self._closing = True
            self._changed.wait_for(lambda: self._answering == 0, timeout=LAST_ANSWERS_SECONDS)
            for caller in self._callers:
                with suppress(OSError):
                    caller.shutdown(socket.SHUT_RDWR)

    def answer(self, line: bytes) -> bytes:
        try:
            request = protocol.decode(line, Request)
            if request.call not in CALLS:
                raise WarehouseError(f"the owner takes no call named {request.call}")
            if request.call == "ping":
                return protocol.encode(Answer(gives=os.getpid()))
            return protocol.encode(
                Answer(gives=getattr(self._owner, request.call)(*request.args, **request.parameters))
            )
        except WarehouseError as error:
            return protocol.encode(Answer(raises=Raised.of(error)))
        except Exception as error:
            log.exception("a call over the socket failed")
            reason = WarehouseError(f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}")
            return protocol.encode(Answer(raises=Raised.of(reason)))

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 -- the library's signature
        log.debug("a caller went away before its answer", exc_info=True)


class Server:
    """The socket of one owner, from construction until `close`. The caller holds the owner's lock."""

    def __init__(self, folder: DataFolder, owner: Any) -> None:
        self.path = protocol.socket_path(folder)
        if self.path.parent != folder.root.resolve():
            _private(self.path.parent)
        self.path.unlink(missing_ok=True)  # an owner that was killed left it behind
        before = os.umask(0o177)
        try:
            self._listener = _Listener(self.path, owner)
        finally:
            os.umask(before)
        self._thread = threading.Thread(
            target=self._listener.serve_forever,
            kwargs={"poll_interval": POLL_SECONDS},
            name="warehouse-socket",
            daemon=True,
        )
        self._thread.start()

    def close(self) -> None:
        """Answer the calls that began, stop listening, and take the socket away. A second close does nothing."""
        if self._thread.is_alive():
            self._listener.shutdown()
            self._thread.join()
            self.path.unlink(missing_ok=True)
            self._listener.server_close()
            self._listener.hang_up()


def _private(folder: Path) -> None:
    """Make a folder that only we can enter; refuse one that somebody else made."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise WarehouseUnwellError(f"{folder} is not a private folder of ours: give the data folder a shorter path")
