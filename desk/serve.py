"""Serving the desk: one process that owns the warehouse and answers browsers until it is stopped."""

from __future__ import annotations

import errno
import ipaddress
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from fastapi import FastAPI

from desk.accounts.book import AccountBook
from desk.app import create
from desk.guards.hosts import LOCAL_HOSTS, bare
from warehouse import DataFolder, Owner

DEFAULT_HOST = "127.0.0.1"  # this machine alone: any other address asks for accounts
DEFAULT_PORT = 8000
HIGHEST_PORT = 65_535
STOP_SECONDS = 2  # for answers that are under way when the desk is stopped; an answer takes milliseconds
WAITING_CONNECTIONS = 128  # of browsers that knock at once

log = logging.getLogger(__name__)


class DeskError(Exception):
    """The desk cannot be served; the message is one line for whoever started it."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at the address; port 0 takes a free one.

    Raises:
        DeskError: the port is taken, not allowed, or the address is not this machine's.
    """
    if not 0 <= port <= HIGHEST_PORT:
        raise DeskError(f"The desk cannot be served at {host}:{port}: ports go up to {HIGHEST_PORT}.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError, OverflowError) as error:
        raise DeskError(f"The desk cannot be served at {host}:{port}: there is no such address.") from error
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(WAITING_CONNECTIONS)
    except OSError as error:
        made.close()
        if error.errno == errno.EADDRINUSE:
            reason = f"Port {port} of {host} is in use by another program: stop it, or choose another with PLEDGEWATCH_PORT, or --port of the desk."
        elif error.errno == errno.EACCES:
            reason = f"Port {port} needs more rights than this user has: choose one from 1024 up with PLEDGEWATCH_PORT, or --port of the desk."
        else:
            reason = f"The desk cannot be served at {host}:{port}: {error.strerror}."
        raise DeskError(reason) from error
    return made


def address_of(listening: socket.socket) -> str:
    """Return the address for a browser, such as `http://127.0.0.1:8000`."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def accounts_for(folder: DataFolder, host: str, names: Iterable[str] = ()) -> AccountBook | None:
    """Return the accounts of a desk that other machines can reach: by its address, or by a name that it answers to. Else None.

    Raises:
        DeskError: it can be reached, and there is no account yet.
    """
    if _is_loopback(host) and all(bare(name) in LOCAL_HOSTS for name in names):
        return None
    if folder.accounts.exists():
        book = AccountBook(folder.accounts)
        if book.accounts():
            return book
        book.close()
    raise DeskError(
        f"A desk that other machines can reach ({', '.join((host, *names))}) asks for accounts, and there are none: "
        f"make the first one with `pledgewatch users add NAME --role admin --data {folder.root}`"
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return bare(host) in LOCAL_HOSTS


class DeskServer(uvicorn.Server):
    """A server of the desk that, when it is to stop, first ends the streams that browsers keep open."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop; uvicorn would wait for each stream as for an answer under way."""
        desk = self.config.app.state.desk  # type: ignore[union-attr]
        desk.feed.close()
        if desk.learning:
            desk.learning.close()
        await super().shutdown(sockets)


def _say(address: str) -> None:
    print(f"The desk is open at {address} (Ctrl-C ends it).", flush=True)


@contextmanager
def _stopping_quietly() -> Iterator[None]:
    """Let Ctrl-C and a polite kill end the block instead of the process, so that the warehouse is closed after it."""

    def stop(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    in_main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, stop) if in_main else None
    try:
        yield
    except KeyboardInterrupt:
        log.info("the desk was asked to stop")
    finally:
        if in_main:
            signal.signal(signal.SIGTERM, before)


def _config(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        access_log=False,
        lifespan="off",
        log_config=None,
        proxy_headers=False,  # nobody stands before the desk: a forwarded address would be a lie
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
        ws="none",
    )


def serve(
    folder: DataFolder,
    host: str = DEFAULT_HOST,
    port: int = DEFAULT_PORT,
    *,
    demo: bool = False,
    allowed_hosts: Iterable[str] = (),
    learning: bool = True,
    review_share: float = 0.0,
    https: bool = False,
    metrics_token: str | None = None,
    ready: Callable[[str], None] | None = None,
    save_fixture: Callable[[dict[str, Any]], Path | None] | None = None,
) -> None:
    """Own the warehouse of the folder and serve the desk until Ctrl-C or SIGTERM; then return, everything closed.

    Without `learning` the order is the matcher's alone. `review_share` of the cards, from 0 to 1, are read by two editors.
    `ready` is called once with the address, when browsers can open it; without it a line on standard output says so. The desk answers to the local names, to `host`
    and to `allowed_hosts`. Where other machines can reach it, it asks for accounts; `https` says that browsers come by https;
    who sends `metrics_token` gets `/metrics` without a session.
    `save_fixture` is `desk.app.create`'s.

    Raises:
        DeskError: the address cannot be had, or it asks for accounts and there are none.
        WarehouseError: another process has the warehouse, or it cannot be opened.
    """
    names = tuple(allowed_hosts)
    accounts = accounts_for(folder, host, names)
    listening = listen(host, port)
    with _stopping_quietly(), listening, Owner(folder, review_share=review_share) as owner:
        app = create(
            owner, demo=demo, allowed_hosts=(host, *names), accounts=accounts, https=https, metrics_token=metrics_token,
            learning=learning, save_fixture=save_fixture,
        )  # fmt: skip
        if app.state.desk.learning:
            app.state.desk.learning.tell()  # what was decided before is learned before anybody asks
        (ready or _say)(address_of(listening))
        DeskServer(_config(app)).run(sockets=[listening])
