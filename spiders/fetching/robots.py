"""robots.txt as RFC 9309 has it: rules are obeyed, none is leave to go on, and a server that fails is a no for this run."""

from __future__ import annotations

import asyncio
from typing import Any, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from pipelines.decode import inflate
from pipelines.errors import QuarantineError
from pipelines.steps import header
from spiders.fetching.answers import failure_sentence
from spiders.fetching.hosts import HostBook
from spiders.job.context import context_of

LARGEST_BYTES = 500 * 1024  # RFC 9309, 2.5: at least 500 KiB must be read; the rest of a larger one is not
LONGEST_CRAWL_DELAY_SECONDS = 120.0  # a longer one would keep a crawl from ever finishing: it is told, and capped
PRODUCT = "Pledgewatch"  # the token that a robots.txt addresses us by
FORBIDDEN = "not asked for: its robots.txt says no"
UNREACHABLE = "not asked for: its robots.txt could not be read"
MOST_REDIRECTS = "max redirections reached"  # Scrapy's words


class RobotsMiddleware:
    """Asks each host for its robots.txt once a day, and obeys it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._spider: Any = crawler.spider
        self._context = context_of(crawler)
        self._book = HostBook(self._context.job.data / "crawl" / "hosts")
        self._rules: dict[str, asyncio.Future[Protego | str]] = {}
        self._cached = self._context.job.newsroom is None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest where the host's robots.txt says no, or could not be had."""
        if request.meta.get("is_robots") or (not self._context.job.polite and self._context.job.newsroom is None):
            return
        parts = urlsplit(request.url)
        if parts.netloc not in self._rules:
            self._rules[parts.netloc] = asyncio.get_running_loop().create_future()
            rules = await self._ask(parts.scheme, parts.netloc)
            self._rules[parts.netloc].set_result(rules)
        rules = await self._rules[parts.netloc]
        if isinstance(rules, str):
            raise IgnoreRequest(rules)
        if not rules.can_fetch(request.url, PRODUCT):
            self._context.counts["forbidden by robots.txt"] += 1
            raise IgnoreRequest(FORBIDDEN)
        delay = rules.crawl_delay(PRODUCT)
        if delay:
            request.meta["crawl_delay"] = min(float(delay), LONGEST_CRAWL_DELAY_SECONDS)

    async def _ask(self, scheme: str, host: str) -> Protego | str:
        """Return the host's rules, or the sentence that says why nothing of it may be asked for."""
        fresh = self._book.fresh_robots(host) if self._cached else None
        if fresh is not None:
            return Protego.parse(fresh.robots or "")
        url = f"{scheme}://{host}/robots.txt"
        meta = {"is_robots": True, "kind": "robots", "asked": url}
        try:
            response = await self._crawler.engine.download_async(Request(url, callback=NO_CALLBACK, meta=meta))
            self._context.keep(self._spider.robots_fetch(response))
            status, text = read_robots(response.status, response.body, header(response, "Content-Encoding"))
        except Exception as error:
            reason = failure_sentence(error)
            if reason == MOST_REDIRECTS:  # RFC 9309, 2.3.1.2: after five it counts as a file that is not there
                self._context.counts["robots.txt: none"] += 1
                self._keep(host, None, "none")
                return Protego.parse("")
            self._keep(host, None, "unreachable")
            return reason if reason.startswith(("could not be reached", "refused", "left alone")) else UNREACHABLE
        self._context.counts[f"robots.txt: {status}"] += 1
        if self._keep(host, text, status):
            self._context.counts["robots.txt changed"] += 1
        return UNREACHABLE if status == "unreachable" else Protego.parse(text or "")

    def _keep(self, host: str, text: str | None, status: str) -> bool:
        return self._book.keep_robots(host, text, status) if self._cached else False


def read_robots(status: int, body: bytes, content_encoding: str | None = None) -> tuple[str, str | None]:
    """Return what an answer for a robots.txt means: ("rules", its text), ("none", None) or ("unreachable", None).

    RFC 9309, 2.3.1: 4xx is leave to go on, 5xx is a no to everything. 429 counts as a failing server: it asks for less.
    """
    if status >= 500 or status == 429:
        return "unreachable", None
    if status != 200:
        return "none", None
    try:
        raw = inflate(body, content_encoding)
    except QuarantineError:
        return "unreachable", None  # what was cut off or blown up may have held a no
    text = raw[:LARGEST_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # RFC 9309, 2.2: a lone CR ends a line
    return ("none", None) if text.lstrip().startswith("<") else ("rules", text)  # a page, as of a redirect to the front
