"""Explained silence: for every outlet and day, why there was something or nothing, and what broke and was mended.

Pure assessment, from what the crawls said of themselves and what the warehouse holds. Volume comes before validity:
nothing of nothing never passes for well.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from spiders.crawl_report import CrawlReport
from spiders.health import incidents, sources, verdict
from spiders.health.articles import of_articles
from spiders.health.breakage import OF_ARTICLES, OF_DATES, OF_SOURCES, OF_VOLUME, Breakage, Look
from spiders.health.evidence import Counts, Evidence
from spiders.health.fetched import FetchedArticle, Usual, learn_usual
from spiders.health.holidays import is_bank_holiday, is_christmas
from spiders.health.pattern import WINDOW_DAYS, Pattern, learn, part_of_day, teaching_days
from spiders.health.volume import Volume, of_volume
from warehouse.records import Incident, OutletDay
from warehouse.vocabulary.health import WATCHED, DayState
from warehouse.vocabulary.health import BreakageKind as Kind

LOOK_BACK_DAYS = 14  # how far back a day without a assessment is still given one
FRESH_DAYS = 10  # articles that were asked for longer ago say nothing of today's soundness


@dataclass(frozen=True, slots=True)
class DayAssessment:
    """What is to be written: the days, the incidents that began and those that are over."""

    days: tuple[OutletDay, ...]
    opened: tuple[Incident, ...] = ()
    closed: tuple[Incident, ...] = ()


def assess_day(evidence: Evidence) -> DayAssessment:
    """Return the assessment of an outlet after a crawl."""
    here = evidence.here
    today = here.date()
    pattern = learn(evidence.history, evidence.outlet.expect, today)
    if _was_not_due(evidence.crawl):
        return _go_on(evidence, pattern, today)
    crawl = _crawl(evidence, today)
    reached = bool(crawl.could_see)
    counted = _counted_looks(evidence, pattern, here, crawl) if reached else []
    found = _first_of_each([crawl, *counted])
    confirmed = bool(evidence.before and sources.of_crawl(evidence.before[-1]).findings)
    by_number = {one.kind for look in counted for one in look.findings}  # by many articles, which is no passing trouble
    sure = {one.kind: one for one in found if confirmed or one.kind in by_number}
    still_there = {one.kind for one in crawl.findings} | set(sure)
    could_see = frozenset[Kind]().union(*(look.could_see for look in (crawl, *counted)))
    days = [_day(evidence, pattern, today, found, reached, sure)]
    days += _earlier_days(evidence, pattern, today, working=reached and all(one.partial for one in found))
    days += _spoilt_days(evidence, pattern, today, list(sure.values()))
    return DayAssessment(
        tuple(days),
        opened=incidents.begin(evidence.outlet.outlet_id, evidence.now, sure, evidence.incidents),
        closed=incidents.end(evidence.now, still_there, could_see, evidence.incidents),
    )


def _crawl(evidence: Evidence, today: date) -> Look:
    """Return what the crawl's report says, where the warehouse does not know better what was fetched."""
    look = sources.of_crawl(evidence.crawl)
    if any(one.day == today and not one.again for one in evidence.fetched):
        return replace(look, findings=tuple(one for one in look.findings if one.kind != Kind.NOT_FETCHED))
    return look


def _counted_looks(evidence: Evidence, pattern: Pattern, here: datetime, crawl: Look) -> list[Look]:
    """Return the looks at what several crawls brought."""
    today = here.date()
    crawls = [one for one in (*evidence.before, evidence.crawl) if one and not one.refused]
    fresh = _fresh(evidence, today)
    volume = _volume(evidence, pattern, here, crawl)
    low = any(one.kind in OF_VOLUME for one in volume.findings)
    cut = _cut(
        evidence, sources.of_entries(crawls, looks=1 if low else 2)
    )  # too little, and from a short feed: no chance
    return [
        sources.of_addresses(crawls),
        cut,
        _as_a_whole(evidence, of_articles(fresh, _usual(evidence, fresh, today), _looked(evidence), today)),
        Look((), volume.could_see) if low and cut.findings else volume,
    ]


def _as_a_whole(evidence: Evidence, look: Look) -> Look:
    """While all articles were spoilt, and on the day on which that is over, what is left of it is no broken part."""
    if any(one.kind in OF_ARTICLES - {Kind.TEMPLATE_BROKEN} for one in evidence.incidents):
        return replace(look, findings=tuple(one for one in look.findings if one.kind != Kind.TEMPLATE_BROKEN))
    return look


def _fresh(evidence: Evidence, today: date) -> list[FetchedArticle]:
    """Return the articles that say how things are: those of days that were broken do not, once that is over."""
    over = not any(one.kind in OF_ARTICLES for one in evidence.incidents)
    broken = _asked_on(
        {one.day for one in evidence.history if over and one.state == DayState.BROKEN and one.day < today}
    )
    first = today - timedelta(days=FRESH_DAYS)
    return [one for one in evidence.fetched if one.day >= first and (one.day == today or one.day not in broken)]


def _asked_on(days: Iterable[date]) -> set[date]:
    """Return the days on which the articles of these days were asked for: each, and the morning after."""
    return {day + timedelta(days=number) for day in days for number in (0, 1)}


def _usual(evidence: Evidence, fresh: Sequence[FetchedArticle], today: date) -> Usual:
    """Return what the outlet's articles are usually like, by those before the latest two days of asking."""
    assessed = frozenset(sorted({one.day for one in fresh})[-2:])
    silent = _asked_on({one.day for one in evidence.history} - teaching_days(evidence.history, today))
    first = today - timedelta(days=WINDOW_DAYS)
    taught = [one for one in evidence.fetched if one.day >= first and one.day not in assessed and one.day not in silent]
    return learn_usual(taught, evidence.outlet.expect)


def _looked(evidence: Evidence) -> Callable[[date], date | None]:
    """Return what gives the last good look before a day: after a day that was broken, what comes late is no wonder."""
    dates_known = any(one.kind in OF_DATES for one in evidence.incidents)  # the days are broken for this very reason
    hidden = [one.opened_at.date() for one in evidence.incidents if one.kind in OF_SOURCES | OF_VOLUME]
    named = (
        min(hidden) - timedelta(days=1) if hidden else evidence.here.date()
    )  # before it, articles were named in time
    states = WATCHED | ({DayState.BROKEN} if dates_known else set())
    asked = {one.day for one in evidence.fetched}  # a day that was only caught up with later was no look
    good = sorted(one.day for one in evidence.history if one.state in states and one.day < named and one.day in asked)

    def before(day: date) -> date | None:
        place = bisect_left(good, day)
        return good[place - 1] if place else None

    return before


def _cut(evidence: Evidence, look: Look) -> Look:
    """A feed that was cut stays cut while nothing shows it mended, though the crawls in view know it no better."""
    known = next((one for one in evidence.incidents if one.kind == Kind.FEED_CUT), None)
    if look.findings or known is None or Kind.FEED_CUT in look.could_see or evidence.crawl is None:
        return look
    overlap = any(one.new < one.matching for one in evidence.crawl.sources)
    return Look((Breakage(Kind.FEED_CUT, known.detail, partial=overlap),), look.could_see)


def _was_not_due(crawl: CrawlReport | None) -> bool:
    """Return whether a crawl asked nothing because every source had been asked a short while ago."""
    return crawl is not None and not (crawl.sources or crawl.refused or crawl.errors or crawl.stopped)


def _go_on(evidence: Evidence, pattern: Pattern, today: date) -> DayAssessment:
    """Return the assessment where nothing was due: an outlet that was well at the last look still is."""
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
        is_low=any(one.kind in OF_VOLUME for one in evidence.incidents),
        season=evidence.season,
    )
    return of_volume(volume, pattern, evidence.outlet.expect.quiet_days, here)


def _first_of_each(looks: Iterable[Look]) -> list[Breakage]:
    found: dict[Kind, Breakage] = {}
    for look in looks:
        for one in look.findings:
            found.setdefault(one.kind, one)
    return list(found.values())


def _day(
    evidence: Evidence,
    pattern: Pattern,
    today: date,
    found: Sequence[Breakage],
    reached: bool,
    sure: Mapping[Kind, Breakage],
) -> OutletDay:
    """Return the assessment of today."""
    counts = evidence.counts.get(today, Counts())
    so_far = next((one for one in evidence.history if one.day == today), None)
    if not reached:
        state, words = DayState.NOT_CRAWLED, _why_not(evidence)
    elif any(one.kind == Kind.ROBOTS and not one.partial for one in found):
        state, words = DayState.NOT_CRAWLED, next(one.detail for one in found if one.kind == Kind.ROBOTS)
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
    assessed = verdict.verdict_of(evidence.crawl)
    return assessed.sentence.partition(": ")[2] or assessed.sentence


def _calm(counts: Counts, pattern: Pattern, day: date, part: float) -> tuple[DayState, str]:
    """Return the state and the words of a day on which nothing is known to be wrong but what its own counts say."""
    if counts.unread and not counts.stored:
        few = f"{_articles(counts.listed)} named, {counts.fetched} fetched, none stored"
        return DayState.BROKEN, f"{few}: {counts.unread} could not be read"
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
    """Return assessments of days before today: those that have none, and those that this crawl has caught up with."""
    assessed = {one.day: one for one in evidence.history}
    if not assessed:
        return []
    first = max(min(assessed), today - timedelta(days=LOOK_BACK_DAYS))
    days = [first + timedelta(days=number) for number in range((today - first).days)]
    found = []
    for day in days:
        counts, was = evidence.counts.get(day, Counts()), assessed.get(day)
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


def _spoilt_days(evidence: Evidence, pattern: Pattern, today: date, sure: Sequence[Breakage]) -> list[OutletDay]:
    """Return assessments of the days that a trouble had spoilt before it was sure: they were not watched.

    A day that was known to be broken gets the number that was named of it since: else it would count as caught up.
    """
    assessed = {one.day: one for one in evidence.history}
    found: dict[date, OutletDay] = {}
    for one in sure:
        day = max(one.since or today, today - timedelta(days=LOOK_BACK_DAYS))
        while not one.partial and day < today:
            was = assessed.get(day)
            grown = was is not None and evidence.counts.get(day, Counts()).listed > was.listed
            if was is not None and (was.state in WATCHED or (was.state == DayState.BROKEN and grown)):
                words = f"{one.detail} (known since {today:%d %B})"
                found[day] = _outlet_day(evidence, pattern, day, DayState.BROKEN, words)
            day += timedelta(days=1)
    return list(found.values())


def _outlet_day(evidence: Evidence, pattern: Pattern, day: date, state: DayState, words: str) -> OutletDay:
    counts = evidence.counts.get(day, Counts())
    return OutletDay(
        outlet_id=evidence.outlet.outlet_id, day=day, state=state, reason=f"{evidence.outlet.name}: {words}.",
        listed=counts.listed, stored=counts.stored, expected=round(pattern.expected(day), 2),
        judged_at=evidence.now.astimezone(UTC),
    )  # fmt: skip


def _articles(number: int) -> str:
    return f"{number} article" + ("" if number == 1 else "s")
