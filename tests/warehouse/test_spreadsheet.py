"""Results as XLSX and SQLite, read back by their types."""

import re
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow as pa
import pytest

from tests.warehouse.test_formats import FULL, HARMFUL, TABLE
from warehouse.analyst import spreadsheet
from warehouse.analyst.spreadsheet import write_xlsx
from warehouse.analyst.sqlite_file import write_sqlite
from warehouse.errors import SqlError

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EXCELS_DAY_0 = date(1899, 12, 30)


def sheet_of(path: Path, number: int = 1) -> list[list[tuple[str, Any]]]:
    """Return the rows of a sheet, each cell with its type (`n` a number, `b` truth, `inlineStr` text) and its value."""
    with zipfile.ZipFile(path) as book:
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    rows = []
    for row in root.iter(f"{SHEET}row"):
        cells = []
        for cell in row.iter(f"{SHEET}c"):
            kind = cell.get("t", "n")
            held = cell.find(f"{SHEET}v") if kind != "inlineStr" else cell.find(f"{SHEET}is/{SHEET}t")
            text = (held.text or "") if held is not None else ""
            cells.append((kind, re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)))
        rows.append(cells)
    return rows


def formulas_of(path: Path) -> int:
    with zipfile.ZipFile(path) as book:
        return sum(
            book.read(name).count(b"<f>") + book.read(name).count(b"<f ")
            for name in book.namelist()
            if "worksheets" in name
        )


def rows_of(path: Path) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        return [dict(row) for row in file.execute("SELECT * FROM result")]


def test_a_workbook_holds_every_value_by_its_type(tmp_path: Path) -> None:
    write_xlsx(TABLE, tmp_path / "rows.xlsx")
    heading, full, empty = sheet_of(tmp_path / "rows.xlsx")
    assert [text for _, text in heading] == list(FULL)
    cells = dict(zip(FULL, full, strict=True))
    assert cells["text"] == ("inlineStr", FULL["text"])
    assert cells["number"] == ("n", "1.5")
    assert cells["count"] == ("n", "12345")
    assert cells["yes"] == ("b", "1")
    assert cells["day"] == ("n", str((FULL["day"] - EXCELS_DAY_0).days))
    assert float(cells["at"][1]) == pytest.approx((FULL["day"] - EXCELS_DAY_0).days + 34215.25 / 86400)
    assert cells["list"] == ("inlineStr", '["a", "b, c"]')
    assert cells["record"] == ("inlineStr", '{"x": 1, "y": [0.5]}')
    assert cells["money"] == ("n", "12.3")
    assert cells["bytes"] == ("inlineStr", "00ff")
    assert empty == [("inlineStr", "inf"), ("inlineStr", "[]")]


@pytest.mark.parametrize("text", HARMFUL)
def test_no_cell_of_a_workbook_is_a_formula_and_its_text_is_unchanged(text: str, tmp_path: Path) -> None:
    write_xlsx(pa.table({"a": [text], "=b": [[text]]}), tmp_path / "rows.xlsx")
    heading, row = sheet_of(tmp_path / "rows.xlsx")
    assert heading[1] == ("inlineStr", "=b")
    assert row[0] == ("inlineStr", text)
    assert formulas_of(tmp_path / "rows.xlsx") == 0
    with zipfile.ZipFile(tmp_path / "rows.xlsx") as book:
        assert b'quotePrefix="1"' in book.read("xl/styles.xml"), "it stays text when somebody edits the cell"


def test_what_a_spreadsheets_numbers_and_calendar_cannot_hold_is_text(tmp_path: Path) -> None:
    beyond = {"a": 2**60 + 1, "b": date(1832, 6, 7), "c": Decimal("12345678901234567.89"), "d": float("nan")}
    write_xlsx(pa.Table.from_pylist([beyond]), tmp_path / "rows.xlsx")
    _, row = sheet_of(tmp_path / "rows.xlsx")
    assert [text for _, text in row] == ["1152921504606846977", "1832-06-07", "12345678901234567.89", "nan"]
    assert {kind for kind, _ in row} == {"inlineStr"}


def test_a_text_that_is_too_long_for_a_cell_is_cut_and_that_is_told(tmp_path: Path) -> None:
    write_xlsx(pa.table({"a": ["x" * 40_000]}), tmp_path / "rows.xlsx")
    (_, text) = sheet_of(tmp_path / "rows.xlsx")[1][0]
    assert len(text) == 32_767
    assert text.endswith("x…")
    assert "1 texts longer than 32,767" in str(sheet_of(tmp_path / "rows.xlsx", 2))


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)
    with pytest.raises(SqlError, match="3 rows of 1 columns are more than an XLSX sheet holds"):
        write_xlsx(pa.table({"a": [1, 2, 3]}), tmp_path / "rows.xlsx")


def test_a_database_holds_every_value_by_its_type(tmp_path: Path) -> None:
    write_sqlite(TABLE, tmp_path / "rows.sqlite")
    full, empty = rows_of(tmp_path / "rows.sqlite")
    assert full == FULL | {
        "yes": 1, "day": "2026-03-01", "at": "2026-03-01T09:30:15.250000+00:00", "list": '["a", "b, c"]',
        "record": '{"x": 1, "y": [0.5]}', "money": 12.3,
    }  # fmt: skip
    assert empty == dict.fromkeys(FULL) | {"number": float("inf"), "list": "[]"}


def test_names_that_differ_in_case_alone_are_two_columns_of_a_database(tmp_path: Path) -> None:
    write_sqlite(pa.table({"a": [1], "A": [2], 'quo"te': [3]}), tmp_path / "rows.sqlite")
    assert rows_of(tmp_path / "rows.sqlite") == [{"a": 1, "A_2": 2, 'quo"te': 3}]


@pytest.mark.parametrize("write", [write_xlsx, write_sqlite])
def test_the_file_says_as_of_when_its_data_are(write: Any, tmp_path: Path) -> None:
    moment = datetime(2026, 11, 28, 9, 0, tzinfo=UTC).isoformat()
    write(pa.table({"a": [1]}).replace_schema_metadata({"data as of": moment}), tmp_path / "rows")
    if write is write_xlsx:
        assert [("inlineStr", "data as of"), ("inlineStr", moment)] in sheet_of(tmp_path / "rows", 2)
    else:
        with closing(sqlite3.connect(tmp_path / "rows")) as file:
            assert file.execute("SELECT * FROM about").fetchall() == [("data as of", moment)]
