"""Reading sitemaps: the addresses that one names, or the further sitemaps, or `NotASitemap`.

An element counts by its namespace and its depth: the `loc` and `title` of an image or a video inside a `url` are not the
page's. What many sites get wrong is read all the same: a bare `&`, a blank first line, a file that is packed twice over.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from pipelines.feeds import DECLARATION, LOOKS_LIKE_HTML, parse_moment
from pipelines.rules import LONDON
from pipelines.stray import mend_utf8

BEFORE_XML = b"\xef\xbb\xbf \t\r\n"
CDATA = re.compile(rb"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")
ADDRESS_LINE = re.compile(rb"^https?://[^\s<>]{1,2000}$")


class NotASitemap(Exception):  # noqa: N818 -- named for what it says
    """The bytes are no sitemap. `reason` is a phrase that can be counted; `is_page`: a web page stood there."""

    def __init__(self, reason: str, *, is_page: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_page = is_page


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One address that a sitemap names."""

    url: str  # as written
    title: str | None  # of Google's news extension
    published: datetime | None  # of the same
    changed: datetime | None  # `lastmod`


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap names, in its own order: pages, or further sitemaps."""

    pages: tuple[SitemapEntry, ...] = ()
    children: tuple[SitemapEntry, ...] = ()


def parse_sitemap(body: bytes, timezone_name: str = LONDON) -> Sitemap:
    """Return what a sitemap's bytes (without their compression) name. Raises NotASitemap. `timezone_name`: the outlet's."""
    body = body if b"\x00" in body[:200] else mend_utf8(body.lstrip(BEFORE_XML))
    if LOOKS_LIKE_HTML.match(body[:4096]):
        raise NotASitemap("a web page where the sitemap was", is_page=True)
    if DECLARATION.search(body):
        raise NotASitemap("declares entities")
    if body[:4].lower() == b"http":
        return _plain_lines(body)
    root = _root(body)
    name = _name(root) if root is not None else ""
    if name not in {"urlset", "sitemapindex"}:
        raise NotASitemap("neither addresses nor further sitemaps")
    rows = [_entry(node, timezone_name) for node in root if _name(node) in {"url", "sitemap"}]
    entries = tuple(row for row in rows if row is not None)
    return Sitemap(children=entries) if name == "sitemapindex" else Sitemap(pages=entries)


def _plain_lines(body: bytes) -> Sitemap:
    """A sitemap may be a text file with an address a line."""
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    if not all(ADDRESS_LINE.match(line) for line in lines):
        raise NotASitemap("neither XML nor a list of addresses")
    return Sitemap(tuple(SitemapEntry(line.decode("utf-8", "replace"), None, None, None) for line in lines))


def _root(body: bytes) -> Any:
    if b"\x00" not in body[:200]:
        parts = CDATA.split(body)
        parts[::2] = [BARE_AMPERSAND.sub(b"&amp;", part) for part in parts[::2]]
        body = b"".join(parts)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        return etree.fromstring(body, parser)  # None where nothing could be recovered
    except etree.XMLSyntaxError as error:
        raise NotASitemap("not XML") from error


def _entry(node: Any, timezone_name: str) -> SitemapEntry | None:
    """Read one `url` or `sitemap`: its own children, and those of its `news:news`."""
    space = _space(node)
    own = {_name(one): one for one in reversed(node) if _space(one) == space}
    loc = _words(own.get("loc"))
    if not loc:
        return None
    news = next((one for one in node if _name(one) == "news" and _space(one) != space), None)
    told = {_name(one): one for one in news} if news is not None else {}
    title = _words(told.get("title"))
    return SitemapEntry(
        url=loc,
        title=html.unescape(title) if title else None,
        published=parse_moment(_words(told.get("publication_date")), timezone_name),
        changed=parse_moment(_words(own.get("lastmod")), timezone_name),
    )


def _name(node: Any) -> str:
    """The local name; of a prefix that nobody declared as well. Comments have none."""
    tag = node.tag if isinstance(node.tag, str) else ""
    return tag.rpartition("}")[2].rpartition(":")[2]


def _space(node: Any) -> str:
    tag = node.tag if isinstance(node.tag, str) else ""
    return tag[1:].partition("}")[0] if tag.startswith("{") else tag.rpartition(":")[0]


def _words(node: Any) -> str | None:
    """The element's own text, CDATA included, in single spaces."""
    return " ".join("".join(node.itertext()).split()) or None if node is not None else None
