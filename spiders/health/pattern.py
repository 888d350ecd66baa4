"""How much an outlet usually gives (a seasonal baseline), learnt from its own days: so many articles on which weekday.

Volume is counted, so it is assessed as counts are: by the tail of a negative binomial, which has the Poisson's mean and
the outlet's own spread. The outlet's file is the prior; a floor on history keeps a young outlet from being assessed by
two odd days.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from spiders.health.holidays import SUNDAY, is_bank_holiday, is_christmas
from spiders.registry.outlet import Expected
from warehouse.vocabulary.health import DayState

WINDOW_DAYS = 84  # twelve of each weekday: long enough for a rate, short enough to follow the seasons
FEWEST_DAYS = 14  # assessed days before an outlet's own volume counts for anything
PRIOR_WEEKS = 2.0  # how much the outlet's file weighs against what was seen
NEW_NORMAL_DAYS = 28  # a change that has lasted four weeks is how the outlet is now, and is learnt
WEEKDAY_SHARE = (0.18, 0.18, 0.18, 0.18, 0.18, 0.05, 0.05)  # of a week's articles, before anything was seen
LEAST_SPREAD, MOST_SPREAD = 1.3, 6.0  # variance over mean; news comes in bunches, so it is never a clean Poisson's 1
OPENS, CLOSES = 6, 20  # hours between which an outlet publishes, on its own clock
TRIMMED = 0.1  # share of the largest days left out of a mean: the day of a first crawl, a budget day


@dataclass(frozen=True, slots=True)
class Day:
    """One assessed day of an outlet, as the warehouse holds it."""

    day: date
    state: DayState
    listed: int  # articles named for the first time
    stored: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to expect of an outlet."""

    by_weekday: tuple[float, ...]  # articles, Monday first
    spread: float  # variance over mean of a day's count
    days: int  # assessed days that it was learnt from

    @property
    def knows_volume(self) -> bool:
        """Whether enough days were seen to assess a count."""
        return self.days >= FEWEST_DAYS

    def expected(self, day: date) -> float:
        """Return how many articles a whole day lets expect; on a holiday as many as on a Sunday, at Christmas none."""
        if is_christmas(day):
            return 0.0
        return self.by_weekday[SUNDAY if is_bank_holiday(day) else day.weekday()]


def learn(history: Iterable[Day], expect: Expected, today: date) -> Pattern:
    """Return the pattern of an outlet from its assessed days before today, with its file's [expect] as the prior."""
    assessed = list(history)
    sound = teaching_days(assessed, today)
    days = [one for one in assessed if today - timedelta(days=WINDOW_DAYS) <= one.day < today and one.day in sound]
    ordinary = [one for one in days if not is_christmas(one.day) and not is_bank_holiday(one.day)]
    prior_week = math.sqrt(max(expect.per_week[0], 0.5) * max(expect.per_week[1], 1))
    rates = []
    for weekday, share in enumerate(WEEKDAY_SHARE):
        counts = sorted(one.listed for one in ordinary if one.day.weekday() == weekday)
        kept = counts[: max(1, math.ceil(len(counts) * (1 - TRIMMED)))]
        rates.append((sum(kept) + PRIOR_WEEKS * share * prior_week) / (len(kept) + PRIOR_WEEKS))
    return Pattern(by_weekday=tuple(rates), spread=_spread(ordinary), days=len(ordinary))


def teaching_days(history: Iterable[Day], today: date) -> frozenset[date]:
    """Return the days that say what is usual: those that were looked at and sound, and those of a trouble that became usual.

    A broken day teaches nothing, unless it is one of a trouble that lasted four weeks and more, and four weeks old itself.
    """
    found: set[date] = set()
    broken: list[date] = []
    for one in sorted(history, key=lambda one: one.day):
        if one.state == DayState.BROKEN:
            broken.append(one.day)
            continue
        if one.state != DayState.NOT_CRAWLED:
            found.add(one.day)
            found |= _become_usual(broken, today)
            broken = []
    return frozenset(found | _become_usual(broken, today))


def _become_usual(broken: Sequence[date], today: date) -> set[date]:
    lasted = broken and (broken[-1] - broken[0]).days >= NEW_NORMAL_DAYS
    return {day for day in broken if lasted and day < today - timedelta(days=NEW_NORMAL_DAYS)}


def _spread(days: Sequence[Day]) -> float:
    """Return the variance over the mean of a day's count, from a day and the same weekday after it: a lull widens nothing."""
    ratios = []
    for weekday in range(7):
        counts = [one.listed for one in sorted(days, key=lambda one: one.day) if one.day.weekday() == weekday]
        ratios += [(later - one) ** 2 / (later + one) for one, later in pairwise(counts) if later + one]
    if len(ratios) < FEWEST_DAYS:
        return 2.0
    kept = sorted(ratios)[: math.ceil(len(ratios) * (1 - TRIMMED / 2))]
    return min(MOST_SPREAD, max(LEAST_SPREAD, sum(kept) / len(kept)))


def so_few(count: int, expected: float, spread: float) -> float:
    """Return how likely so few articles, or fewer, are where so many are expected."""
    if expected <= 0:
        return 1.0
    return min(1.0, sum(_probability(number, expected, spread) for number in range(count + 1)))


def so_many(count: int, expected: float, spread: float) -> float:
    """Return how likely so many articles, or more, are where so many are expected."""
    return max(0.0, 1.0 - so_few(count - 1, max(expected, 0.1), spread)) if count > 0 else 1.0


def _probability(count: int, mean: float, spread: float) -> float:
    """Return the negative binomial's probability of a count, by its mean and its variance over the mean."""
    size = mean / (spread - 1)
    log = math.lgamma(count + size) - math.lgamma(size) - math.lgamma(count + 1)
    return math.exp(log - size * math.log(spread) + count * math.log1p(-1 / spread))


def binomial_tail(hits: int, number: int, rate: float) -> float:
    """Return how likely so many hits, or more, are among so many at this rate."""
    return sum(
        math.comb(number, found) * rate**found * (1 - rate) ** (number - found) for found in range(hits, number + 1)
    )


def part_of_day(now: datetime) -> float:
    """Return which part of a day's articles is out by now, on the outlet's own clock."""
    hour = now.hour + now.minute / 60
    return min(1.0, max(0.0, (hour - OPENS) / (CLOSES - OPENS)))
