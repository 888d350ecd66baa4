"""Days on which the British press is quiet: England's bank holidays, and the days between Christmas and New Year."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

SUNDAY = 6
CHRISTMAS_FROM, CHRISTMAS_TO = (12, 22), (1, 4)  # newsrooms close between these, and silence says nothing


def is_bank_holiday(day: date) -> bool:
    """Return whether a day is a bank holiday in England: the regular ones, moved ones, and those of one year alone."""
    return day in _calendar()


def is_christmas(day: date) -> bool:
    """Return whether a day lies in the weeks in which newsrooms close and no silence is remarkable."""
    return (day.month, day.day) >= CHRISTMAS_FROM or (day.month, day.day) <= CHRISTMAS_TO


@cache
def _calendar() -> HolidayBase:
    from holidays import country_holidays  # a quarter of a second, which a crawl that is well need not spend

    return country_holidays("GB", subdiv="ENG")
