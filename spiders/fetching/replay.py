"""Serving a recording in the place of the network (record and replay): a Scrapy download handler, so that the spiders cannot tell.

A request gets the latest response that was recorded for its URL up to the moment of the replay. What was not recorded
is a 404 that says so in a header, and is counted.
"""

from __future__ import annotations

from collections import defaultdict

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from spiders.fetching.recording import Recorded, recording
from spiders.job.context import context_of

NOT_RECORDED = "X-Newsroom"  # the header of the 404 that stands for what was not recorded


class ReplayHandler(BaseDownloadHandler):
    """Answers requests from the job's recording, conditional ones too."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        job = context_of(crawler).job
        self._recording = recording(job.newsroom)
        assert job.as_of is not None  # CrawlJob.check
        self._as_of = job.as_of
        self._stats = crawler.stats

    async def download_request(self, request: Request) -> Response:
        """Return what was recorded for this request, or the 404 that says that nothing was."""
        found = self._recording.get(request.url, self._as_of)
        if found is None:
            self._stats.inc_value("replay/not_recorded")
            if not request.url.endswith("/robots.txt"):
                self._stats.inc_value(f"replay/not_recorded/{request.url}")
            return _response(request, 404, ((NOT_RECORDED, "not recorded"), ("Content-Type", "text/plain")), b"")
        if found.status == 200 and _has_it(request, found):
            kept = tuple(pair for pair in found.headers if pair[0].lower() in {"etag", "last-modified", "date"})
            return _response(request, 304, kept, b"")
        return _response(request, found.status, found.headers, found.body)


def _has_it(request: Request, found: Recorded) -> bool:
    etag = request.headers.get("If-None-Match")
    if etag is not None:  # it stands above If-Modified-Since (RFC 9110, 13.1.3)
        held: str = etag.decode("latin-1")
        return found.header("etag") is not None and _strong(held) == _strong(found.header("etag") or "")
    since = request.headers.get("If-Modified-Since")
    return since is not None and since.decode("latin-1") == found.header("last-modified")


def _strong(etag: str) -> str:
    return etag.strip().removeprefix("W/")


def _response(request: Request, status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> Response:
    multi: dict[str, list[str]] = defaultdict(list)
    for name, value in headers:
        multi[name].append(value)
    held = Headers(multi)
    kind = responsetypes.from_args(headers=held, url=request.url, body=body)
    return kind(url=request.url, status=status, headers=held, body=body, protocol="HTTP/1.1")
