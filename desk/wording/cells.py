"""Values of a result as the cells of a table on a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desk.wording.words import clock, machine_time, short_day

NAMED_DATE = re.compile(r"\d{4}(-\d\d){1,2}")  # as exactly as a text names it
NOTHING = "–"  # of a value that is not known, or not there
ADDRESS = "url"  # of the article whose headline stands in `title`


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: its text, and what it is to be shown as."""

    text: str
    number: bool = False
    moment: str = ""  # for a machine, where the value is a time
    address: str = ""  # to open, where it has one
    empty: bool = False
    unbroken: bool = False  # short, and not to be read in two lines


def headings(names: list[str]) -> list[str]:
    """Return the names of columns in words; the address of a headline has no column of its own."""
    return [name.replace("_", " ") for name in _shown(names)]


def cells(row: Mapping[str, Any]) -> list[Cell]:
    """Return the cells of a row, in the order of its columns."""
    made = []
    for name in _shown(list(row)):
        if name == "title" and row.get(ADDRESS):
            made.append(Cell(str(row[name] or row[ADDRESS]), address=str(row[ADDRESS])))
        elif name.endswith(ADDRESS) and row[name]:
            made.append(Cell(str(row[name]), address=str(row[name])))
        else:
            made.append(_cell(row[name], whole=not name.endswith(("year", "offset"))))
    return made


def _shown(names: list[str]) -> list[str]:
    return [name for name in names if name != ADDRESS or "title" not in names]


def _cell(value: Any, *, whole: bool) -> Cell:
    if value is None or value == []:
        return Cell(NOTHING, empty=True)
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, int | float):
        text = f"{value:,}" if whole else f"{value}"
        return Cell(text.removesuffix(".0"), number=True)
    if isinstance(value, datetime):
        return Cell(clock(value), moment=machine_time(value))
    if isinstance(value, date):
        return Cell(short_day(value), moment=machine_time(value))
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return Cell(text, unbroken=bool(NAMED_DATE.fullmatch(text)))
