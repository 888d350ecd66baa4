"""What the season leaves of an outlet's usual volume: what falls at all outlets together is nobody's fault.

Where other outlets were looked at on the same days, they say how much of the usual comes. Where too few were, the
calendar does: August, the weeks round Easter, the days beside a bank holiday.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from spiders.health.holidays import is_bank_holiday, is_christmas

ORDINARY = 0.8  # a month may bring this share of what the last twelve weeks did, and nothing be wrong
OWN_SHARE = 0.8  # an outlet may fall this much lower than the others do together
LEAST, MOST = 0.04, ORDINARY
ENOUGH = 12.0  # articles that the others' own patterns must let expect, for their number to say anything
FEWEST_OUTLETS, FEWEST_PEERS = 3, 2  # that must have been looked at: of all, and of an outlet's own tier
SMOOTHED_DAYS = 3  # a day on which little is expected is assessed together with those before it
BUSIEST = 1.5  # times the usual, that one outlet may count with: a budget day at one hides no lull at others
LOWER, HIGHER, SPREAD = -1.0, 2.0, 1.6  # standard deviations off a count, and its variance over its mean
RECESS, BESIDE_HOLIDAY = 0.32, 0.55  # by the calendar alone: August, Easter's fortnight; the days round a bank holiday


@dataclass(frozen=True, slots=True)
class OthersDay:
    """One day of one outlet: how much came and how much was to be expected."""

    outlet_id: str
    tier: str
    day: date
    listed: int
    expected: float


@dataclass(frozen=True, slots=True)
class Season:
    """Which share of the usual the other outlets gave, by day; empty where too few were looked at."""

    shares: Mapping[date, float] = field(default_factory=dict)

    def allowance(self, day: date) -> float:
        """Return the share of its usual number that an outlet may come down to on a day, and nothing be wrong."""
        known = next((self.shares[one] for one in _before(day) if one in self.shares), None)  # today is not over yet
        return _by_calendar(day) if known is None else min(MOST, max(LEAST, OWN_SHARE * known))


BY_CALENDAR = Season()


def _before(day: date) -> Iterator[date]:
    return (day - timedelta(days=back) for back in range(SMOOTHED_DAYS))


def season_for(outlet_id: str, tier: str, days: Iterable[OthersDay]) -> Season:
    """Return the season as the other outlets show it to one outlet: all of them, or those of its tier if they fell lower."""
    others = [one for one in days if one.outlet_id != outlet_id and not is_christmas(one.day)]
    everyone = _others_counts(others, FEWEST_OUTLETS)
    peers = _others_counts([one for one in others if one.tier == tier], FEWEST_PEERS)
    shares = {}
    for day, counted in everyone.items():
        own = next((peers[one] for one in _before(day) if one in peers), None)
        fell_lower = own is not None and own.share_within(HIGHER) < counted.share_within(0)
        shares[day] = (own if own is not None and fell_lower else counted).share_within(LOWER)
    return Season(shares)


@dataclass(frozen=True, slots=True)
class _OthersCount:
    listed: float
    expected: float

    def share_within(self, deviations: float) -> float:
        """Return the share that came, so many standard deviations off: a count of few says little."""
        return max(0.0, self.listed + deviations * math.sqrt(SPREAD * self.listed + 1)) / self.expected


def _others_counts(days: Iterable[OthersDay], fewest: int) -> dict[date, _OthersCount]:
    by_day: dict[date, list[OthersDay]] = {}
    for one in days:
        by_day.setdefault(one.day, []).append(one)
    found = {}
    for day in by_day:
        window: list[OthersDay] = []
        for back in range(SMOOTHED_DAYS):
            window += by_day.get(day - timedelta(days=back), ())
            expected = sum(one.expected for one in window)
            if expected >= ENOUGH and len({one.outlet_id for one in window}) >= fewest:
                found[day] = _OthersCount(sum(min(one.listed, BUSIEST * one.expected + 1) for one in window), expected)
                break
    return found


def _by_calendar(day: date) -> float:
    near = [day + timedelta(days=number) for number in range(-7, 8)]
    if day.month == 8 or any(is_bank_holiday(one) and one.weekday() == 4 and one.month in {3, 4} for one in near):
        return RECESS
    if any(is_bank_holiday(day + timedelta(days=number)) for number in (-1, 0, 1)) or any(map(is_christmas, near)):
        return BESIDE_HOLIDAY
    return ORDINARY
