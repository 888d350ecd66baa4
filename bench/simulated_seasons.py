"""The seasons of simulated outlets: how much of its usual volume each gives on a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from spiders.health.holidays import is_bank_holiday

SUNDAYS = 0.2
ODD_DAY = 0.004  # of days: a conference, a death in the office; a third of the articles come
ELECTION = date(2026, 5, 7)
EASTER = date(2026, 4, 5)

Factor = Callable[[date, str], float]  # of a day and a tier


def _ordinary(_day: date, _tier: str) -> float:
    return 1.0


def _bank_holidays(day: date, _tier: str) -> float:
    if is_bank_holiday(day):
        return 0.08
    beside = [one for one in (day - timedelta(days=1), day + timedelta(days=1)) if is_bank_holiday(one)]
    return 0.6 if beside else 1.0


def _august(day: date, _tier: str) -> float:
    return 0.4 if day.month == 8 else 1.0


def _easter(day: date, _tier: str) -> float:
    away = (day - EASTER).days
    return 0.05 if -2 <= away <= 1 else 0.45 if -9 <= away <= 12 else 1.0


def _christmas(day: date, _tier: str) -> float:
    at = (day.month, day.day)
    if at >= (12, 24) or at <= (1, 2):
        return 0.03
    return 0.5 if at >= (12, 17) or at <= (1, 6) else 1.0


def _election(day: date, tier: str) -> float:
    away = (ELECTION - day).days
    if not 0 <= away <= 38:
        return 1.0
    return 0.12 if tier == "official" else 1.15


def _year(day: date, tier: str) -> float:
    return min(_bank_holidays(day, tier), _august(day, tier), _easter(day, tier), _christmas(day, tier))


@dataclass(frozen=True)
class Season:
    """A scenario: a lull, from when to when false alarms are counted, and how much comes on a day."""

    name: str
    first: date
    last: date
    factor: Factor

    def of(self, day: date, tier: str, chance: Random) -> float:
        """Return how much of its rate an outlet gives on a day."""
        weekend = SUNDAYS if day.weekday() >= 5 else 1.0
        return weekend * self.factor(day, tier) * (0.33 if chance.random() < ODD_DAY else 1.0)


ELECTION_SPRING = Season("election", date(2026, 3, 27), date(2026, 5, 24), _election)
LULLS = (
    Season("no lull", date(2026, 9, 21), date(2026, 12, 10), _ordinary),
    Season("bank holidays", date(2026, 4, 27), date(2026, 6, 7), _bank_holidays),
    Season("August at 0.4", date(2026, 8, 1), date(2026, 9, 20), _august),
    Season("Easter", date(2026, 3, 26), date(2026, 5, 1), _easter),
    Season("Christmas", date(2026, 12, 14), date(2027, 1, 24), _christmas),
    ELECTION_SPRING,
)
YEAR = Season("a year", date(2026, 1, 5), date(2027, 1, 4), _year)
