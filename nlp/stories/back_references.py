"""At what days an article points back ("announced last May", "a year ago", "in 2019"), and whether an earlier article stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from nlp.text.dates import MONTHS

_MONTH = "|".join(MONTHS)
_IN_MONTH = re.compile(rf"\b(?:in|last|since|of|on \d+) ({_MONTH})\b", re.IGNORECASE)
_IN_YEAR = re.compile(
    rf"\b(?:in|since|of|for|until|by) (?:the )?(?:spring |summer |autumn |winter |(?:{_MONTH}) )?(20\d\d)\b(?![-–/])",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"\b(a|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (day|week|month|year)s? (?:ago|earlier|before|after|later)",
    re.IGNORECASE,
)
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}  # fmt: skip
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4, "year": 365.0}
_NAMED_SPANS = (
    (365.0, re.compile(r"last year|previous year|year before", re.IGNORECASE)),
    (10.0, re.compile(r"last (?:week|month)|earlier this|this week|yesterday|on \w{3,6}day\b", re.IGNORECASE)),
    (180.0, re.compile(r"last (?:spring|summer|autumn|winter)|(?:in|since) the (?:spring|summer|autumn|winter|budget)", re.IGNORECASE)),
)  # fmt: skip
A_YEAR = 400  # days: a month without its year is one of the last twelve, or of the one before by a little


@dataclass(frozen=True, slots=True)
class BackReferences:
    """The months, years and spans of days that a passage names as past."""

    months: frozenset[int]
    years: frozenset[int]
    spans: tuple[float, ...]  # days ago

    @classmethod
    def of(cls, text: str) -> BackReferences:
        """Return those that a passage names."""
        months = frozenset(MONTHS.index(name.lower()) + 1 for name in _IN_MONTH.findall(text))
        spans = [(_COUNTS.get(count.lower()) or int(count)) * _DAYS[unit.lower()] for count, unit in _AGO.findall(text)]
        spans += [days for days, pattern in _NAMED_SPANS if pattern.search(text)]
        return cls(months, frozenset(int(year) for year in _IN_YEAR.findall(text)), tuple(spans))

    def meets(self, published: datetime | None, earlier: datetime | None) -> bool:
        """Return whether an earlier article stands where this passage, published then, points."""
        if published is None or earlier is None:
            return False
        days = (published - earlier).days
        return (
            (earlier.month in self.months and days < A_YEAR)
            or (earlier.year in self.years and earlier.year < published.year)
            or any(days > 2 and 0.6 * span - 15 <= days <= 1.5 * span + 25 for span in self.spans)
        )

    def misses(self, published: datetime | None, earlier: datetime | None) -> bool:
        """Return whether the passage points back, and to another time than the earlier article's."""
        if published is None or earlier is None or self.meets(published, earlier):
            return False
        return bool(self.months) or any(year < published.year for year in self.years)
