"""A cap on an answer's headers: Twisted reads headers for as long as a server sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers import http11

from spiders.fetching.answers import failure_sentence

LARGEST_HEADER_BYTES = 1024 * 1024  # of one answer: a hundred times what real ones have; beyond it memory is filled
TOO_LARGE = "its headers are larger than the cap"


class HeadersTooLargeError(Exception):
    """An answer's headers passed the cap; the connection is closed."""


def cap_headers() -> None:
    """Make this process refuse answers whose headers are larger than the cap. Neither Twisted nor Scrapy has a setting.

    Status lines count, and interim responses' headers.
    """
    parser: Any = http11._LenientHTTPClientParser
    read_line: Callable[[Any, bytes], None] = parser.lineReceived

    def capped(self: Any, line: bytes) -> None:
        self.header_bytes = getattr(self, "header_bytes", 0) + len(line) + 2
        if self.header_bytes > LARGEST_HEADER_BYTES:
            raise HeadersTooLargeError(f"over {LARGEST_HEADER_BYTES:,} bytes of headers")
        read_line(self, line)

    parser.lineReceived = capped


class HeaderCapMiddleware:
    """Keeps an answer with too large headers from being asked for again: it would be as large."""

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Mark the request; it stands nearer the downloader than the retries."""
        if failure_sentence(exception) == TOO_LARGE:
            request.meta["dont_retry"] = True
