"""What a crawl's report says of an outlet's sources: what answered, what it named, and whether our own code held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from statistics import median

from spiders.crawl_report import CrawlReport, SourceReport
from spiders.health import verdict
from spiders.health.breakage import OF_SOURCES, Breakage, Look
from warehouse.vocabulary.health import BreakageKind as Kind

MIXED = 0.1  # of what a source names is no article, at most, for a change of its addresses to be seen in it
STRANGERS = 3  # new addresses that fit no pattern, at least: one or two may be a podcast and a job
CUT = 0.5  # of a feed's usual entries: what is left where a feed was cut
CUT_BY, STEADY, STEADY_LOOKS = 4, 1.3, 2  # entries fewer; most over fewest of the looks before, and how many of them
TOLD_APART = {"not crawled": Kind.ROBOTS, "silent": Kind.LISTS_NOTHING}  # a verdict's words for what has a name here
FAILED = "the crawl ended before it could say anything"


def of_crawl(report: CrawlReport | None) -> Look:
    """Return what a crawl's report says; that it failed, where our own code did not get as far as to ask."""
    if report is not None and report.refused:
        return Look()
    if report is None or report.errors or report.stopped:
        why = (report.stopped or f"it failed in our own code: {report.errors[0]}") if report else FAILED
        return Look((Breakage(Kind.CRAWL_FAILED, why),))
    if not report.sources:
        return Look()
    found = {one.kind: one for one in reversed(list(_of_sources(report)))}
    assessed = verdict.verdict_of(report)
    if not assessed.ok and assessed.breakage is not None and not found:
        kind = TOLD_APART.get(assessed.breakage) or Kind(assessed.breakage)
        found[kind] = Breakage(kind, assessed.sentence.partition(": ")[2])
    named = sum(one.new for one in report.working if not one.unchanged)
    if named and not report.articles.fetched:
        found[Kind.NOT_FETCHED] = Breakage(Kind.NOT_FETCHED, f"{named} new articles are named, and none was fetched")
    if not report.working and not found:
        return Look()
    return Look(
        tuple(found.values()), OF_SOURCES - {Kind.ADDRESSES_CHANGED, Kind.FEED_CUT}
    )  # which have looks of their own


def _of_sources(report: CrawlReport) -> Iterator[Breakage]:
    working = report.working
    still = any(one.matching or one.unchanged for one in working)
    for one in report.problems:
        kind = TOLD_APART.get(one.breakage or "") or Kind(one.breakage or Kind.FEED_GONE)
        rest = f"; {len(working)} of {len(report.sources)} sources still work" if working else ""
        yield Breakage(kind, f"{_source(one)}: {one.problem}{rest}", partial=still)


def _by_source(crawls: Sequence[CrawlReport]) -> list[list[SourceReport]]:
    """Return the reports of each source that read its answer, in order."""
    by_url: dict[str, list[SourceReport]] = {}
    for crawl in crawls:
        for one in crawl.working:
            if one.entries:
                by_url.setdefault(one.url, []).append(one)
    return list(by_url.values())


def of_entries(crawls: Sequence[CrawlReport], looks: int = 2) -> Look:
    """Return whether a feed names far fewer entries than it steadily did, at so many looks in a row.

    Sitemaps and listings follow the news; a feed's number is a setting, and a change of it breaks nothing that anybody sees.
    """
    could_see: frozenset[Kind] = frozenset()
    for reports in _by_source(crawls):
        entries = [one.entries for one in reports if one.kind == "feed"]
        if entries and entries[-1] * CUT >= min(entries):
            could_see = frozenset({Kind.FEED_CUT})
        before, last = entries[:-looks], entries[-looks:]
        if len(before) < STEADY_LOOKS or max(before) > STEADY * min(before):
            continue
        usual = median(before)
        if max(last) <= CUT * usual and max(last) <= usual - CUT_BY:
            now = reports[-1]
            words = f"{_source(now)} lists {now.entries} entries where {usual:.0f} are usual"
            return Look((Breakage(Kind.FEED_CUT, words, partial=now.new < now.matching),))
    return Look((), could_see)


def of_addresses(crawls: Sequence[CrawlReport]) -> Look:
    """Return whether a source twice in a row named something newer, and nothing that is an article by the patterns.

    A source that names other things as well (podcasts, jobs) is not assessed by this.
    """
    by_source = _by_source(crawls)
    for reports in by_source:
        last = reports[-3:]
        if len(last) == 3 and last[0].strangers <= MIXED * last[0].entries and _turned_strange(*last):
            strange = last[-1].strangers
            detail = f"{_source(last[-1])}: nothing new is an article by its patterns ({strange} addresses fit none)"
            return Look((Breakage(Kind.ADDRESSES_CHANGED, detail),))
    return Look((), frozenset({Kind.ADDRESSES_CHANGED}) if by_source else frozenset())


def _turned_strange(first: SourceReport, second: SourceReport, third: SourceReport) -> bool:
    """Return whether newer things were named twice in a row that fit no pattern, and at last no article at all.

    The second crawl may still catch up with articles that one before it missed.
    """
    never = datetime.min.replace(tzinfo=UTC)
    moments = [one.newest or never for one in (first, second, third)]
    numbers = [one.strangers for one in (first, second, third)]
    growing = moments[0] < moments[1] < moments[2] and numbers[0] < numbers[1] < numbers[2]
    return growing and not third.new and numbers[2] - numbers[0] >= STRANGERS


def _source(one: SourceReport) -> str:
    return f"its {one.kind} at {one.url}"
