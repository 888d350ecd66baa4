"""The budget of a host (rate limiting): whose turn it is, how long it asked us to stay away, and how a retry waits."""

from __future__ import annotations

import asyncio
import time
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from pipelines.steps import header
from spiders.fetching.hosts import NO_HEADER_SECONDS, HostBook, retry_after_seconds
from spiders.job.context import context_of

PATIENCE_SECONDS = 20.0
"""The longest that a crawl waits for a host that asked us to come back: beyond it the host is left to the next run."""
BACKOFF_SECONDS = 2.0  # before the first retry; twice that before the next
LEFT_ALONE = "left alone: the outlet asked us to come back later"


class HostBudgetMiddleware:
    """Lets each request wait for its host's turn, across all crawls of this installation.

    It stands behind robots.txt's middleware, which puts the host's Crawl-delay into the request's meta.
    """

    def __init__(self, book: HostBook, delay: float, polite: bool) -> None:
        self._book = book
        self._delay = delay
        self._polite = polite

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl."""
        context = context_of(crawler)
        polite = context.job.polite and context.job.newsroom is None  # a recording gets tired of nobody
        return cls(HostBook(context.job.data / "crawl" / "hosts"), context.outlet.delay, polite)

    async def process_request(self, request: Request) -> None:
        """Wait for the host's turn. Raises IgnoreRequest where the host asked us to stay away for longer than a crawl."""
        retries = request.meta.get("retry_times", 0)
        if retries and self._polite:
            await asyncio.sleep(BACKOFF_SECONDS * 2 ** (retries - 1))
        if not self._polite:
            return
        host = urlsplit(request.url).netloc
        await self._stand_back(host)
        delay = max(self._delay, float(request.meta.get("crawl_delay", 0.0)))
        wait = self._book.take_slot(host, delay)
        if wait > 0:
            await asyncio.sleep(wait)
            await self._stand_back(host)  # it may have asked us to go while we stood in line

    async def _stand_back(self, host: str) -> None:
        away = self._book.seconds_away(host)
        if away > PATIENCE_SECONDS:
            raise IgnoreRequest(LEFT_ALONE)
        if away:
            await asyncio.sleep(away)

    def process_response(self, request: Request, response: Response) -> Response:
        """Note a Retry-After, and keep the retry middleware from asking again before it has passed."""
        if response.status not in {429, 503} or not self._polite:
            return response
        asked = retry_after_seconds(header(response, "Retry-After"), time.time())
        if asked is None and response.status == 429:
            asked = NO_HEADER_SECONDS
        if asked is not None:
            self._book.stay_away(urlsplit(request.url).netloc, asked)
            if asked > PATIENCE_SECONDS:
                request.meta["dont_retry"] = True
        return response
