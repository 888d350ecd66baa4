"""What an outlet usually gives, learnt from its own days: how many articles on which weekday, how long, how dated.

Volume is counted, so it is judged as counts are: by the tail of a negative binomial, which has the Poisson's mean and
the outlet's own spread. The outlet's file is the prior; a floor on history keeps a young outlet from being judged by
two odd days.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from spiders.health.holidays import SUNDAY, is_bank_holiday, is_christmas
from spiders.registry.outlet import Expected
from warehouse.vocabulary.health import DayState

WINDOW_DAYS = 84  # twelve of each weekday: long enough for a rate, short enough to follow the seasons
FEWEST_DAYS = 14  # judged days before an outlet's own volume counts for anything
PRIOR_WEEKS = 2.0  # how much the outlet's file weighs against what was seen
FEWEST_ARTICLES = 20  # before an outlet's own lengths, dates and walls count for anything
NEW_NORMAL_DAYS = 28  # a change that has lasted four weeks is how the outlet is now, and is learnt
WEEKDAY_SHARE = (0.18, 0.18, 0.18, 0.18, 0.18, 0.05, 0.05)  # of a week's articles, before anything was seen
LEAST_SPREAD, MOST_SPREAD = 1.3, 6.0  # variance over mean; news comes in bunches, so it is never a clean Poisson's 1
OPENS, CLOSES = 6, 20  # hours between which an outlet publishes, on its own clock
TRIMMED = 0.1  # share of the largest days left out of a mean: the day of a first crawl, a budget day


@dataclass(frozen=True, slots=True)
class Day:
    """One judged day of an outlet, as the warehouse holds it."""

    day: date
    state: DayState
    listed: int  # articles named for the first time
    stored: int
    characters: float | None = None  # median length of the bodies stored
    dated: float | None = None  # share of them with a date of publication
    walled: float | None = None  # share of them behind a wall


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to expect of an outlet."""

    by_weekday: tuple[float, ...]  # articles, Monday first
    spread: float  # variance over mean of a day's count
    days: int  # judged days that it was learnt from
    articles: int  # stored articles that it was learnt from
    characters: float  # usual median length of a body
    undated: float  # usual share of articles without a date
    walled: float  # usual share of articles behind a wall

    @property
    def knows_volume(self) -> bool:
        """Whether enough days were seen to judge a count."""
        return self.days >= FEWEST_DAYS

    @property
    def knows_articles(self) -> bool:
        """Whether enough articles were seen to judge their lengths, dates and walls."""
        return self.articles >= FEWEST_ARTICLES

    def expected(self, day: date) -> float:
        """Return how many articles a whole day lets expect; on a holiday as many as on a Sunday, at Christmas none."""
        if is_christmas(day):
            return 0.0
        return self.by_weekday[SUNDAY if is_bank_holiday(day) else day.weekday()]


def learn(history: Iterable[Day], expect: Expected, today: date) -> Pattern:
    """Return the pattern of an outlet from its judged days before today, with its file's [expect] as the prior."""
    days = [one for one in history if today - timedelta(days=WINDOW_DAYS) <= one.day < today and _counts(one, today)]
    ordinary = [one for one in days if not is_christmas(one.day) and not is_bank_holiday(one.day)]
    prior_week = math.sqrt(max(expect.per_week[0], 0.5) * max(expect.per_week[1], 1))
    rates = []
    for weekday, share in enumerate(WEEKDAY_SHARE):
        counts = sorted(one.listed for one in ordinary if one.day.weekday() == weekday)
        kept = counts[: max(1, math.ceil(len(counts) * (1 - TRIMMED)))]
        rates.append((sum(kept) + PRIOR_WEEKS * share * prior_week) / (len(kept) + PRIOR_WEEKS))
    written = [one for one in days if one.stored]
    lengths = [one.characters for one in written if one.characters is not None]
    return Pattern(
        by_weekday=tuple(rates), spread=_spread(ordinary, rates), days=len(ordinary),
        articles=sum(one.stored for one in written),
        characters=median(lengths) if lengths else 2.0 * expect.characters,  # the file names the least, not the usual
        undated=1 - _mean([(one.dated, one.stored) for one in written], expect.dated),
        walled=_mean([(one.walled, one.stored) for one in written], expect.walled),
    )  # fmt: skip


def _counts(one: Day, today: date) -> bool:
    if one.state == DayState.NOT_CRAWLED:
        return False
    return one.state != DayState.BROKEN or one.day < today - timedelta(days=NEW_NORMAL_DAYS)


def _spread(days: Sequence[Day], rates: Sequence[float]) -> float:
    ratios = sorted((one.listed - rate) ** 2 / rate for one in days if (rate := rates[one.day.weekday()]) >= 0.5)
    if len(ratios) < FEWEST_DAYS:
        return 2.0
    kept = ratios[: math.ceil(len(ratios) * (1 - TRIMMED / 2))]
    return min(MOST_SPREAD, max(LEAST_SPREAD, sum(kept) / len(kept)))


def _mean(shares: Sequence[tuple[float | None, int]], prior: float) -> float:
    known = [(share, weight) for share, weight in shares if share is not None]
    total = sum(weight for _, weight in known)
    return sum(share * weight for share, weight in known) / total if total else prior


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
