"""Days on which the British press is quiet: England's bank holidays, and the days between Christmas and New Year."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

MONDAY, SATURDAY, SUNDAY = 0, 5, 6
CHRISTMAS_FROM, CHRISTMAS_TO = (12, 22), (1, 4)  # newsrooms close between these, and silence says nothing


def is_bank_holiday(day: date) -> bool:
    """Return whether a day is a bank holiday in England (Banking and Financial Dealings Act 1971 and custom)."""
    return day in _bank_holidays(day.year)


def is_christmas(day: date) -> bool:
    """Return whether a day lies in the weeks in which newsrooms close and no silence is remarkable."""
    return (day.month, day.day) >= CHRISTMAS_FROM or (day.month, day.day) <= CHRISTMAS_TO


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    easter = _easter(year)
    first_may = date(year, 5, 1)
    early_may = first_may + timedelta(days=-first_may.weekday() % 7)
    found = {easter - timedelta(days=2), easter + timedelta(days=1), early_may,
             _last_monday(date(year, 5, 31)), _last_monday(date(year, 8, 31))}  # fmt: skip
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        day = fixed
        while day.weekday() >= SATURDAY or day in found:  # one that falls on a weekend is made up for
            day += timedelta(days=1)
        found |= {fixed, day}
    return frozenset(found)


def _last_monday(end: date) -> date:
    return end - timedelta(days=end.weekday())


def _easter(year: int) -> date:
    """Return Easter Sunday, by the rule of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    leap = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - leap + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
