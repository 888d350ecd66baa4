"""Reading RSS, Atom, RDF and JSON feeds: what they list, or `NotAFeed`.

feedparser reads the many dialects; round it stands what it does not do: tell a dead feed from a quiet one, refuse
declared entities, drop an item that was cut in half, and read British Summer Time as what it is.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import feedparser

from pipelines.metadata.dates import read_date
from pipelines.rules import LONDON
from pipelines.stray import mend_utf8, visible

LARGEST_FEED_BYTES = 8 * 1024 * 1024
"""After content decoding. The largest feed that a newspaper serves is about 1 MB."""
DECLARATION = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>]*(?:\[|\bSYSTEM\b))", re.IGNORECASE)
"""An entity, an internal subset, or a DOCTYPE that points to a file: no feed needs one (they blow up, or read files)."""
LOOKS_LIKE_HTML = re.compile(rb"^(?:\s|<!--.*?-->)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
ENTRY_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
TAG = re.compile(r"<[^<>]{0,2000}>")


class NotAFeed(Exception):  # noqa: N818 -- named for what it says
    """The bytes are no feed. `reason` is a phrase that can be counted: a redesign, a block page, an empty answer."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One article that a feed names."""

    url: str  # as written: it may be anything at all
    title: str | None  # plain text
    published: datetime | None
    updated: datetime | None
    key: str | None  # the guid or Atom id
    others: tuple[str, ...] = ()  # further addresses that it gives for the article, the likeliest first


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed lists. No entries is a feed that lists nothing, and is for the caller to assess."""

    title: str | None
    entries: tuple[FeedEntry, ...]
    flaws: tuple[str, ...] = ()  # "cut off after 5 entries", "charset declared wrongly"


def parse_feed(body: bytes, content_type: str | None = None, url: str = "", timezone_name: str = LONDON) -> Feed:
    """Return what a feed's bytes (decoded from gzip and the like) list. Raises NotAFeed. `timezone_name`: the outlet's."""
    if not body.strip():
        raise NotAFeed("empty answer")
    if len(body) > LARGEST_FEED_BYTES:
        raise NotAFeed("too large to be a feed")
    head = body[:4096].replace(b"\x00", b"")  # UTF-16 shows its ASCII
    if LOOKS_LIKE_HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise NotAFeed("a web page where the feed was")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}:
        return _json_feed(body, timezone_name)
    if DECLARATION.search(body.replace(b"\x00", b"")):
        raise NotAFeed("declares entities, which no feed needs")
    body = mend_utf8(body)
    headers = {"content-type": content_type or "application/xml", "content-location": url}
    parsed: Any = feedparser.parse(body, response_headers=headers)
    if not parsed.get("version"):
        raise NotAFeed("neither RSS nor Atom")
    entries = [entry for raw in parsed.entries if (entry := _entry(raw, timezone_name)) is not None]
    flaws: list[str] = []
    if parsed.bozo:
        complete = len(ENTRY_END.findall(body.replace(b"\x00", b"")))
        name = type(parsed.bozo_exception).__name__
        if name == "SAXParseException" and complete < len(parsed.entries):
            entries = entries[:complete]
            flaws.append(f"cut off after {complete} entries")
        else:
            flaws.append(f"not quite well-formed ({name})")
    return Feed(title=_plain(parsed.feed.get("title")), entries=tuple(entries), flaws=tuple(flaws))


def parse_moment(text: str | None, timezone_name: str = LONDON) -> datetime | None:
    """Return the aware UTC time that a feed's or a sitemap's date names; None when it names none that can be read.

    It is read as a page's dates are: a date with no zone is the outlet's, a day without a time is its first minute.
    """
    reading = read_date(text or "", timezone_name)
    if reading.value is None or reading.why:
        return None
    return reading.value.astimezone(UTC)


def _entry(raw: Any, timezone_name: str) -> FeedEntry | None:
    """A counting host stands in `link` and keeps the article's own address as `origLink`; a guid is often that, too."""
    given = (raw.get("feedburner_origlink"), raw.get("link"), raw.get("id"))
    addresses = list(dict.fromkeys(text for one in given if (text := str(one or "").strip())))
    if not addresses:
        return None
    return FeedEntry(
        url=addresses[0],
        others=tuple(one for one in addresses[1:] if one.startswith(("http://", "https://"))),
        title=_plain(raw.get("title")),
        published=parse_moment(raw.get("published"), timezone_name),
        updated=parse_moment(dict.get(raw, "updated"), timezone_name),  # its own `get` would hand out `published`
        key=str(raw["id"]) if raw.get("id") else None,
    )


def _json_feed(body: bytes, timezone_name: str) -> Feed:
    """A JSON Feed (jsonfeed.org, 1 and 1.1)."""
    try:
        top = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise NotAFeed("JSON where the feed was") from error
    version = top.get("version") if isinstance(top, dict) else None
    items = top.get("items") if isinstance(top, dict) else None
    if "jsonfeed.org/version" not in str(version) or not isinstance(items, list):
        raise NotAFeed("JSON where the feed was")
    rows = [_json_entry(item, timezone_name) for item in items if isinstance(item, dict)]
    return Feed(title=_plain(_text(top, "title")), entries=tuple(row for row in rows if row is not None))


def _json_entry(item: dict[str, Any], timezone_name: str) -> FeedEntry | None:
    given = [text.strip() for name in ("url", "id", "external_url") if (text := _text(item, name))]
    addresses = [text for text in dict.fromkeys(given) if text.startswith(("http://", "https://", "/"))]
    if not addresses:
        return None
    return FeedEntry(
        url=addresses[0],
        others=tuple(addresses[1:]),
        title=_plain(_text(item, "title")),
        published=parse_moment(_text(item, "date_published"), timezone_name),
        updated=parse_moment(_text(item, "date_modified"), timezone_name),
        key=_text(item, "id"),
    )


def _text(item: dict[str, Any], name: str) -> str | None:
    value = item.get(name)
    return str(value) if isinstance(value, str | int) and value != "" else None


def _plain(text: str | None) -> str | None:
    """Return a title as words: markup out, entities read once, spaces single."""
    if not text:
        return None
    return " ".join(visible(html.unescape(TAG.sub(" ", str(text)))).split()) or None
