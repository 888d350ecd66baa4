"""Where a saved page came from, as the page itself says."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from pipelines.identity import NotAnAddress, canonical_url

HEAD_CHARACTERS = 300_000  # of a page, in which its head is looked for: inlined styles may stand before the link
_SAVED = re.compile(r"<!--\s*saved from url=\(\d{1,5}\)(\S{1,2000})", re.IGNORECASE)  # as browsers write it
_SINGLE_FILE = re.compile(r"Page saved with SingleFile\s+url:\s*(\S{1,2000})")
_TAG = re.compile(r"<(link|meta)\b([^>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


def page_address(text: str) -> str | None:
    """Return the address that a saved page gives as its own: where it was saved from, or its canonical link; None for none."""
    return next((address for address in _addresses(text[:HEAD_CHARACTERS]) if _is_address(address)), None)


def _addresses(head: str) -> Iterator[str]:
    for pattern in (_SAVED, _SINGLE_FILE):
        if found := pattern.search(head):
            yield found[1]
    canonical, shared = [], []
    for tag in _TAG.finditer(head):
        held = {
            name.lower(): html.unescape(first or second or third).strip()
            for name, first, second, third in _ATTRIBUTE.findall(tag[2])
        }
        if tag[1].lower() == "link" and "canonical" in held.get("rel", "").lower().split():
            canonical.append(held.get("href", ""))
        elif held.get("property", "").lower() == "og:url":
            shared.append(held.get("content", ""))
    yield from canonical
    yield from shared


def _is_address(text: str) -> bool:
    try:
        canonical_url(text)
    except NotAnAddress:
        return False
    return True
