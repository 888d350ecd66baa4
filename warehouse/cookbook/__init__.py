"""The cookbook: named questions over the views, one file each, `<name>.sql`.

The comment at a file's head is what people see: the question; its subject; sentences on what the answer holds; after
`Not known:`, what it cannot tell; and a line for each parameter: `$name`, its kind, its default, and what it means.
A default of a day is a date, `today`, `quarter` (the first day of the quarter) or a number of days such as `-365`, all
counted from the day of the data. An empty one is NULL. Parameters are bound, never pasted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from warehouse.errors import SqlError

SUBJECT = "Subject: "
NOT_KNOWN = "Not known: "
SUBJECTS = ("Councils and trusts", "Money", "Policies and evidence", "Coverage", "Running")  # in the order of pages
LONGEST_VALUE = 200  # characters that a parameter may have
MOST_NUMBER = 10**9
_PARAMETER = re.compile(r"\$(?P<name>[a-z_]+) (?P<kind>[a-z]+) ?(?P<default>[^:]*): (?P<means>.+)")

Value = str | float | None


class ParameterKind(StrEnum):
    """What a parameter of a question takes."""

    DAY = "day"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class QuestionParameter:
    """What can be chosen of a question."""

    name: str
    kind: ParameterKind
    default: str  # as its file has it; "" for none
    means: str

    def value(self, text: str, today: date) -> Value:
        """Return what a text stands for, a day as ISO 8601; None for an empty one.

        Raises:
            SqlError: the text is no such value; the message says what the parameter takes.
        """
        text = text.strip()
        if not text:
            return None
        if len(text) > LONGEST_VALUE:
            raise SqlError(f"{self.name} takes at most {LONGEST_VALUE} characters")
        if self.kind is ParameterKind.DAY:
            return self._day(text, today).isoformat()
        return text if self.kind is ParameterKind.TEXT else self._number(text)

    def _day(self, text: str, today: date) -> date:
        if text == "today":
            return today
        if text == "quarter":
            return today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        try:
            if re.fullmatch(r"-\d{1,5}", text):
                return today - timedelta(days=-int(text))
            return date.fromisoformat(text)
        except (ValueError, OverflowError) as error:
            raise SqlError(f"{self.name} takes a day such as 2026-11-28; it is {text!r}") from error

    def _number(self, text: str) -> float:
        try:
            number = float(text)
        except ValueError as error:
            raise SqlError(f"{self.name} takes a number; it is {text!r}") from error
        if not 0 <= number <= MOST_NUMBER:  # years, days, pounds, rows: below nothing the answer would be of nothing
            raise SqlError(f"{self.name} takes a number from 0 to {MOST_NUMBER:,}; it is {text!r}")
        return int(number) if number.is_integer() else number


@dataclass(frozen=True, slots=True)
class CookbookQuestion:
    """One question of the cookbook."""

    name: str
    title: str  # the question
    subject: str  # one of SUBJECTS
    about: str  # what the answer holds
    not_known: str  # what it cannot tell
    parameters: tuple[QuestionParameter, ...]
    statement: str

    def values(self, given: Mapping[str, str], today: date) -> dict[str, Value]:
        """Return the value of every parameter: as given, or, where that is empty, by default as of a day.

        Raises:
            SqlError: there is no such parameter, or its value is none of its kind.
        """
        names = [each.name for each in self.parameters]
        for name in given:
            if name not in names:
                taken = f"it takes {', '.join(names)}" if names else "it takes none"
                raise SqlError(f"the question {self.name} has no parameter {name!r}; {taken}")
        return {
            each.name: each.value(given.get(each.name, "").strip() or each.default, today) for each in self.parameters
        }


@cache
def questions() -> Mapping[str, CookbookQuestion]:
    """Return every question of the cookbook by its name, subject after subject."""
    names = sorted(file.name.removesuffix(".sql") for file in files(__name__).iterdir() if file.name.endswith(".sql"))
    found = sorted(map(_read, names), key=lambda one: SUBJECTS.index(one.subject))
    return MappingProxyType({one.name: one for one in found})


def question_named(name: str) -> CookbookQuestion:
    """Return a question.

    Raises:
        SqlError: there is none of that name; the message lists them.
    """
    known = questions()
    if name not in known:
        raise SqlError(f"the cookbook has no question {name!r}; it has: {', '.join(known)}")
    return known[name]


def _read(name: str) -> CookbookQuestion:
    lines = files(__name__).joinpath(f"{name}.sql").read_text(encoding="utf-8").splitlines()
    head = [line.removeprefix("-- ") for line in lines if line.startswith("-- ")]
    parameters = [found for line in head if (found := _PARAMETER.fullmatch(line))]
    said = [line for line in head[1:] if not line.startswith(("$", SUBJECT))]
    return CookbookQuestion(
        name,
        title=head[0],
        subject=head[1].removeprefix(SUBJECT),
        about=" ".join(line for line in said if not line.startswith(NOT_KNOWN)),
        not_known=" ".join(line.removeprefix(NOT_KNOWN) for line in said if line.startswith(NOT_KNOWN)),
        parameters=tuple(
            QuestionParameter(one["name"], ParameterKind(one["kind"]), one["default"], one["means"])
            for one in parameters
        ),
        statement="\n".join(line for line in lines if not line.startswith("-- ")),
    )
