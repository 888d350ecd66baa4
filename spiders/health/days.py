"""Explained silence: for every outlet and day, why there was something or nothing, and what broke and was mended.

Pure judgement, from what the crawls said of themselves and what the warehouse holds. Volume comes before validity:
nothing of nothing never passes for well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from spiders.crawl_report import CrawlReport
from spiders.health import findings, verdict
from spiders.health.findings import OF_SOURCES, Breakage, Look, Volume, Written
from spiders.health.holidays import is_bank_holiday, is_christmas
from spiders.health.pattern import Day, Pattern, learn, part_of_day
from spiders.registry.outlet import Outlet
from warehouse.records import Incident, OutletDay, identifier
from warehouse.vocabulary.health import WATCHED, BreakageKind, DayState

FAMILIES = (
    OF_SOURCES - {BreakageKind.ARTICLES_GONE},
    {BreakageKind.SILENT, BreakageKind.VOLUME_LOW, BreakageKind.LISTS_NOTHING},
    {BreakageKind.ARTICLES_GONE, BreakageKind.BLOCKED},
)  # kinds that are faces of one trouble: a feed that is 404 today and HTML tomorrow
LOOK_BACK_DAYS = 14  # how far back a day without a judgement is still given one


@dataclass(frozen=True, slots=True)
class Counts:
    """What one day brought, as the warehouse holds it now."""

    listed: int = 0
    stored: int = 0
    on_topic: int = 0  # stored articles with a passage for a tracked policy


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a judgement of an outlet rests on."""

    outlet: Outlet
    now: datetime  # when the crawl ended
    crawl: CrawlReport | None  # None where it left none
    before: Sequence[CrawlReport] = ()  # of the crawls before it that asked the outlet anything, in order
    history: Sequence[Day] = ()  # judged days
    counts: Mapping[date, Counts] = field(default_factory=dict)  # of the last days, by the day of publication
    written: Sequence[Sequence[Written]] = ()  # articles of the last days of capture that stored any, in order
    incidents: Sequence[Incident] = ()  # open ones

    @property
    def here(self) -> datetime:
        """The moment on the outlet's own clock."""
        return self.now.astimezone(ZoneInfo(self.outlet.timezone))


@dataclass(frozen=True, slots=True)
class DayAssessment:
    """What is to be written: the days, the incidents that began and those that are over."""

    days: tuple[OutletDay, ...]
    opened: tuple[Incident, ...] = ()
    closed: tuple[Incident, ...] = ()


def assess_day(evidence: Evidence) -> DayAssessment:
    """Return the judgement of an outlet after a crawl."""
    here = evidence.here
    today = here.date()
    pattern = learn(evidence.history, evidence.outlet.expect, today)
    if _was_not_due(evidence.crawl):
        return _go_on(evidence, pattern, today)
    crawl = findings.of_crawl(evidence.crawl)
    reached = bool(crawl.could_see)
    looks = [crawl]
    if reached:
        crawls = [one for one in (*evidence.before, evidence.crawl) if one and not one.refused]
        looks += [
            findings.of_addresses(crawls),
            findings.of_lost(crawls),
            findings.of_articles(evidence.written, pattern),
            _volume(evidence, pattern, here, crawl),
        ]
    found = _first_of_each(looks)
    confirmed = bool(evidence.before and findings.of_crawl(evidence.before[-1]).findings)
    counted = {one.kind for look in looks[1:] for one in look.findings}  # by many articles, which is no passing trouble
    sure = {one.kind: one for one in found if confirmed or one.kind in counted}
    opened, closed = _incidents(evidence, sure, _could_see(looks))
    days = [_day(evidence, pattern, today, found, reached, sure)]
    days += _earlier_days(evidence, pattern, today, working=reached and not found)
    return DayAssessment(tuple(days), opened, closed)


def _was_not_due(crawl: CrawlReport | None) -> bool:
    """Return whether a crawl asked nothing because every source had been asked a short while ago."""
    return crawl is not None and not (crawl.sources or crawl.refused or crawl.errors)


def _go_on(evidence: Evidence, pattern: Pattern, today: date) -> DayAssessment:
    """Return the judgement where nothing was due: an outlet that was well at the last look still is."""
    last = max(evidence.history, key=lambda one: one.day, default=None)
    if last is None or last.state not in WATCHED:
        return DayAssessment(())
    state, words = _calm(evidence.counts.get(today, Counts()), pattern, today, part_of_day(evidence.here))
    return DayAssessment((_outlet_day(evidence, pattern, today, state, words),
                      *_earlier_days(evidence, pattern, today, working=True)))  # fmt: skip


def _volume(evidence: Evidence, pattern: Pattern, here: datetime, crawl: Look) -> Look:
    if any(not one.partial for one in crawl.findings):
        return Look()  # why nothing comes is known already
    listed = {one.day: one.listed for one in evidence.history}
    listed |= {day: counts.listed for day, counts in evidence.counts.items()}
    volume = Volume(
        listed=listed,
        looked=frozenset(one.day for one in evidence.history if one.state != DayState.NOT_CRAWLED) | {here.date()},
        broken=frozenset(one.day for one in evidence.history if one.state == DayState.BROKEN),
        is_low=any(one.kind in findings.OF_VOLUME for one in evidence.incidents),
    )
    return findings.of_volume(volume, pattern, evidence.outlet.expect.quiet_days, here)


def _first_of_each(looks: Iterable[Look]) -> list[Breakage]:
    found: dict[BreakageKind, Breakage] = {}
    for look in looks:
        for one in look.findings:
            found.setdefault(one.kind, one)
    return list(found.values())


def _could_see(looks: Iterable[Look]) -> frozenset[BreakageKind]:
    return frozenset().union(*(look.could_see for look in looks))


def _incidents(
    evidence: Evidence, sure: Mapping[BreakageKind, Breakage], could_see: frozenset[BreakageKind]
) -> tuple[tuple[Incident, ...], tuple[Incident, ...]]:
    """Return the incidents that begin and those that end. A source's trouble must be seen twice to begin one."""
    outlet_id, now = evidence.outlet.outlet_id, evidence.now.astimezone(UTC)
    still_there = {one.kind for one in findings.of_crawl(evidence.crawl).findings} | set(sure)
    open_kinds = {one.kind for one in evidence.incidents}
    opened = tuple(
        Incident(identifier(outlet_id, kind, now.isoformat()), outlet_id, kind, one.detail, now, None)
        for kind, one in sure.items()
        if kind not in open_kinds and not _is_same_trouble(kind, open_kinds)
    )
    closed = tuple(
        replace(one, closed_at=now)
        for one in evidence.incidents
        if one.kind in could_see and one.kind not in still_there and not _is_same_trouble(one.kind, still_there)
    )
    return opened, closed


def _is_same_trouble(kind: BreakageKind, kinds: Iterable[BreakageKind]) -> bool:
    """Return whether a trouble is another face of one of these: a feed that is 404 today and HTML tomorrow is one."""
    return any(kind in family and one in family for one in kinds for family in FAMILIES)


def _day(
    evidence: Evidence,
    pattern: Pattern,
    today: date,
    found: Sequence[Breakage],
    reached: bool,
    sure: Mapping[BreakageKind, Breakage],
) -> OutletDay:
    """Return the judgement of today."""
    counts = evidence.counts.get(today, Counts())
    so_far = next((one for one in evidence.history if one.day == today), None)
    if not reached:
        state, words = DayState.NOT_CRAWLED, _why_not(evidence)
    elif any(one.kind == BreakageKind.ROBOTS and not one.partial for one in found):
        state, words = DayState.NOT_CRAWLED, next(one.detail for one in found if one.kind == BreakageKind.ROBOTS)
    elif any(not one.partial for one in found):
        state, words = DayState.BROKEN, "; ".join(one.detail for one in found)
    else:
        state, words = _calm(counts, pattern, today, part_of_day(evidence.here))
        words = "; ".join((words, *(one.detail for one in found)))
    if state in {DayState.BROKEN, DayState.NOT_CRAWLED} and not sure and so_far is not None and so_far.state in WATCHED:
        calm, calm_words = _calm(counts, pattern, today, part_of_day(evidence.here))
        state, words = calm, f"{calm_words}; at the last look {words}"
    return _outlet_day(evidence, pattern, today, state, words)


def _why_not(evidence: Evidence) -> str:
    judged = verdict.verdict_of(evidence.crawl)
    return judged.sentence.partition(": ")[2] or judged.sentence


def _calm(counts: Counts, pattern: Pattern, day: date, part: float) -> tuple[DayState, str]:
    """Return the state and the words of a day on which nothing was wrong."""
    if counts.stored and not counts.on_topic:
        return DayState.OFF_TOPIC, f"{_articles(counts.stored)} stored, none with a passage for a tracked policy"
    if counts.listed or counts.stored:
        topic = f", {counts.on_topic} of them with a passage for a tracked policy" if counts.on_topic else ""
        return DayState.WELL, f"{_articles(counts.listed)} named, {counts.stored} stored{topic}"
    if is_christmas(day):
        return DayState.QUIET, "nothing new, as is usual at Christmas"
    if is_bank_holiday(day):
        return DayState.QUIET, "nothing new, on a bank holiday"
    yet = " yet" if part < 1 else ""
    usual = pattern.expected(day)
    about = "next to nothing" if usual < 0.5 else f"about {usual:.0f}"
    return DayState.QUIET, f"nothing new{yet}; {about} is usual on a {day:%A}"


def _earlier_days(evidence: Evidence, pattern: Pattern, today: date, working: bool) -> list[OutletDay]:
    """Return judgements of days before today: those that have none, and those that this crawl has caught up with."""
    judged = {one.day: one for one in evidence.history}
    if not judged:
        return []
    first = max(min(judged), today - timedelta(days=LOOK_BACK_DAYS))
    days = [first + timedelta(days=number) for number in range((today - first).days)]
    found = []
    for day in days:
        counts, was = evidence.counts.get(day, Counts()), judged.get(day)
        is_yesterday = day == today - timedelta(days=1)
        more = counts.listed > (was.listed if was else 0)
        if was is None or was.state == DayState.NOT_CRAWLED:
            if working and more:
                state, words = _calm(counts, pattern, day, 1.0)
                found.append(_outlet_day(evidence, pattern, day, state, f"{words} (caught up later)"))
            elif was is None:
                found.append(_outlet_day(evidence, pattern, day, DayState.NOT_CRAWLED, "no crawl ran"))
        elif was.state == DayState.BROKEN and working and more:
            state, words = _calm(counts, pattern, day, 1.0)
            found.append(_outlet_day(evidence, pattern, day, state, f"{words} (caught up later)"))
        elif was.state in WATCHED and working and (more or is_yesterday):
            found.append(_outlet_day(evidence, pattern, day, *_calm(counts, pattern, day, 1.0)))
    return found


def _outlet_day(evidence: Evidence, pattern: Pattern, day: date, state: DayState, words: str) -> OutletDay:
    counts = evidence.counts.get(day, Counts())
    return OutletDay(
        outlet_id=evidence.outlet.outlet_id, day=day, state=state, reason=f"{evidence.outlet.name}: {words}.",
        listed=counts.listed, stored=counts.stored, expected=round(pattern.expected(day), 2),
        judged_at=evidence.now.astimezone(UTC),
    )  # fmt: skip


def _articles(number: int) -> str:
    return f"{number} article" + ("" if number == 1 else "s")
