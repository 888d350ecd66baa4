"""A hostile server on loopback: every way in which an outlet, or somebody in its place, has hurt a crawler.

It keeps a log of what it was asked for and when, so that tests judge by what arrived and not by what we believe we sent.
"""

import gzip
import socket
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, quote, urlsplit

MEGABYTE = 1024 * 1024
BOMB_MEGABYTES = 32  # after inflating: four times the cap
PAGE = "<html><head><title>{title}</title></head><body><h1>{title}</h1><article><p>{text}</p></article></body></html>"


def page(title: str = "A story", text: str = "Kent council did what it said it would do. ") -> bytes:
    return PAGE.format(title=title, text=text * 40).encode()


def bomb(kind: str) -> bytes:
    """Zeros that inflate to BOMB_MEGABYTES."""
    zeros = b"\x00" * MEGABYTE
    if kind == "br":
        import brotli

        return bytes(brotli.compress(zeros * BOMB_MEGABYTES, quality=5))
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if kind == "gzip" else 15)
    return b"".join(packer.compress(zeros) for _ in range(BOMB_MEGABYTES)) + packer.flush()


def rss(links: list[str], title: str = "Faults") -> bytes:
    """A feed that names these addresses; a title may follow a bar."""
    items = []
    for link in links:
        url, _, words = link.partition("|")
        items.append(f"<item><title>{words or 'A story'}</title><link>{url.replace('&', '&amp;')}</link></item>")
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'.encode()


@dataclass
class Seen:
    """One request that arrived."""

    at: float
    path: str
    headers: dict[str, str]


@dataclass
class Site:
    """What the server serves and what it saw."""

    links: list[str] = field(default_factory=list)  # what /feed names
    robots: tuple[int, bytes] = (404, b"")
    feed_etag: str | None = None
    pages: dict[str, tuple[int, bytes]] = field(default_factory=dict)  # path: status, body
    headers: dict[str, dict[str, str]] = field(default_factory=dict)  # path: headers of its answer
    log: list[Seen] = field(default_factory=list)
    attempts: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)  # path: bytes that went out
    bombs: ClassVar[dict[str, bytes]] = {}  # packed once: packing takes longer than a test

    def times(self, path: str) -> list[float]:
        return [seen.at for seen in self.log if seen.path == path]

    def asked(self, path: str) -> int:
        return len(self.times(path))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def log_message(self, *unused: object) -> None:
        pass

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        site = self.site
        site.log.append(
            Seen(time.monotonic(), self.path, {name.lower(): value for name, value in self.headers.items()})
        )
        site.attempts[self.path] += 1
        try:
            if parts.path == "/robots.txt":
                self.answer(*site.robots, "text/plain", extra=site.headers.get(parts.path, {}))
            elif parts.path == "/feed":
                self.feed()
            elif parts.path in site.pages:
                status, body = site.pages[parts.path]
                self.answer(status, body, extra=site.headers.get(parts.path, {}))
            else:
                route = ROUTES.get("/" + parts.path.split("/")[1])
                if route is None:
                    self.answer(404, b"nothing here")
                else:
                    route(self, {name: values[0] for name, values in parse_qs(parts.query).items()})
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def feed(self) -> None:
        etag = self.site.feed_etag
        if etag and self.headers.get("If-None-Match") == etag:
            self.answer(304, b"")
            return
        self.answer(200, rss(self.site.links), "application/rss+xml", {"ETag": etag} if etag else {})

    def answer(
        self, status: int, body: bytes, kind: str = "text/html", extra: dict[str, str] | None = None,
        length: int | None = None,
    ) -> None:  # fmt: skip
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in (extra or {}).items():
            self.send_header(name, value.encode().decode("latin-1"))
        if length != -1:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        else:
            self.close_connection = True
        self.end_headers()
        if status != 304:
            self.wfile.write(body)
        self.site.sent[self.path] += len(body)


Query = dict[str, str]


def status(handler: Handler, query: Query) -> None:
    """/status/503?then=200: a status, which clears up after `times` attempts when `then` is given."""
    code = int(urlsplit(handler.path).path.split("/")[2])
    if "then" in query and handler.site.attempts[handler.path] > int(query.get("times", "1")):
        handler.answer(int(query["then"]), page())
    else:
        extra = {"Retry-After": query["after"]} if "after" in query else {}
        handler.answer(code, b"<html><body>no</body></html>", extra=extra)


def slow(handler: Handler, query: Query) -> None:
    """One byte every half second, for ever."""
    handler.answer(200, b"<", length=10_000)
    for _ in range(240):
        time.sleep(0.5)
        handler.wfile.write(b" ")


def silent(handler: Handler, query: Query) -> None:
    """Takes the connection and says nothing."""
    time.sleep(60)


def loop(handler: Handler, query: Query) -> None:
    """Redirects for ever, each time to another address."""
    step = int(query.get("n", "0")) + 1
    handler.answer(302, b"", extra={"Location": f"/loop?n={step}"})


def big(handler: Handler, query: Query) -> None:
    """A body without end and without Content-Length."""
    handler.answer(200, b"", length=-1)
    chunk = b"<p>more</p>" * 6000
    while True:
        handler.wfile.write(chunk)
        handler.site.sent[handler.path] += len(chunk)


def exploding(handler: Handler, query: Query) -> None:
    """/bomb?enc=gzip|deflate|br, or enc=none for a gzip body whose header says nothing."""
    kind = query["enc"]
    body = Site.bombs.setdefault(kind, bomb("gzip" if kind == "none" else kind))
    handler.answer(200, body, extra={} if kind == "none" else {"Content-Encoding": kind})


def truncated(handler: Handler, query: Query) -> None:
    """A gzip stream cut in half, with a Content-Length that agrees."""
    body = gzip.compress(page(text="".join(chr(97 + i * 7 % 26) for i in range(5000))))
    whole = "then" in query and handler.site.attempts[handler.path] > 1
    handler.answer(200, body if whole else body[: len(body) // 2], extra={"Content-Encoding": "gzip"})


def short(handler: Handler, query: Query) -> None:
    """Fewer bytes than Content-Length says, and the connection closed."""
    handler.answer(200, page(), length=len(page()) + 5000)
    handler.close_connection = True


def redirect(handler: Handler, query: Query) -> None:
    """/to?url=...: a redirect to anywhere."""
    handler.answer(int(query.get("status", "302")), b"", extra={"Location": query["url"]})


def challenge(handler: Handler, query: Query) -> None:
    """A test for browsers, with 403 and a header, or with 200 and nothing but its words."""
    if query.get("mode") == "header":
        handler.answer(403, b"<html><title>Just a moment...</title></html>", extra={"cf-mitigated": "challenge"})
    else:
        handler.answer(200, b"<html><head><title>Just a moment...</title></head><body></body></html>")


def feeds(handler: Handler, query: Query) -> None:
    """/feeds?kind=html|empty|json: what a dead feed answers."""
    bodies = {"html": b"<!doctype html><html><body>We have moved</body></html>", "empty": b"", "json": b'{"error": 1}',
              "zero": rss([])}  # fmt: skip
    handler.answer(200, bodies[query["kind"]], "application/rss+xml")


def headers_abuse(handler: Handler, query: Query) -> None:
    """Headers that have been read as code, or that split lines."""
    handler.answer(200, page(), extra={"Referrer-Policy": "scrapy.utils.misc.walk_modules", "X-Evil": "a\x0bb" * 50})


def article(handler: Handler, query: Query) -> None:
    handler.answer(200, page(f"Story {handler.path}"))


ROUTES: dict[str, Callable[[Handler, Query], None]] = {
    "/status": status, "/slow": slow, "/silent": silent, "/loop": loop, "/big": big, "/bomb": exploding,
    "/truncgz": truncated, "/short": short, "/to": redirect, "/challenge": challenge, "/feeds": feeds,
    "/headers": headers_abuse, "/article": article,
}  # fmt: skip


@dataclass
class Served:
    """A running server."""

    site: Site
    port: int

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return self.base + path

    def to(self, target: str) -> str:
        """The address of a redirect to `target`."""
        return self.url(f"/to?url={quote(target, safe='')}")


@contextmanager
def serving() -> Iterator[Served]:
    """Run the hostile server on a free port of loopback."""
    site = Site()
    handler = type("ThisHandler", (Handler,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Served(site, server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@dataclass
class Internal:
    """The second server, which nothing may reach: it counts connections and bytes, on IPv4 and IPv6 loopback."""

    port: int
    connections: int = 0
    received: int = 0


@contextmanager
def internal_server() -> Iterator[Internal]:
    """Listen where no crawl may go."""
    first = socket.create_server(("127.0.0.1", 0))
    found = Internal(first.getsockname()[1])
    sockets = [first]
    with suppress(OSError):  # a machine without IPv6 has one door less
        sockets.append(socket.create_server(("::1", found.port), family=socket.AF_INET6))
    stopping = threading.Event()

    def listen(listener: socket.socket) -> None:
        listener.settimeout(0.1)
        while not stopping.is_set():
            try:
                peer, _ = listener.accept()
            except TimeoutError:
                continue
            found.connections += 1
            with peer:
                peer.settimeout(0.5)
                with suppress(OSError):
                    found.received += len(peer.recv(65536))

    threads = [threading.Thread(target=listen, args=(one,), daemon=True) for one in sockets]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        stopping.set()
        for thread in threads:
            thread.join(2)
        for one in sockets:
            one.close()


def http_date(seconds_from_now: float) -> str:
    return formatdate(time.time() + seconds_from_now, usegmt=True)
