"""Dates as the press prints them, as exactly as it names them: "18 April 2023" is a day, "April 2023" a month, "in 2019" a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from warehouse.vocabulary.tags import NamedDatePrecision

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
_DAY = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH})|(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?),? (?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"\b(?P<month>{_MONTH}),? (?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_SEASON = r"(?:the )?(?:(?:early|late|mid)[ -]?|(?:spring|summer|autumn|winter|end|start) (?:of )?)?"
_YEAR = re.compile(
    rf"\b(?:in|during|of|since|until) {_SEASON}(?P<year>(?:19|20)\d\d)\b(?![-–/]\d)"
    r"|\b(?:the|its|their|a) (?P<of>(?:19|20)\d\d)(?= [a-z])|\((?P<aside>(?:19|20)\d\d)\)",
    re.IGNORECASE,
)
_ANY_YEAR = re.compile(r"(?:19|20)\d\d")  # none of the three finds a date without one
_BOUND = re.compile(
    r"\b(?:since|until|till|before|by|up to|from)(?: the)?(?: early| late| start of| end of)? ?$", re.IGNORECASE
)
BOUND_BACK = 24  # characters before a date in which a word may say that it only begins or ends something
# Where one clause ends and the next begins; "after 2019" and "and 2021" begin none.
_OPENS_A_CLAUSE = (
    "after", "before", "when", "while", "because", "since", "until", "although", "though", "whereas", "which", "who",
    "that", "where", "but", "following", "as", "than", "despite", "to replace", "replacing",
)  # fmt: skip
_OF_A_VERB = r"(?:was|were|is|are|has|had|have|will|it|they|its|\w+ed)"
_CLAUSE = re.compile(
    rf"[;:()–—]|, (?=\D)| (?:{'|'.join(_OPENS_A_CLAUSE)}) (?=\D)| and (?=(?:\S+ ){{0,3}}?{_OF_A_VERB} )",
    re.IGNORECASE,
)
_DATE_ALONE = re.compile(
    r"[\s,]*(?:(?:in|on|from|during|early|late|the|spring|summer|autumn|winter|of|and|again|back|then|later)\s+)*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NamedDate:
    """A date in a text: its first day, how exactly it is named, and where it stands."""

    day: date
    precision: NamedDatePrecision
    start: int
    end: int


def find_dates(text: str, low: int, high: int) -> list[NamedDate]:
    """Return the dates that `text` names in `low`:`high`, in order."""
    found: list[NamedDate] = []
    if _ANY_YEAR.search(text, low, high) is None:
        return found
    for match in (
        *_DAY.finditer(text, low, high),
        *_MONTH_YEAR.finditer(text, low, high),
        *_YEAR.finditer(text, low, high),
    ):
        if not any(one.start < match.end() and match.start() < one.end for one in found):
            found.append(_read(match))
    return sorted(found, key=lambda one: one.start)


def _read(match: re.Match[str]) -> NamedDate:
    said = match.groupdict()
    year = int(said["year"] or said["of"] or said["aside"])
    named = said.get("month") or said.get("month2")
    month = MONTHS.index(named.lower()) + 1 if named else 1
    day, precision = 1, NamedDatePrecision.MONTH if named else NamedDatePrecision.YEAR
    if number := said.get("day") or said.get("day2"):
        try:
            return NamedDate(date(year, month, int(number)), NamedDatePrecision.DAY, match.start(), match.end())
        except ValueError:
            pass  # "31 June": the month is still what the text names
    return NamedDate(date(year, month, day), precision, match.start(), match.end())


def date_of(text: str, start: int, end: int, low: int, high: int) -> NamedDate | None:
    """Return the date that the clause of `start`:`end`, in the sentence at `low`:`high`, gives it; None where it gives none.

    A date from which or until which something holds is not the day on which it happened.
    """
    dates = find_dates(text, low, high)
    if not dates:
        return None
    opening, closing = _clause(text, start, end, low, high, dates)
    own = [
        one for one in dates
        if opening <= one.start < closing and not _bounds(text, one, low)
    ]  # fmt: skip
    return min(own, key=lambda one: max(start - one.end, one.start - end, 0), default=None)


def _bounds(text: str, one: NamedDate, low: int) -> bool:
    said = text[one.start : one.end].split(" ", 1)[0].lower()
    return said in ("since", "until") or _BOUND.search(text, max(low, one.start - BOUND_BACK), one.start) is not None


def clause_of(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """Return where the clause of `start`:`end` begins and ends in the sentence at `low`:`high`."""
    return _clause(text, start, end, low, high, find_dates(text, low, high))


def _clause(text: str, start: int, end: int, low: int, high: int, dates: list[NamedDate]) -> tuple[int, int]:
    """Return where the clause begins and ends; a date that stands alone between two commas belongs to the one beside it."""
    breaks = [
        found.start() for found in _CLAUSE.finditer(text, low, high)
        if not (start <= found.start() < end) and not any(one.start <= found.start() < one.end for one in dates)
    ]  # fmt: skip
    before, after = [low, *(at for at in breaks if at < start)], [*(at for at in breaks if at >= end), high]
    opening, closing = before[-1], after[0]
    if len(before) > 1 and _only_a_date(text, before[-2], opening, dates):
        opening = before[-2]
    if len(after) > 1 and _only_a_date(text, closing, after[1], dates):
        closing = after[1]
    return opening, closing


def _only_a_date(text: str, low: int, high: int, dates: list[NamedDate]) -> bool:
    held = next((one for one in dates if low <= one.start and one.end <= high), None)
    return (
        held is not None
        and _DATE_ALONE.match(text[low : held.start]) is not None
        and not text[held.end : high].strip(" ,)")
    )
