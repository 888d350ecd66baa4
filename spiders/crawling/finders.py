"""Finding articles: one function for each kind of source, from the bytes of its answer to the entries that it names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urljoin

import lxml.etree
import lxml.html

from pipelines.decode import decode
from pipelines.errors import QuarantineError
from pipelines.feeds import DECLARATION, LOOKS_LIKE_HTML, NotAFeed, parse_feed, parse_moment
from spiders.registry.outlet import Source, SourceKind

SINCE = timedelta(days=7)  # what `{since}` in an API's address reaches back: a week survives a long outage
PLACE = re.compile(r"\{([\w.]+)(?::(\d+))?\}")


class NothingReadable(Exception):  # noqa: N818 -- named for what it says
    """A source's answer is not of its kind. `kind` is the breakage, `str()` a sentence."""

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One article that a source names."""

    url: str
    title: str | None = None
    published: datetime | None = None
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a source's answer names: articles, and further addresses of the same source."""

    entries: tuple[Entry, ...]
    more: tuple[str, ...] = ()
    flaws: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """What a source answered."""

    body: bytes  # without its compression
    content_type: str | None
    url: str  # after redirects
    at: datetime


def find_entries(source: Source, body: bytes, content_type: str | None, url: str, now: datetime) -> Found:
    """Return what a source's answer (without its compression) names. Raises NothingReadable."""
    return FINDERS[source.kind](source, SourceAnswer(body, content_type, url, now))


def address(source: Source, now: datetime) -> str:
    """Return the address to ask for now."""
    return source.url.replace("{since}", f"{now - SINCE:%Y-%m-%d}")


def _feed(_source: Source, answer: SourceAnswer) -> Found:
    try:
        feed = parse_feed(answer.body, answer.content_type, answer.url)
    except NotAFeed as error:
        kind = "html for xml" if error.reason.startswith("a web page") else "feed gone"
        raise NothingReadable(kind, f"not a feed: {error.reason}") from error
    entries = tuple(
        Entry(
            urljoin(answer.url, entry.url),
            entry.title,
            _past(entry.published or entry.updated, answer.at),
            entry.updated,
        )
        for entry in feed.entries
    )
    return Found(entries, flaws=feed.flaws)


def _sitemap(source: Source, answer: SourceAnswer) -> Found:
    body = answer.body
    if LOOKS_LIKE_HTML.match(body[:4096]):
        raise NothingReadable("html for xml", "not a sitemap: a web page where the sitemap was")
    if DECLARATION.search(body):
        raise NothingReadable("feed gone", "not a sitemap: declares entities")
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root: Any = lxml.etree.fromstring(body, parser)  # None where nothing could be recovered
    except lxml.etree.XMLSyntaxError as error:
        raise NothingReadable("feed gone", "not a sitemap: not XML") from error
    name = lxml.etree.QName(root).localname if root is not None else ""
    if name not in {"urlset", "sitemapindex"}:
        raise NothingReadable("feed gone", "not a sitemap: neither addresses nor further sitemaps")
    entries, more = [], []
    for node in root:
        row = {lxml.etree.QName(one).localname: one for one in node.iter() if isinstance(one.tag, str)}
        loc = _words(row.get("loc"))
        changed = parse_moment(_words(row.get("lastmod")))
        if not loc or (source.days and changed is not None and changed < answer.at - timedelta(days=source.days)):
            continue
        if name == "sitemapindex":
            if re.search(source.follow, loc):
                more.append(urljoin(answer.url, loc))
            continue
        published = parse_moment(_words(row.get("publication_date")))
        entries.append(Entry(urljoin(answer.url, loc), _words(row.get("title")), _past(published, answer.at), changed))
    return Found(tuple(entries), tuple(more))


def _listing(source: Source, answer: SourceAnswer) -> Found:
    try:
        text = decode(answer.body, answer.content_type).text
        tree = lxml.html.document_fromstring(text)
        parts = tree.xpath(source.within) if source.within else [tree]
    except (QuarantineError, lxml.etree.LxmlError, ValueError) as error:
        raise NothingReadable("listing gone", f"no page that can be read: {error}") from error
    if source.within and not parts:
        raise NothingReadable("listing gone", "the part of the page that held the links is not there")
    titles: dict[str, str] = {}
    for part in parts:
        for link in part.iter("a"):
            href = (link.get("href") or "").strip()
            try:
                target = urljoin(answer.url, href).split("#", 1)[0]
            except ValueError:
                continue
            words = " ".join(link.text_content().split())
            if href and len(words) > len(titles.get(target, "")):  # the headline, not the "Read more" under it
                titles[target] = words
            elif href:
                titles.setdefault(target, "")
    return Found(tuple(Entry(target, words or None) for target, words in titles.items()))


def _api(source: Source, answer: SourceAnswer) -> Found:
    try:
        top = json.loads(answer.body)
    except ValueError as error:
        raise NothingReadable("feed gone", "not JSON where the API's answer was") from error
    items = pick(top, source.items) if source.items else top
    if not isinstance(items, list):
        raise NothingReadable("feed gone", f"the API's answer has no list at {source.items or 'its top'!r}")
    entries = []
    for item in items:
        link = filled(source.link, item)
        if link is None:
            continue
        title = pick(item, source.title) if source.title else None
        published = moment(pick(item, source.published)) if source.published else None
        entries.append(Entry(urljoin(answer.url, link), str(title) if title else None, _past(published, answer.at)))
    return Found(tuple(entries))


FINDERS: dict[SourceKind, Callable[[Source, SourceAnswer], Found]] = {
    SourceKind.FEED: _feed,
    SourceKind.SITEMAP: _sitemap,
    SourceKind.LISTING: _listing,
    SourceKind.API: _api,
}


def pick(value: Any, path: str) -> Any:
    """Return what lies at a dotted path in a JSON value; None where there is nothing."""
    for name in path.split("."):
        if isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        elif isinstance(value, dict):
            value = value.get(name)
        else:
            return None
    return value


def filled(template: str, item: Any) -> str | None:
    """Return an address with `{dotted.path}` (or its first N characters, `{path:N}`) filled in; None if one is missing."""
    values = {match[0]: pick(item, match[1]) for match in PLACE.finditer(template)}
    if any(value is None or value == "" for value in values.values()):
        return None
    return PLACE.sub(lambda match: _cut(values[match[0]], match[2], whole=match[0] == template), template)


def _cut(value: Any, length: str | None, whole: bool) -> str:
    text = str(value)[: int(length)] if length else str(value)
    return text if whole else quote(text, safe="/-._~")


def moment(value: Any) -> datetime | None:
    """Return the time that an API's value names; one without a zone is UTC, as the ones in use say of themselves."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def _past(at: datetime | None, now: datetime) -> datetime | None:
    return at if at is not None and at <= now + timedelta(hours=1) else None  # no date in the future wins


def _words(node: Any) -> str | None:
    return " ".join(str(node.text).split()) if node is not None and node.text else None
