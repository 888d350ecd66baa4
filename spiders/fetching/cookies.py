"""Cookies for the way to one page: a redirect that sets one is followed with it, and no page is told of another's."""

from __future__ import annotations

from scrapy import Request


class CookieJarMiddleware:
    """Gives each request a jar of its own, which its redirects and retries share and nothing else does.

    Some sites answer the first request with a cookie and a redirect to the same address, for ever unless it is sent back.
    """

    def process_request(self, request: Request) -> None:
        """Name the jar, for Scrapy's own middleware."""
        request.meta.setdefault("cookiejar", f"{request.meta.get('kind', '')} {request.url}")
