"""For how long a sum is: a rate ("£5m a year"), one year's money ("£5m for 2025-26"), or a whole over some years."""

from __future__ import annotations

import re

from nlp.money.periods import NUMBERS

ONE_YEAR = "1y"
_SINGLE = re.compile(
    r"\b(?:this|last|next|coming|current|previous|first|second|final|one|full|single)(?:[ -][a-z]+)?[ -]year\b|\b20\d\d\b",
    re.IGNORECASE,
)
_FOR_YEARS = re.compile(
    r",? (?:for|over|in each of) (?:each of )?(?:the )?(?:next |first |coming |following )?(\d{1,2}|[a-z]+) years\b",
    re.IGNORECASE,
)


def years_of(period: str) -> int:
    """Return the years that a period names; 0 for one that names none."""
    found = re.fullmatch(r"(\d+)y", period)
    return int(found[1]) if found else 0


def is_rate(period: str, text: str) -> bool:
    """Return whether a sum is given each year: "£5m a year", and not "£5m for the coming year"."""
    return period == ONE_YEAR and _SINGLE.search(text) is None


def rate_years(after: str) -> int:
    """Return for how many years a rate is given, by the words after it: "a year for three years"; 0 where they do not say."""
    found = _FOR_YEARS.match(after)
    if not found:
        return 0
    return int(found[1]) if found[1].isdigit() else NUMBERS.get(found[1].lower(), 0)
