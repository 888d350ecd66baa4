"""Pages that lead on by markup: `<meta http-equiv="refresh">`, as sites without redirects of their own move a page."""

from __future__ import annotations

from scrapy.http import Response
from w3lib.html import get_meta_refresh

from pipelines.decode import decode
from pipelines.errors import QuarantineError
from pipelines.identity import NotAnAddress, canonical_url
from pipelines.steps import header

LONGEST_WAIT_SECONDS = 10.0  # a page that waits longer is there to be read: live pages renew themselves each minute
WITHIN_BYTES = 32 * 1024  # of the page: browsers heed it in the head
MOST_STEPS = 3  # from page to page by markup, for one article


def refresh_target(response: Response) -> str | None:
    """Return the address that a page leads on to at once; None where it stays.

    To itself it leads on only with a cookie that it has just set. What stands in `<noscript>` is for browsers without
    scripts, which are shown out.
    """
    if response.status != 200 or b"refresh" not in response.body[:WITHIN_BYTES].lower():
        return None
    try:
        text = decode(response.body, header(response, "Content-Type"), header(response, "Content-Encoding")).text
        wait, target = get_meta_refresh(text[:WITHIN_BYTES], response.url, ignore_tags=("script", "noscript"))
        if target is None or wait is None or wait > LONGEST_WAIT_SECONDS:
            return None
        itself = canonical_url(target) == canonical_url(response.url)
    except (QuarantineError, NotAnAddress, ValueError):
        return None
    return target if not itself or header(response, "Set-Cookie") else None
