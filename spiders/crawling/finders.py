"""Finding articles (link discovery): one function for each kind of source, from the bytes of its answer to the entries that it names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urljoin

import lxml.etree
import lxml.html

from pipelines.decode import decode
from pipelines.errors import QuarantineError
from pipelines.feeds import NotAFeed, parse_feed
from pipelines.rules import LONDON
from pipelines.sitemaps import NotASitemap, SitemapEntry, parse_sitemap
from spiders.crawling.order import newest_first
from spiders.registry.outlet import Source, SourceKind

SINCE = timedelta(days=7)  # what `{since}` in an API's address reaches back: a week survives a long outage
FEED_ROOT = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
LONG_AGO = datetime.min.replace(tzinfo=UTC)
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
    others: tuple[str, ...] = ()  # further addresses that the source gives for it


@dataclass(frozen=True, slots=True)
class Found:
    """What a source's answer names: articles, and further addresses of the same source."""

    entries: tuple[Entry, ...]  # the newest first, as far as their dates are known
    more: tuple[str, ...] = ()
    flaws: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """What a source answered."""

    body: bytes  # without its compression
    content_type: str | None
    url: str  # after redirects
    at: datetime
    timezone: str  # the outlet's


def find_entries(
    source: Source, body: bytes, content_type: str | None, url: str, now: datetime, timezone: str = LONDON
) -> Found:
    """Return what a source's answer (without its compression) names. Raises NothingReadable. `timezone`: the outlet's."""
    return FINDERS[source.kind](source, SourceAnswer(body, content_type, url, now, timezone))


def address(source: Source, now: datetime) -> str:
    """Return the address to ask for now."""
    return source.url.replace("{since}", f"{now - SINCE:%Y-%m-%d}")


def _feed(_source: Source, answer: SourceAnswer) -> Found:
    try:
        feed = parse_feed(answer.body, answer.content_type, answer.url, answer.timezone)
    except NotAFeed as error:
        kind = "html for xml" if error.reason.startswith("a web page") else "feed gone"
        raise NothingReadable(kind, f"not a feed: {error.reason}") from error
    entries = [
        Entry(
            _absolute(answer.url, entry.url),
            entry.title,
            _past(entry.published or entry.updated, answer.at),
            entry.updated,
            entry.others,
        )
        for entry in feed.entries
    ]
    entries.sort(key=_newest, reverse=True)  # stable: what has no date stays where the feed has it, behind the dated
    return Found(tuple(entries), flaws=feed.flaws)


def _sitemap(source: Source, answer: SourceAnswer) -> Found:
    if FEED_ROOT.match(answer.body[:2000]):
        found = _feed(source, answer)  # a sitemap may be a feed (sitemaps.org, "other sitemap formats")
        if not found.entries:
            raise NothingReadable("feed gone", "not a sitemap: a feed that lists nothing")
        return found
    try:
        sitemap = parse_sitemap(answer.body, answer.timezone)
    except NotASitemap as error:
        raise NothingReadable(
            "html for xml" if error.is_page else "feed gone", f"not a sitemap: {error.reason}"
        ) from error
    oldest = answer.at - timedelta(days=source.days) if source.days else None
    children = [one for one in sitemap.children if re.search(source.follow, one.url)]
    more = [_absolute(answer.url, one.url) for one in newest_first(_recent(children, oldest))]
    entries = [
        Entry(_absolute(answer.url, one.url), one.title, _past(one.published, answer.at), one.changed)
        for one in newest_first(_recent(sitemap.pages, oldest))
    ]
    return Found(tuple(entries), tuple(dict.fromkeys(more)))


def _recent(entries: Iterable[SitemapEntry], oldest: datetime | None) -> list[SitemapEntry]:
    return [one for one in entries if oldest is None or one.changed is None or one.changed >= oldest]


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
    base = _base(tree, answer.url)
    for part in parts:
        for link in part.iter("a"):
            href = "".join((link.get("href") or "").split())  # as browsers do: a line break in an address is none
            try:
                target = urljoin(base, href).split("#", 1)[0]
            except ValueError:
                continue
            words = " ".join(link.text_content().split())
            if href and len(words) > len(titles.get(target, "")):  # the headline, not the "Read more" under it
                titles[target] = words
            elif href:
                titles.setdefault(target, "")
    return Found(tuple(Entry(target, words or None) for target, words in titles.items()))


def _base(tree: Any, url: str) -> str:
    """The address that the page's relative links start from (`<base href>`)."""
    for base in tree.iter("base"):
        if base.get("href"):
            try:
                return urljoin(url, str(base.get("href")).strip())
            except ValueError:
                return url
    return url


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
        entries.append(Entry(_absolute(answer.url, link), str(title) if title else None, _past(published, answer.at)))
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


def _absolute(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:
        return url  # no address at all: it is passed over where addresses are assessed


def _newest(entry: Entry) -> datetime:
    return entry.published or entry.updated or LONG_AGO


def _past(at: datetime | None, now: datetime) -> datetime | None:
    return at if at is not None and at <= now + timedelta(hours=1) else None  # no date in the future wins
