"""Scrapy's adapters round the pure steps: thin, so that nothing of the steps depends on Scrapy."""

from __future__ import annotations

import asyncio
from datetime import datetime
from time import monotonic
from typing import Any, Protocol, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from pipelines.archive.warc import ArchiveWriter, EarlierCapture, Exchange, Headers
from warehouse.folder import write_failure
from warehouse.records import Capture, Record

WORTH_A_THREAD_BYTES = 8 * 1024  # compressing less takes no longer than changing threads


class CrawlContext(Protocol):
    """What these adapters need of the crawl that they serve."""

    @property
    def archive(self) -> ArchiveWriter:
        """Where responses are kept."""

    @property
    def outlet_id(self) -> str:
        """Whose they are."""

    def now(self) -> datetime:
        """Return the crawl's present moment."""

    def keep(self, *records: Record) -> None:
        """Take records for the next batch."""

    def stop(self, reason: str) -> None:
        """End the crawl: going on would lose what it brings."""


class ArchiveMiddleware:
    """Keeps every response, as it was sent, before anything else sees it: it stands nearest the downloader.

    The capture is put into the request's meta as `capture`; `earlier` there names a capture that may stand for it.
    """

    def __init__(self, context: CrawlContext) -> None:
        self._context = context

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl, whose spider holds the context."""
        return cls(_context(crawler))

    def process_request(self, request: Request) -> None:
        """Note when the request went out."""
        request.meta["sent_at"] = self._context.now()
        request.meta["sent_clock"] = monotonic()
        request.meta.pop("capture", None)  # of the attempt or the redirect before this one

    async def process_response(self, request: Request, response: Response) -> Response:
        """Write the exchange to the archive and pass the response on. Raises OSError, and ends the crawl, if it cannot."""
        earlier: EarlierCapture | None = request.meta.get("earlier")
        sent_at: datetime = request.meta["sent_at"]
        exchange = Exchange(
            url=request.url, captured_at=sent_at, status=response.status,
            response_headers=_headers(response.headers), body=response.body,
            request_headers=_headers(request.headers), method=request.method,
            protocol=response.protocol or "HTTP/1.1",
        )  # fmt: skip
        same = earlier if earlier and earlier.url in {request.url, ""} else None
        if same and not same.url:
            same = EarlierCapture(same.capture_id, request.url, same.captured_at, same.payload_sha256)
        request.meta["elapsed_ms"] = round(1000 * (monotonic() - request.meta["sent_clock"]))
        archive = self._context.archive
        if len(response.body) >= WORTH_A_THREAD_BYTES:
            prepared = await asyncio.to_thread(archive.prepare, exchange, same)
        else:
            prepared = archive.prepare(exchange, same)
        try:
            location = archive.append(prepared)
        except OSError as error:
            self._context.stop(f"the archive cannot be written: {write_failure(error)}")
            raise
        capture = Capture(
            capture_id=location.capture_id, outlet_id=self._context.outlet_id, url=request.url, captured_at=sent_at,
            status=response.status, content_type=header(response, "Content-Type"),
            payload_sha256=location.payload_sha256, warc_file=location.warc_file, warc_offset=location.warc_offset,
            revisit_of=location.revisit_of,
        )  # fmt: skip
        request.meta["capture"] = capture
        self._context.keep(capture)
        return response


class BooksPipeline:
    """Takes what the spider says became of each fetch, and hands its records to the next batch."""

    def __init__(self, context: CrawlContext) -> None:
        self._context = context

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawl, whose spider holds the context."""
        return cls(_context(crawler))

    def process_item(self, item: Any) -> Any:
        """Keep the records of a booked fetch."""
        self._context.keep(*item.records)
        return item


def _context(crawler: Crawler) -> CrawlContext:
    spider: Any = crawler.spider
    context: CrawlContext = spider.context
    return context


def header(response: Response, name: str) -> str | None:
    """Return a header of a response as text."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value is not None else None


def _headers(headers: Any) -> Headers:
    return tuple(
        (name.decode("latin-1"), _one_line(value)) for name, values in headers.items() for value in values if value
    )


def _one_line(value: bytes) -> str:
    return value.decode("latin-1").replace("\r", " ").replace("\n", " ")
