"""Dates as the press prints them in a sentence: "18 April 2023", "April 2023", "in 2019"."""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = "|".join(MONTHS)
_FULL = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH})|(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?),? (?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"\b(?P<month>{_MONTH}),? (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:in|since|until|of) (?P<year>(?:19|20)\d\d)\b(?![-–/]\d)", re.IGNORECASE)


def named_date(text: str) -> date | None:
    """Return the first date that a piece of text names: a day, or the first of the month or year where it says no more."""
    match = _FULL.search(text)
    if match is not None:
        month = MONTHS.index((match["month"] or match["month2"]).lower()) + 1
        try:
            return date(int(match["year"]), month, int(match["day"] or match["day2"]))
        except ValueError:
            return date(int(match["year"]), month, 1)
    match = _MONTH_YEAR.search(text)
    if match is not None:
        return date(int(match["year"]), MONTHS.index(match["month"].lower()) + 1, 1)
    match = _YEAR.search(text)
    return date(int(match["year"]), 1, 1) if match is not None else None
