"""The one spider: it asks an outlet's sources which articles there are, and fetches those that are new or due.

Sources differ in how their answer is read (`spiders.crawling.finders`) and in nothing else. What an answer means is assessed in
`spiders.fetching.answers`; when a known article is due, in `spiders.job.recheck`. Here is the order of things, and the books:
each article fetch is booked once, whatever became of it.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from pipelines.decode import inflate
from pipelines.errors import QuarantineError as Unreadable
from pipelines.identity import NotAnAddress, article_identifier, canonical_url, on_sites
from pipelines.steps import header
from spiders.crawl_report import SourceReport
from spiders.crawling.booking import answered, header_fields, quarantined, unanswered
from spiders.crawling.finders import Entry, NothingReadable, address, find_entries, moment, pick
from spiders.fetching.answers import (
    ClassifiedAnswer,
    challenged,
    classify_answer,
    failure_sentence,
    is_front_page,
    sentence,
)
from spiders.fetching.refresh import MOST_STEPS, refresh_target
from spiders.job.context import Booked, Context
from spiders.job.frontier import KnownArticle
from spiders.job.memory import SourceMemory
from spiders.job.recheck import due, is_due, withdrawn
from spiders.registry.outlet import Source
from warehouse.records import (
    ArticleStatus,
    Capture,
    Fetch,
    FetchKind,
    FetchOutcome,
    Outcome,
    Record,
)
from warehouse.vocabulary.collection import ArticleState

MOST_CHILDREN = 25  # sitemaps that one sitemap index may lead to in one crawl
SOURCE_PRIORITY, ARTICLE_PRIORITY, RECHECK_PRIORITY = 100, 0, -100

Yielded = Request | Booked


class OutletSpider(Spider):
    """One crawl of one outlet."""

    name = "outlet"

    def __init__(self, context: Context, **named: Any) -> None:
        super().__init__(**named)
        self.context = context
        self.outlet = context.outlet
        self._articles = [re.compile(pattern) for pattern in self.outlet.articles]
        self._exclude = [re.compile(pattern) for pattern in self.outlet.exclude]
        self._as_listed = replace(self.outlet.urls, rewrites=())  # patterns speak of the old schemes too
        self._asked: set[str] = set()  # canonical URLs of this crawl
        self._children = 0
        self._rechecked = False
        self.left_over = False  # more was listed than one crawl takes

    async def start(self) -> AsyncIterator[Request]:
        """Ask every source that is due."""
        now = self.context.now()
        for source in self.outlet.sources:
            url = address(source, now)
            memory = self.context.memory.sources.get(url)
            if self.context.job.only_due and memory and not memory.is_due(now):
                self.context.counts["sources not due"] += 1
                continue
            yield self._source_request(source, url)

    # Sources

    def _source_request(self, source: Source, url: str) -> Request:
        report = SourceReport(url=url, kind=source.kind)
        self.context.sources[url] = report
        memory = self.context.memory.sources.get(url)
        headers = _conditional(memory.etag, memory.last_modified) if memory else {}
        meta = {"kind": FetchKind(source.kind.value), "asked": url, "source": source, "report": report,
                "earlier": memory.earlier if memory else None}  # fmt: skip
        return Request(url, self.on_source, headers=headers, meta=meta, errback=self.on_source_failure,
                       priority=SOURCE_PRIORITY)  # fmt: skip

    def on_source(self, response: Response) -> Iterator[Yielded]:
        """Read what a source names and ask for what is wanted of it."""
        report: SourceReport = response.meta["report"]
        source: Source = response.meta["source"]
        capture: Capture = response.meta["capture"]
        report.status = response.status
        yield Booked((answered(self.context, response, None),))
        if response.status == 304 or (response.status == 200 and capture.revisit_of is not None):
            report.unchanged = True
            self._remember(response, report, capture)
            yield from self._recheck()
            return
        try:
            body = self._source_body(response)
            found = find_entries(
                source, body, header(response, "Content-Type"), response.url, self.context.now(), self.outlet.timezone
            )
        except (NothingReadable, Unreadable) as error:
            kind = error.kind if isinstance(error, NothingReadable) else "feed gone"
            if kind:
                report.problem, report.breakage = str(error), kind
            else:
                self.context.sources.pop(report.url, None)  # an optional source that is not there is none
            return
        report.entries = len(found.entries)
        report.flaws = list(found.flaws)
        report.newest = max((at for entry in found.entries if (at := entry.published)), default=None)
        yield from self._wanted(found.entries, report)
        yield from self._children_of(source, report, found.more)
        if report.matching or found.more:  # what names no article must be read in full again: zero must not pass as 304
            self._remember(response, report, capture)
        yield from self._recheck()

    def _children_of(self, source: Source, report: SourceReport, urls: Iterable[str]) -> Iterator[Request]:
        """Ask for the sitemaps that an index names, as far as one crawl goes, and tell how many were left out."""
        wanted = [url for url in urls if on_sites(url, self.outlet.domains) and url not in self.context.sources]
        taken = wanted[: max(MOST_CHILDREN - self._children, 0)]
        self._children += len(taken)
        if len(taken) < len(wanted):
            report.flaws.append(f"{len(wanted) - len(taken)} of the {len(wanted)} sitemaps that it names were left out")
        for url in taken:
            yield self._source_request(source, url)

    def _source_body(self, response: Response) -> bytes:
        raw: bytes = inflate(response.body, header(response, "Content-Encoding"))
        headers = header_fields(response)
        if challenged(headers, raw):
            raise NothingReadable("blocked", "asks browsers to prove themselves")
        if response.status in {404, 410} and response.meta["source"].optional:
            raise NothingReadable("", sentence(response.status))
        if response.status != 200:
            blocked = response.status in {401, 403, 429, 451}
            raise NothingReadable("blocked" if blocked else "feed gone", sentence(response.status))
        return raw

    def on_source_failure(self, failure: Failure) -> Iterator[Yielded]:
        """Note that a source could not be asked."""
        request = _request(failure)
        report: SourceReport = request.meta["report"]
        report.problem = failure_sentence(failure.value)
        report.breakage = "not crawled" if "robots.txt" in report.problem else "unreachable"
        yield Booked((unanswered(self.context, request, report.problem),))

    def _remember(self, response: Response, report: SourceReport, capture: Capture) -> None:
        before = self.context.memory.sources.get(report.url)
        whole = capture.revisit_of is None and response.status == 200
        seen = SourceMemory(
            polled_at=capture.captured_at.isoformat(),
            etag=header(response, "ETag") or (before.etag if before and report.unchanged else None),
            last_modified=header(response, "Last-Modified")
            or (before.last_modified if before and report.unchanged else None),
            payload_sha256=capture.payload_sha256 if whole else before.payload_sha256 if before else None,
            capture_id=str(capture.capture_id) if whole else before.capture_id if before else None,
            captured_at=capture.captured_at.isoformat() if whole else before.captured_at if before else None,
        )
        self.context.memory.saw(report.url, seen, report.new)

    # Articles

    def _wanted(self, entries: Iterable[Entry], report: SourceReport) -> Iterator[Request]:
        left = 0
        for listed in entries:
            entry, canonical = self._chosen(listed)
            if canonical is None:
                continue
            report.matching += 1
            known = self.context.frontier.get(canonical)
            if known is None:
                report.new += canonical not in self._asked
                if self.context.counts["new articles asked for"] >= self.context.job.limits.articles:
                    left += canonical not in self._asked
                    continue
            elif known.pending or not is_due(known, self.context.now(), entry.updated):
                continue
            if canonical in self._asked:
                continue
            self.context.counts["new articles asked for"] += known is None
            yield self._article_request(canonical, entry, known, ARTICLE_PRIORITY)
        if left:
            self.left_over = True
            self.context.counts["left for the next crawl"] += left
            report.left = left

    def _chosen(self, entry: Entry) -> tuple[Entry, str | None]:
        """Return an entry with the first of its addresses that is an article of the outlet, and that one's canonical URL."""
        for url in (entry.url, *entry.others):
            canonical = self._article(url)
            if canonical is not None:
                return replace(entry, url=url), canonical
        return entry, None

    def _article(self, url: str) -> str | None:
        """Return the canonical URL of an address that is an article of this outlet; None where it is none."""
        if not on_sites(url, self.outlet.domains):
            self.context.counts["listed, not on the outlet's sites"] += 1
            return None
        try:
            parts = urlsplit(canonical_url(url, self._as_listed))
            canonical = canonical_url(url, self.outlet.urls)
        except NotAnAddress:
            return None
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        if self._articles and not any(one.search(target) for one in self._articles):
            return None
        return None if any(one.search(target) for one in self._exclude) else canonical

    def _recheck(self) -> Iterator[Request]:
        """Ask again for the known articles that are due: once, when a source has shown that the outlet answers."""
        if self._rechecked:
            return
        self._rechecked = True
        for known in due(self.context.frontier, self.context.now(), self.context.job.limits.rechecks):
            canonical = canonical_url(known.url, self.outlet.urls)
            if canonical not in self._asked:
                self.context.counts["known articles asked for again"] += 1
                yield self._article_request(canonical, Entry(known.url), known, RECHECK_PRIORITY)

    def _article_request(self, canonical: str, entry: Entry, known: KnownArticle | None, priority: int) -> Request:
        self._asked.add(canonical)
        url = known.url if known else entry.url.split("#", 1)[0]
        meta = {"kind": FetchKind.ARTICLE, "asked": url, "canonical": canonical, "entry": entry, "known": known,
                "earlier": known.earlier if known else None}  # fmt: skip
        headers = _conditional(known.etag, known.last_modified) if known and known.capture_id else {}
        request = Request(url, self.on_article, headers=headers, meta=meta, errback=self.on_article_failure,
                          priority=priority)  # fmt: skip
        if not self.outlet.details or known is not None:
            return request
        details = self.outlet.details.replace("{path}", urlsplit(canonical).path)
        return Request(details, self.on_details, meta={"kind": FetchKind.API, "asked": details, "then": request},
                       errback=self.on_details_failure, priority=priority)  # fmt: skip

    def on_details(self, response: Response) -> Iterator[Yielded]:
        """Take an article's date of first publication from the outlet's API, and go on to the article."""
        request: Request = response.meta["then"]
        yield Booked((answered(self.context, response, None),))
        try:
            answer = response.json() if response.status == 200 and isinstance(response, TextResponse) else {}
        except ValueError:
            answer = {}
        published = moment(pick(answer, self.outlet.details_published))
        if published is not None:
            request.meta["entry"] = replace(request.meta["entry"], published=published)
        yield request

    def on_details_failure(self, failure: Failure) -> Iterator[Yielded]:
        """Go on to the article without its record."""
        request = _request(failure)
        yield Booked((unanswered(self.context, request, failure_sentence(failure.value)),))
        yield request.meta["then"]

    def on_article(self, response: Response) -> Iterator[Yielded]:
        """Book an article's fetch: what it brought is in the archive already."""
        meta = response.meta
        capture: Capture = meta["capture"]
        target = refresh_target(response)
        if target is not None and meta.get("refreshed", 0) < MOST_STEPS:
            yield _asked(response).replace(url=target, meta={**meta, "refreshed": meta.get("refreshed", 0) + 1})
            return
        records: list[Record] = []
        if is_front_page(meta["asked"], response.url, self.outlet.home):
            assessed = ClassifiedAnswer(Outcome.DROPPED, "led to the front page: unpublished", missing=True)
            records += self._withdrawal(meta, "it leads to the front page now", capture.captured_at)
        else:
            try:
                body = inflate(response.body, header(response, "Content-Encoding"))
                assessed = classify_answer(
                    response.status, header_fields(response), body, same_payload=capture.revisit_of is not None
                )
            except Unreadable as error:
                again = get_retry_request(_asked(response), spider=self, reason=error.reason)
                if again is not None and error.reason == "truncated":
                    yield again
                    return
                assessed = ClassifiedAnswer(Outcome.QUARANTINED, error.reason)
                records.append(quarantined(self.context, capture, error))
            records += self._standing(meta, response.status, assessed, capture.captured_at)
        fetch = answered(self.context, response, meta["entry"])
        yield Booked((fetch, *self._outcome(fetch, assessed), *records))

    def on_article_failure(self, failure: Failure) -> Iterator[Yielded]:
        """Book an article's fetch that brought no answer."""
        reason = failure_sentence(failure.value)
        fetch = unanswered(self.context, _request(failure), reason)
        yield Booked((fetch, *self._outcome(fetch, ClassifiedAnswer(Outcome.DROPPED, reason))))

    # Records

    def _standing(self, meta: dict[str, Any], status: int, assessed: ClassifiedAnswer, at: datetime) -> list[Record]:
        """Return what an answer says of a known article's standing: withdrawn, or live again."""
        known: KnownArticle | None = meta["known"]
        if known is None:
            return []
        if assessed.missing:
            reason = withdrawn(known, status, at)
            return self._withdrawal(meta, reason, at) if reason else []
        if known.withdrawn and status in {200, 304}:
            self.context.counts["live again"] += 1
            return [ArticleStatus(self._article_id(meta), ArticleState.LIVE, "it is there again", at)]
        return []

    def _withdrawal(self, meta: dict[str, Any], reason: str, at: datetime) -> list[Record]:
        known: KnownArticle | None = meta["known"]
        if known is None or known.withdrawn:
            return []
        if known.elsewhere:
            self.context.counts["gone from an address, there at another"] += 1
            return []
        self.context.counts["withdrawn"] += 1
        return [ArticleStatus(self._article_id(meta), ArticleState.WITHDRAWN, reason, at)]

    def _article_id(self, meta: dict[str, Any]) -> UUID:
        known: KnownArticle | None = meta["known"]
        held = known.article_id if known else None
        return held or article_identifier(self.outlet.outlet_id, meta["canonical"])

    def _outcome(self, fetch: Fetch, assessed: ClassifiedAnswer) -> tuple[FetchOutcome, ...]:
        if assessed.blocked:
            self.context.counts["blocked"] += 1
        if assessed.outcome is Outcome.PENDING:
            return ()
        return (FetchOutcome(fetch.fetch_id, fetch.run_id, assessed.outcome, assessed.reason, self.context.now()),)

    def robots_fetch(self, response: Response) -> Fetch:
        """Return the fetch of a robots.txt."""
        return answered(self.context, response, None)


def _request(failure: Failure) -> Request:
    """Return the request that failed: Scrapy puts it on the failure."""
    found: Any = failure
    request: Request = found.request
    return request


def _asked(response: Response) -> Request:
    assert response.request is not None
    return response.request


def _conditional(etag: str | None, last_modified: str | None) -> dict[str, str]:
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}
