"""A result of SQL in a terminal: columns cut to its width, or a line for each value where they do not fit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Literal

import pyarrow as pa
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from warehouse.analyst import durations

TERMINAL_ROWS = 100  # shown in a terminal where nobody asks for more; the rest is counted
NARROWEST = 8  # characters of a text's column: below it nothing can be read, and each value gets a line
FRAME = 3  # characters that a column's borders take
WIDEST = 100_000  # characters: no table of ours is wider, so that nothing is cut


@dataclass(frozen=True, slots=True)
class TableView:
    """How a table is shown."""

    lines: bool = False  # a line for each value
    wide: bool = False  # nothing is cut
    rows: int | None = None  # at most; None is 100 in a terminal, and all of them elsewhere


def write_table(result: pa.Table, file: IO[str], view: TableView | None = None) -> None:
    """Print a result for people: numbers to the right, texts cut to the width, and how many rows there are.

    In a pipe nothing is cut. Where the columns do not fit, each value has a line of its own.
    """
    console = Console(file=file)
    view = view or TableView()
    most = view.rows if view.rows is not None else TERMINAL_ROWS if console.is_terminal else result.num_rows
    rows = [
        [_shown(value) for value in row.values()] for row in result.slice(0, most).to_pylist(maps_as_pydicts="lossy")
    ]
    wide = view.wide or not console.is_terminal
    if view.lines or not (wide or _fits(result, rows, console.width)):
        _write_lines(console, result.column_names, rows)
    else:
        broad = Console(file=file, width=WIDEST) if wide else console
        broad.print(_table(result, rows, _widths(result, rows, broad.width)))
    more = f", of which {len(rows):,} are shown" if result.num_rows > len(rows) else ""
    console.print(f"{result.num_rows:,} row{'' if result.num_rows == 1 else 's'}{more}", highlight=False)


def _is_whole(kind: pa.DataType) -> bool:
    """Return whether values of the type are short, and worth nothing when they are cut: numbers, times, truth."""
    return bool(pa.types.is_primitive(kind) or pa.types.is_decimal(kind) or pa.types.is_null(kind))


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _needs(result: pa.Table, rows: list[list[str]]) -> list[int]:
    """Return the characters that each column needs at least."""
    needs = []
    for place, field in enumerate(result.schema):
        longest = max((len(row[place]) for row in rows), default=0)
        needs.append(longest if _is_whole(field.type) else min(longest, NARROWEST))
    return [max(need, min(len(name), NARROWEST)) for need, name in zip(needs, result.column_names, strict=True)]


def _fits(result: pa.Table, rows: list[list[str]], width: int) -> bool:
    return sum(_needs(result, rows)) + FRAME * len(result.column_names) + 1 <= width


def _widths(result: pa.Table, rows: list[list[str]], width: int) -> list[int]:
    """Return the characters of each column: what it needs, and what is left shared out among those that would take more."""
    widths = _needs(result, rows)
    wanted = [
        max(len(name), *(len(row[place]) for row in rows)) if rows else len(name)
        for place, name in enumerate(result.column_names)
    ]
    left = width - sum(widths) - FRAME * len(widths) - 1
    while left > 0 and (short := [place for place, wish in enumerate(wanted) if widths[place] < wish]):
        share = max(1, left // len(short))
        for place in short[:left]:
            more = min(share, wanted[place] - widths[place])
            widths[place] += more
            left -= more
    return widths


def _table(result: pa.Table, rows: list[list[str]], widths: list[int]) -> Table:
    table = Table(show_lines=False)
    for field, width in zip(result.schema, widths, strict=True):
        side: Literal["left", "right"] = "right" if _is_number(field.type) else "left"
        table.add_column(escape(field.name), justify=side, overflow="ellipsis", no_wrap=True, width=width)
    for row in rows:
        table.add_row(*(escape(" ".join(value.split())) for value in row))
    return table


def _write_lines(console: Console, names: list[str], rows: list[list[str]]) -> None:
    broad = max(map(len, names), default=0)
    for number, row in enumerate(rows, start=1):
        console.rule(f"row {number:,}", align="left")
        for name, value in zip(names, row, strict=True):
            console.print(f"{name:>{broad}}  {value}", markup=False, highlight=False, soft_wrap=True)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, pa.MonthDayNano):
        return durations.in_words(value)
    if isinstance(value, list):
        shown = (f"[{_shown(each)}]" if isinstance(each, list) and each else _shown(each) for each in value)
        return ", ".join(shown) if value else "[]"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_shown(each)}" for name, each in value.items())
    return str(value)
