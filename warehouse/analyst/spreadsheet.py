"""A result as an XLSX workbook: typed cells, no formula, and a sheet that says what the data are and as of when."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from warehouse.analyst.values import FORMULA, jsonable
from warehouse.errors import SqlError

MOST_ROWS = 1_048_575  # of a sheet, beside the heading; a spreadsheet opens no more
MOST_COLUMNS = 16_384
LONGEST_CELL = 32_767  # characters: a spreadsheet drops the whole text of a longer one
WHOLE_DIGITS = 10**15  # from here on a spreadsheet's numbers lose digits: larger ones are kept as text
FIRST_YEAR = 1900  # of a spreadsheet's calendar: earlier dates are kept as text
WIDTHS = {"number": 14.0, "time": 19.0, "text": 32.0}  # of columns, in characters


def write_xlsx(result: pa.Table, path: Path) -> None:
    """Write a result as a workbook: numbers, dates (times in UTC) and truth values as such, everything else as text.

    A text that begins like a formula stays text, also after it was edited. Lists and records are JSON. What the
    result's metadata say (such as `data as of`) stands on the sheet `about`, as does how many cells were cut.

    Raises:
        SqlError: the result has more rows or columns than a sheet can hold.
        OSError: the file cannot be written.
    """
    if result.num_rows > MOST_ROWS or result.num_columns > MOST_COLUMNS:
        raise SqlError(
            f"{result.num_rows:,} rows of {result.num_columns:,} columns are more than an XLSX sheet holds "
            f"({MOST_ROWS:,} of {MOST_COLUMNS:,}): ask for less, or take CSV or Parquet"
        )
    with TemporaryDirectory(prefix="pledgewatch-") as folder:
        # Row by row, so that a large result is not held twice; the library leaves its own files behind after an error.
        book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": folder})
        cells = _Cells(book)
        _write_rows(cells, book.add_worksheet("data"), result)
        _write_about(cells, book.add_worksheet("about"), result)
        try:
            book.close()
        except XlsxWriterException as error:
            raise error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error)) from error


class _Cells:
    """Writes values by their types, and counts what did not fit."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.bold: Format = book.add_format({"bold": True})
        self._time = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._quoted = book.add_format({"quote_prefix": True})
        self.cut = 0

    def write(self, sheet: Worksheet, row: int, column: int, value: Any) -> None:
        if value is None:
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif _is_held_as_number(value):
            sheet.write_number(row, column, float(value) if isinstance(value, Decimal) else value)
        elif isinstance(value, datetime) and value.year > FIRST_YEAR:
            plain = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
            sheet.write_datetime(row, column, plain, self._time)
        elif isinstance(value, date) and not isinstance(value, datetime) and value.year > FIRST_YEAR:
            sheet.write_datetime(row, column, value, self._day)
        else:
            self._write_text(sheet, row, column, _text_of(value))

    def _write_text(self, sheet: Worksheet, row: int, column: int, text: str) -> None:
        if len(text) > LONGEST_CELL:
            self.cut += 1
            text = text[: LONGEST_CELL - 1] + "…"
        sheet.write_string(row, column, text, self._quoted if FORMULA.match(text) else None)


def _is_held_as_number(value: Any) -> bool:
    if isinstance(value, float):
        return abs(value) < float("inf")  # which no number that is none is, either
    if isinstance(value, Decimal):
        return value.is_finite() and len(value.as_tuple().digits) <= 15
    return isinstance(value, int) and abs(value) < WHOLE_DIGITS


def _text_of(value: Any) -> str:
    if isinstance(value, list | dict):
        return json.dumps(jsonable(value), ensure_ascii=False)
    return str(value) if isinstance(value, float) else str(jsonable(value))


def _write_rows(cells: _Cells, sheet: Worksheet, result: pa.Table) -> None:
    for column, field in enumerate(result.schema):
        sheet.set_column(column, column, _width(field.type))
        sheet.write_string(0, column, field.name[:LONGEST_CELL], cells.bold)
    sheet.freeze_panes(1, 0)
    number = 0
    for batch in result.to_batches(max_chunksize=1000):
        for row in batch.to_pylist(maps_as_pydicts="lossy"):
            number += 1
            for column, value in enumerate(row.values()):
                cells.write(sheet, number, column, value)
    if result.num_columns:
        sheet.autofilter(0, 0, max(number, 1), result.num_columns - 1)


def _width(kind: pa.DataType) -> float:
    tests: dict[str, Callable[[pa.DataType], bool]] = {"time": pa.types.is_temporal, "number": pa.types.is_primitive}
    return next((WIDTHS[name] for name, test in tests.items() if test(kind)), WIDTHS["text"])


def _write_about(cells: _Cells, sheet: Worksheet, result: pa.Table) -> None:
    lines = {name.decode(): text.decode() for name, text in (result.schema.metadata or {}).items()}
    lines["rows"] = f"{result.num_rows:,}"
    lines["times"] = "UTC"
    if cells.cut:
        lines["cut"] = (
            f"{cells.cut:,} texts longer than {LONGEST_CELL:,} characters end in “…”: other formats hold them whole"
        )
    sheet.set_column(0, 0, WIDTHS["time"])
    for number, (name, text) in enumerate(lines.items()):
        sheet.write_string(number, 0, name, cells.bold)
        cells.write(sheet, number, 1, text)
