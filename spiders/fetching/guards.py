"""What a crawl may dial: public addresses, by http or https, and nothing else.

Two layers, because either alone has a hole. The reactor's `connectTCP` is the one door through which every connection
leaves, and it is given the address that is really dialled: whatever a name resolved to, however an address was written,
after whichever redirect. The middleware refuses earlier what can be seen in the URL, so that it is said in clear words.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from twisted.internet.error import ConnectError

from pipelines.identity import on_sites
from spiders.job.context import Context, context_of

SCHEMES = frozenset({"http", "https"})
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits
NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")  # RFC 8215: for local use
DOCUMENTATION = ipaddress.ip_network("2001:db8::/32")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedAddressError(ConnectError):
    """A connection to an address that is not public was refused before it was dialled."""


def is_public(text: str, allow_loopback: bool = False) -> bool:
    """Return whether an IP address may be dialled. Raises ValueError when the text is no IP address.

    An IPv6 address that carries an IPv4 one (mapped, compatible, 6to4, Teredo, NAT64) counts as the one it carries.
    """
    address: Address = ipaddress.ip_address(text.split("%", 1)[0])
    carried = _carried(address)
    if carried is not None:
        address = carried
    if allow_loopback and address.is_loopback:
        return True
    if isinstance(address, ipaddress.IPv6Address) and (address in NAT64_LOCAL or address in DOCUMENTATION):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _carried(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in NAT64 or (int(address) >> 32 == 0 and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour


def guard_dialling(reactor: Any, allow_loopback: bool = False, loopback_ports: tuple[int, ...] = ()) -> None:
    """Make the reactor refuse every TCP connection to an address that is not public, from now on.

    `loopback_ports` narrows `allow_loopback` to these ports.
    """
    dial: Callable[..., Any] = reactor.connectTCP

    def guarded(host: str, port: int, *rest: Any, **named: Any) -> Any:
        try:
            public = is_public(host, allow_loopback and (not loopback_ports or port in loopback_ports))
        except ValueError:
            public = False  # a name here would be resolved behind our back
        if not public:
            raise RefusedAddressError(None, f"{host} is not a public address")  # type: ignore[no-untyped-call]
        return dial(host, port, *rest, **named)

    reactor.connectTCP = guarded
    reactor.connectUNIX = _no_other_door


def _no_other_door(*_unused: object, **_named: object) -> None:
    raise RefusedAddressError(None, "only TCP connections leave a crawl")  # type: ignore[no-untyped-call]


class GuardMiddleware:
    """Refuses, before anything else sees it, a request whose URL alone shows that it must not be sent."""

    def __init__(self, context: Context, stats: Any) -> None:
        self._context = context
        self._allow_loopback = context.job.allow_loopback
        self._domains = context.outlet.domains
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        return cls(context_of(crawler), crawler.stats)

    def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest for another scheme, a password in the URL, a private address or another's site."""
        reason = "not asked for: the crawl was stopped" if self._context.stopped else None
        reason = reason or refusal(request.url, self._allow_loopback)
        of_a_host = request.meta.get("is_robots")  # whose rules may lie with another host (RFC 9309, 2.3.1.2)
        if reason is None and not of_a_host and not on_sites(request.url, self._domains):
            reason = "refused: led off the outlet's sites"
        if reason:
            self._stats.inc_value("guard/refused")
            raise IgnoreRequest(reason)


def refusal(url: str, allow_loopback: bool = False) -> str | None:
    """Return why a URL must not be requested; None when nothing in it speaks against it."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "not an address"
    if parts.scheme not in SCHEMES:
        return f"refused: {parts.scheme}: is not http"
    if parts.username is not None or parts.password is not None:
        return "refused: a name or password in the address"
    try:
        public = is_public(host, allow_loopback)
    except ValueError:
        public = not (host.endswith((".localhost", ".local", ".internal")) or host in {"", "localhost"})
        public = public or (allow_loopback and host == "localhost")
    return None if public else f"refused: {host or 'no host'} is not a public address"
