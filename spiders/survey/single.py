"""One page, fetched for a person who asks for it: `pledgewatch extract URL`.

No crawl, and the same care: http and https alone, public addresses alone (checked on the address that is dialled, at
every redirect), robots.txt obeyed, certificates verified, no proxy, and caps on bytes, time and redirects.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx
from protego import Protego

from pipelines.decode import inflate
from pipelines.errors import QuarantineError
from pipelines.page import RawPage
from spiders.fetching.answers import challenged, sentence
from spiders.fetching.guards import is_public, refusal
from spiders.fetching.robots import FORBIDDEN, PRODUCT, UNREACHABLE
from spiders.fetching.robots import LARGEST_BYTES as LARGEST_ROBOTS_BYTES

LARGEST_BYTES = 8 * 1024 * 1024  # of a body as sent; the largest article page that was seen has 3 MB
WHOLE_SECONDS = 25.0  # of one exchange: a server that drips is cut off
STEP_SECONDS = 10.0  # to connect, and between two pieces
MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class NotFetched(Exception):  # noqa: N818 -- named for the state that it tells
    """The page could not be had; one sentence says why."""


@dataclass(frozen=True, slots=True)
class _Answer:
    url: str
    status: int
    headers: httpx.Headers
    body: bytes


def fetch(url: str, user_agent: str, *, loopback_ports: tuple[int, ...] = ()) -> RawPage:
    """Return the page at an address, its body as it was sent; `loopback_ports` may be dialled by tests.

    Raises:
        NotFetched: it could not be had; the message says why.
    """
    with _client(user_agent, loopback_ports) as client:
        asked: dict[str, Protego] = {}
        at = url
        for _ in range(MOST_REDIRECTS + 1):
            _refuse(at, bool(loopback_ports))
            _obey_robots(client, at, asked)
            answer = _get(client, at, LARGEST_BYTES)
            target = answer.headers.get("location")
            if answer.status in REDIRECTS and target:
                at = urljoin(at, target).split("#", 1)[0]
                continue
            if answer.status != 200:
                raise NotFetched(f"{at}: {sentence(answer.status)}")
            return _page(answer)
    raise NotFetched(f"{url}: led on more than {MOST_REDIRECTS} times")


def _page(answer: _Answer) -> RawPage:
    encoding = answer.headers.get("content-encoding")
    try:
        plain = inflate(answer.body, encoding)
    except QuarantineError as error:
        raise NotFetched(f"{answer.url}: {error}") from error
    if challenged({name.lower(): value for name, value in answer.headers.items()}, plain):
        raise NotFetched(f"{answer.url}: asks browsers to prove themselves")
    return RawPage(answer.body, answer.headers.get("content-type"), encoding, answer.url, datetime.now(UTC))


def _refuse(url: str, allow_loopback: bool) -> None:
    reason = refusal(url, allow_loopback)
    if reason:
        raise NotFetched(f"{url}: {reason}")


def _obey_robots(client: httpx.Client, url: str, asked: dict[str, Protego]) -> None:
    """Raise NotFetched where the host's robots.txt says no, or failed (RFC 9309, 2.3.1.4)."""
    parts = urlsplit(url)
    if parts.netloc not in asked:
        answer = _get(client, f"{parts.scheme}://{parts.netloc}/robots.txt", LARGEST_ROBOTS_BYTES, cut=True)
        if answer.status >= 500 or answer.status == 429:
            raise NotFetched(f"{url}: {UNREACHABLE}")
        try:
            body = inflate(answer.body, answer.headers.get("content-encoding")) if answer.status == 200 else b""
        except QuarantineError as error:
            raise NotFetched(f"{url}: {UNREACHABLE}") from error
        asked[parts.netloc] = Protego.parse(body.decode("utf-8", "replace").removeprefix("\ufeff"))
    if not asked[parts.netloc].can_fetch(url, PRODUCT):
        raise NotFetched(f"{url}: {FORBIDDEN}")


def _get(client: httpx.Client, url: str, most: int, *, cut: bool = False) -> _Answer:
    """Return the answer to one request. A body over `most` bytes is cut there, or refused."""
    began = monotonic()
    body = bytearray()
    try:
        with client.stream("GET", url) as response:
            for piece in response.iter_raw():
                body += piece
                if monotonic() - began > WHOLE_SECONDS:
                    raise NotFetched(f"{url}: could not be reached: no whole answer in time")
                if len(body) > most:
                    if cut:
                        break
                    raise NotFetched(f"{url}: larger than the cap of {most:,} bytes")
            return _Answer(url, response.status_code, response.headers, bytes(body[:most]))
    except _RefusedError as error:
        raise NotFetched(f"{url}: {error}") from error
    except (httpx.HTTPError, httpx.InvalidURL, httpcore.UnsupportedProtocol) as error:
        raise NotFetched(f"{url}: {_why(error)}") from error


def _why(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "could not be reached: no whole answer in time"
    words = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in words.upper():
        return "could not be reached: its certificate does not hold"
    if isinstance(error, httpx.RemoteProtocolError):
        return "the answer was shorter than it said, or no HTTP"
    return f"could not be reached: {words or type(error).__name__}"


class _RefusedError(Exception):
    """An address that must not be dialled."""


class _PublicBackend(httpcore.SyncBackend):
    """Resolves a name itself, and dials the very address that it checked: a name cannot change its mind in between."""

    def __init__(self, loopback_ports: tuple[int, ...]) -> None:
        self._loopback_ports = loopback_ports

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a public address of this host. Raises _RefusedError where it has none."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("name not known") from error
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        public = [each for each in addresses if is_public(each, port in self._loopback_ports)]
        if not public:
            raise _RefusedError(f"refused: {host} is not a public address")
        last: Exception | None = None
        for address in public:
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        assert last is not None
        raise last

    def connect_unix_socket(self, path: str, *_unused: Any, **_named: Any) -> httpcore.NetworkStream:
        """Refuse: only TCP connections leave."""
        raise _RefusedError(f"refused: {path} is a socket of this machine")


def _client(user_agent: str, loopback_ports: tuple[int, ...]) -> httpx.Client:
    context: ssl.SSLContext = httpx.create_ssl_context(trust_env=False)
    transport = httpx.HTTPTransport(verify=context, trust_env=False)
    # httpx has no public way to say who dials; its pool is httpcore's, which has.
    transport._pool = httpcore.ConnectionPool(
        ssl_context=context, max_connections=2, network_backend=_PublicBackend(loopback_ports)
    )
    headers = {
        "User-Agent": user_agent,
        "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5",
        "Accept-Language": "en-GB,en;q=0.8",
        "Accept-Encoding": "gzip, deflate",
    }
    return httpx.Client(
        transport=transport, headers=headers, timeout=STEP_SECONDS, follow_redirects=False, trust_env=False
    )
