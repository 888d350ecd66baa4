"""Whether an outlet names too little, nothing at all, or far too much (anomaly detection), by its own weekdays and the season."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from spiders.health.breakage import OF_VOLUME, Breakage, Look
from spiders.health.holidays import is_bank_holiday, is_christmas
from spiders.health.pattern import Pattern, part_of_day, so_few, so_many
from spiders.health.season import BY_CALENDAR, ORDINARY, Season
from warehouse.vocabulary.health import BreakageKind as Kind

TOO_UNLIKELY = 0.002  # of a count, by the sums alone; the season makes it rarer
TRICKLE, TRICKLE_UNLIKELY = 0.1, 0.1  # an incident ends by a count that is unlikely where a tenth of the usual comes
FLOOD_UNLIKELY = 1e-7
FLOOD_AT_LEAST = 40  # new addresses in one day; fewer are a busy day, whatever the sums say
BUSY_ENOUGH = 2.0  # a weekday with half of the busiest one's articles is an ordinary one
WINDOWS = (0, 1, 2, 4, 7)  # whole days before today, with the part of today that is over, in which volume is assessed


@dataclass(frozen=True, slots=True)
class Volume:
    """How many articles were named for the first time on which day, of the days that were looked at."""

    listed: Mapping[date, int]
    looked: frozenset[date]  # today among them
    broken: frozenset[date] = frozenset()  # days whose articles were lost, as is known already
    is_low: bool = False  # an incident of volume is open: it is closed by the last days, and not by the last week
    season: Season = BY_CALENDAR


def of_volume(volume: Volume, pattern: Pattern, quiet_days: int, now: datetime) -> Look:
    """Return what is wrong with an outlet's volume up to now, on its own clock."""
    today = now.date()
    found: list[Breakage] = []
    could_see: set[Kind] = set()
    if pattern.knows_volume:
        windows = [_counted(volume, pattern, now, window) for window in WINDOWS[: 3 if volume.is_low else None]]
        low = next((one for one in windows if one.tail < TOO_UNLIKELY), None)
        if low is not None:
            found.append(_too_little(volume, low, today))
        if not volume.is_low or _is_back(windows, pattern.spread):
            could_see = set(OF_VOLUME)
        found += _flood(volume, pattern, today)
    silence = _silent_days(volume, pattern, today)
    could_see |= {Kind.SILENT} if not pattern.knows_volume and silence < quiet_days else set()
    if not found and silence >= quiet_days:
        detail = f"nothing new for {_last_named(volume, today)} days; its file allows {quiet_days}"
        found.append(Breakage(Kind.SILENT, detail, since=today - timedelta(days=_last_named(volume, today))))
    return Look(tuple(found), frozenset(could_see))


@dataclass(frozen=True, slots=True)
class _Counted:
    window: int
    count: int
    expected: float
    tail: float  # how likely so few are; 1 where a day was not looked at


def _counted(volume: Volume, pattern: Pattern, now: datetime, window: int) -> _Counted:
    today = now.date()
    days = [today - timedelta(days=back) for back in range(window + 1)]
    if not volume.is_low:
        days = [day for day in days if day not in volume.broken or day == today]
    usual = {day: pattern.expected(day) * (part_of_day(now) if day == today else 1.0) for day in days}
    count = sum(volume.listed.get(day, 0) for day in days)
    least = sum(number * volume.season.allowance(day) for day, number in usual.items())
    whole = all(day in volume.looked for day in days)
    return _Counted(window, count, sum(usual.values()), so_few(count, least, pattern.spread) if whole else 1.0)


def _is_back(windows: list[_Counted], spread: float) -> bool:
    """Return whether the last days brought more than a trickle: a feed that gives a tenth is not mended by one article."""
    return any(
        one.count and so_many(one.count, TRICKLE * one.expected, spread) < TRICKLE_UNLIKELY for one in windows[:3]
    )


def _too_little(volume: Volume, low: _Counted, today: date) -> Breakage:
    span = {0: "today", 1: "since yesterday morning"}.get(low.window, f"in {low.window} days")
    usual = f"where about {low.expected:.0f} are usual"
    since = today - timedelta(days=low.window)
    if not low.count:
        return Breakage(Kind.SILENT, f"nothing new {span}, {usual}", since=since)
    if not any(volume.listed.get(today - timedelta(days=back), 0) for back in (0, 1)):
        while volume.listed.get(since, 0):
            since += timedelta(days=1)
        detail = f"nothing new since {today - timedelta(days=2):%A}; {low.count} {span}, {usual}"
        return Breakage(Kind.SILENT, detail, since=since)
    return Breakage(Kind.VOLUME_LOW, f"{low.count} new articles {span}, {usual}", since=since)


def _flood(volume: Volume, pattern: Pattern, today: date) -> Iterator[Breakage]:
    many, usual = volume.listed.get(today, 0), pattern.expected(today)
    if many >= FLOOD_AT_LEAST and so_many(many, usual / ORDINARY, pattern.spread) < FLOOD_UNLIKELY:
        words = f"it named {many} new articles today, where {usual:.0f} are usual: its addresses may have changed"
        yield Breakage(Kind.FLOOD, words, partial=True)


def _silent_days(volume: Volume, pattern: Pattern, today: date) -> float:
    """Return how many ordinary days in a row before today were looked at and brought nothing.

    A day on which little is usual (a Sunday, one in a lull) counts for as little.
    """
    most = max(pattern.by_weekday) if pattern.knows_volume else 0.0
    silent = 0.0
    for day in _days_of_nothing(volume, today):
        if not (is_christmas(day) or is_bank_holiday(day)):
            usual = pattern.by_weekday[day.weekday()] / most if most else 1.0
            silent += min(1.0, volume.season.allowance(day) / ORDINARY, BUSY_ENOUGH * usual)
    return silent + 1e-9


def _last_named(volume: Volume, today: date) -> int:
    return sum(1 for _ in _days_of_nothing(volume, today))


def _days_of_nothing(volume: Volume, today: date) -> Iterator[date]:
    day = today
    while not volume.listed.get(day):
        day -= timedelta(days=1)
        if day not in volume.looked or volume.listed.get(day):
            return
        yield day
