"""What is wrong with an outlet, as far as one look can tell: from its crawl, from its articles, from its volume.

Each look also says which kinds it could see: an incident is closed by a look that could have seen it and did not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from spiders.crawl_report import ArticleCounts, CrawlReport, SourceReport
from spiders.health import verdict
from spiders.health.holidays import is_bank_holiday, is_christmas
from spiders.health.pattern import Pattern, binomial_tail, part_of_day, so_few, so_many
from warehouse.vocabulary.health import BreakageKind, SeenIn, breakages_seen_in

TOO_UNLIKELY = 0.002  # of a count, by the sums alone; SEASONAL makes it rarer
TOO_UNLIKELY_ARTICLES = 0.002  # of a run of articles: two of two where one in thirty is usual
FLOOD_UNLIKELY = 1e-7
FLOOD_AT_LEAST = 40  # new addresses in one day; fewer are a busy day, whatever the sums say
SEASONAL = 0.8  # a month may bring this share of what the last twelve weeks did, and nothing be wrong
THIN = 0.25  # of the usual length: a cookie banner or a menu where the text was
LATEST = 4  # of a busy outlet's articles: the good ones of the morning must not hide what broke at noon
COMMON = 0.03  # of articles, at least: thin, undated or lost now and then at every outlet
MIXED = 0.1  # of what a source names is no article, at most, for a change of its addresses to be seen in it
STRANGERS = 3  # new addresses that fit no pattern, at least: one or two may be a podcast and a job
WINDOWS = (0, 1, 2, 4, 7)  # whole days before today, with the part of today that is over, in which volume is judged

OF_SOURCES = breakages_seen_in(SeenIn.SOURCES)
OF_VOLUME = breakages_seen_in(SeenIn.VOLUME)
TOLD_APART = {
    "not crawled": BreakageKind.ROBOTS,
    "silent": BreakageKind.LISTS_NOTHING,
}  # a crawl's words for kinds that have another name here


@dataclass(frozen=True, slots=True)
class Breakage:
    """One thing that is wrong: its kind, as incidents name it, and the end of a sentence that begins with the outlet."""

    kind: BreakageKind
    detail: str
    partial: bool = False  # another source of the outlet still names its articles


@dataclass(frozen=True, slots=True)
class Look:
    """What a look found, and which kinds it could have found."""

    findings: tuple[Breakage, ...] = ()
    could_see: frozenset[BreakageKind] = frozenset()


@dataclass(frozen=True, slots=True)
class Written:
    """One stored article, as far as its soundness goes."""

    characters: int
    dated: bool
    walled: bool


def of_crawl(report: CrawlReport | None) -> Look:
    """Return what a crawl's report says of the outlet; nothing where it did not get as far as to ask it anything."""
    if report is None or report.refused or report.errors or not report.sources:
        return Look()
    found: dict[BreakageKind, Breakage] = {}
    working = report.working
    still = any(one.matching or one.unchanged for one in working)
    for one in report.problems:
        kind = _kind(one.breakage) if one.breakage else BreakageKind.FEED_GONE
        rest = f"; {len(working)} of {len(report.sources)} sources still work" if working else ""
        found.setdefault(kind, Breakage(kind, f"{_source(one)}: {one.problem}{rest}", partial=still))
    judged = verdict.verdict_of(report)
    if not judged.ok and judged.breakage is not None and not found:
        kind = _kind(judged.breakage)
        found[kind] = Breakage(kind, judged.sentence.partition(": ")[2])
    could_see = OF_SOURCES if working or found else frozenset[BreakageKind]()
    if not report.articles.fetched:
        could_see -= {BreakageKind.ARTICLES_GONE}  # no article was asked for, so none could be missed
    return Look(tuple(found.values()), could_see)


def _kind(word: str) -> BreakageKind:
    return TOLD_APART.get(word) or BreakageKind(word)


def of_addresses(crawls: Sequence[CrawlReport]) -> Look:
    """Return whether a source twice in a row named something newer, and nothing that is an article by the patterns.

    A source that names other things as well (podcasts, jobs) is not judged by this.
    """
    by_url: dict[str, list[SourceReport]] = {}
    for crawl in crawls:
        for one in crawl.working:
            if one.entries:
                by_url.setdefault(one.url, []).append(one)
    for reports in by_url.values():
        last = reports[-3:]
        if len(last) == 3 and last[0].strangers <= MIXED * last[0].entries and _turned_strange(*last):
            strange = last[-1].strangers
            detail = f"{_source(last[-1])}: nothing new is an article by its patterns ({strange} addresses fit none)"
            return Look(
                (Breakage(BreakageKind.ADDRESSES_CHANGED, detail),), frozenset({BreakageKind.ADDRESSES_CHANGED})
            )
    return Look((), frozenset({BreakageKind.ADDRESSES_CHANGED}) if by_url else frozenset())


def _turned_strange(first: SourceReport, second: SourceReport, third: SourceReport) -> bool:
    """Return whether newer things were named twice in a row that fit no pattern, and at last no article at all.

    The second crawl may still catch up with articles that one before it missed.
    """
    never = datetime.min.replace(tzinfo=UTC)
    moments = [one.newest or never for one in (first, second, third)]
    numbers = [one.strangers for one in (first, second, third)]
    growing = moments[0] < moments[1] < moments[2] and numbers[0] < numbers[1] < numbers[2]
    return growing and not third.new and numbers[2] - numbers[0] >= STRANGERS


def of_lost(crawls: Sequence[CrawlReport]) -> Look:
    """Return whether the articles of the last crawl, or of the last two, could be had: or were refused, gone, unreadable."""
    latest = crawls[-1].articles if crawls else ArticleCounts()
    fine = latest.fetched and latest.lost * 2 <= latest.fetched
    for recent in () if fine else (crawls[-1:], crawls[-2:]):
        fetched, lost = sum(one.articles.fetched for one in recent), sum(one.articles.lost for one in recent)
        if lost * 2 > fetched and binomial_tail(lost, fetched, COMMON) < TOO_UNLIKELY_ARTICLES:
            return Look((_lost(recent, lost, fetched),), frozenset({BreakageKind.ARTICLES_GONE, BreakageKind.BLOCKED}))
    return Look((), frozenset({BreakageKind.ARTICLES_GONE}) if latest.fetched else frozenset())


def _lost(recent: Sequence[CrawlReport], lost: int, fetched: int) -> Breakage:
    unreadable = sum(one.articles.quarantined for one in recent)
    blocked = any(one.counts.get("blocked") for one in recent)
    kind = BreakageKind.BLOCKED if blocked else BreakageKind.ARTICLES_GONE
    if unreadable * 2 > lost:
        kind = BreakageKind.BODY_LOST
    reasons = [reason for one in recent for reason in one.dropped]
    why = f" ({reasons[-1]})" if reasons and kind != BreakageKind.BODY_LOST else ""
    return Breakage(kind, f"{lost} of the last {fetched} articles could not be had{why}")


def of_articles(by_day: Sequence[Sequence[Written]], pattern: Pattern) -> Look:
    """Return what is wrong with the articles that were stored lately, against what is usual.

    `by_day` are the articles of the last days that stored any, the latest last. The last day is judged by itself, and
    together with the one before.
    """
    last = list(by_day[-1]) if by_day else []
    if len(last) >= 2 * LATEST:
        last = last[-LATEST:] if list(_of_window(last[-LATEST:], pattern)) else last
    both = [one for day in by_day[-2:] for one in day]
    found = {one.kind: one for one in _of_window(last, pattern)}
    for one in _of_window(both, pattern):
        if _wrong_in(last, one.kind, pattern) * 2 > len(last):  # the last day alone may show that it is mended
            found.setdefault(one.kind, one)
    could_see = breakages_seen_in(SeenIn.ARTICLES) if pattern.knows_articles else frozenset({BreakageKind.BODY_LOST})
    return Look(tuple(found.values()), could_see if last else frozenset())


def _wrong_in(articles: Sequence[Written], kind: BreakageKind, pattern: Pattern) -> int:
    """Return how many articles show a breakage of this kind."""
    if kind == BreakageKind.BODY_LOST:
        return sum(one.characters < THIN * pattern.characters for one in articles)
    return sum(not one.dated if kind == BreakageKind.DATES_GONE else one.walled for one in articles)


def _of_window(recent: Sequence[Written], pattern: Pattern) -> Iterator[Breakage]:
    number = len(recent)
    walled = _wrong_in(recent, BreakageKind.WALL_RAISED, pattern)
    raised = pattern.knows_articles and _too_many(walled, number, max(COMMON, min(0.99, pattern.walled * 1.2)))
    explained = raised or not pattern.knows_articles  # a wall makes a text short: that is one incident, and not two
    thin = _wrong_in([one for one in recent if not (explained and one.walled)], BreakageKind.BODY_LOST, pattern)
    if _too_many(thin, number, COMMON):
        lengths = f"{min(one.characters for one in recent):,} characters where {pattern.characters:,.0f} are usual"
        yield Breakage(
            BreakageKind.BODY_LOST, f"{thin} of {number} articles came with 200 OK and next to no text ({lengths})"
        )
    if not pattern.knows_articles:
        return
    undated = _wrong_in(recent, BreakageKind.DATES_GONE, pattern)
    if _too_many(undated, number, max(COMMON, min(0.99, pattern.undated * 1.2))):
        yield Breakage(
            BreakageKind.DATES_GONE,
            f"{undated} of {number} articles have no date, where {1 - pattern.undated:.0%} have one",
        )
    if raised:
        yield Breakage(
            BreakageKind.WALL_RAISED,
            f"{walled} of {number} articles are behind a wall, where {pattern.walled:.0%} were",
        )


def _too_many(hits: int, number: int, rate: float) -> bool:
    return hits * 2 > number and binomial_tail(hits, number, rate) < TOO_UNLIKELY_ARTICLES


@dataclass(frozen=True, slots=True)
class Volume:
    """How many articles were named for the first time on which day, of the days that were looked at."""

    listed: Mapping[date, int]
    looked: frozenset[date]  # today among them
    broken: frozenset[date] = frozenset()  # days whose articles were lost, as is known already
    is_low: bool = False  # an incident of volume is open: it is closed by the last days, and not by the last week


def of_volume(volume: Volume, pattern: Pattern, quiet_days: int, now: datetime) -> Look:
    """Return whether an outlet gives too little, nothing at all, or far too much, up to now on its own clock."""
    today = now.date()
    found: list[Breakage] = []
    could_see: set[BreakageKind] = set()
    if pattern.knows_volume:
        could_see = set(OF_VOLUME)
        for window in WINDOWS[:3] if volume.is_low else WINDOWS:
            days = [today - timedelta(days=back) for back in range(window + 1)]
            if not volume.is_low:
                days = [day for day in days if day not in volume.broken or day == today]
            expected = sum(pattern.expected(day) * (part_of_day(now) if day == today else 1.0) for day in days)
            count = sum(volume.listed.get(day, 0) for day in days)
            whole = all(day in volume.looked for day in days)
            if whole and so_few(count, SEASONAL * expected, pattern.spread) < TOO_UNLIKELY:
                found.append(_too_little(volume, count, expected, window, today))
                break
        many = volume.listed.get(today, 0)
        usual = pattern.expected(today)
        if many >= FLOOD_AT_LEAST and so_many(many, usual / SEASONAL, pattern.spread) < FLOOD_UNLIKELY:
            found.append(Breakage(BreakageKind.FLOOD, f"it named {many} new articles today, where {usual:.0f} are usual: its addresses "
                                          "may have changed"))  # fmt: skip
    silence = _silent_days(volume.listed, volume.looked, today)
    could_see |= {BreakageKind.SILENT} if silence < quiet_days else set()
    if not found and silence >= quiet_days:
        found.append(Breakage(BreakageKind.SILENT, f"nothing new for {silence} days; its file allows {quiet_days}"))
    return Look(tuple(found), frozenset(could_see))


def _too_little(volume: Volume, count: int, expected: float, window: int, today: date) -> Breakage:
    span = {0: "today", 1: "since yesterday morning"}.get(window, f"in {window} days")
    usual = f"where about {expected:.0f} are usual"
    if not count:
        return Breakage(BreakageKind.SILENT, f"nothing new {span}, {usual}")
    if not any(volume.listed.get(today - timedelta(days=back), 0) for back in (0, 1)):
        return Breakage(
            BreakageKind.SILENT, f"nothing new since {today - timedelta(days=2):%A}; {count} {span}, {usual}"
        )
    return Breakage(BreakageKind.VOLUME_LOW, f"{count} new articles {span}, {usual}")


def _silent_days(listed: Mapping[date, int], looked: frozenset[date], today: date) -> int:
    """Return how many ordinary days in a row before today were looked at and brought nothing."""
    if listed.get(today):
        return 0
    silent = 0
    day = today - timedelta(days=1)
    while day in looked and not listed.get(day):
        silent += not (is_christmas(day) or is_bank_holiday(day))
        day -= timedelta(days=1)
    return silent


def _source(one: SourceReport) -> str:
    return f"its {one.kind} at {one.url}"
