"""Results as files, compared by what is in them."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warehouse.analyst import for_people, formats, values
from warehouse.vocabulary.exports import ResultFormat

FULL: dict[str, Any] = {
    "text": "Zoë, “quoted” \"twice\"\nsecond line", "number": 1.5, "count": 12_345, "yes": True, "day": date(2026, 3, 1),
    "at": datetime(2026, 3, 1, 9, 30, 15, 250_000, tzinfo=UTC), "list": ["a", "b, c"], "record": {"x": 1, "y": [0.5]},
    "money": Decimal("12.30"), "bytes": b"\x00\xff",
}  # fmt: skip
TABLE = pa.Table.from_pylist([FULL, {**dict.fromkeys(FULL), "number": float("inf"), "list": []}])
EMPTY = TABLE.schema.empty_table()


def written(name: str, table: pa.Table) -> str:
    file = io.StringIO(newline="")
    {"csv": formats.write_csv, "json": formats.write_json}[name](table, file)
    return file.getvalue()


HARMFUL = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", '"=1', "'=1", "＝1", "＋1", "－1", "＠1", "\u200b=1", "\ufeff=1", "−1", "|cmd",
]  # fmt: skip


@pytest.mark.parametrize("text", HARMFUL)
def test_no_text_cell_is_a_formula(text: str) -> None:
    file = io.StringIO(newline="")
    formats.write_csv(pa.table({"a": [text], "=b": [[text]]}), file)
    header, row = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert header == ["a", "'=b"]
    assert row[0] == "'" + text
    assert not values.FORMULA.match(row[1])


def test_numbers_stay_numbers_and_plain_text_stays_plain() -> None:
    file = io.StringIO(newline="")
    formats.write_csv(pa.table({"n": [-5], "f": [-1.5], "t": ["a = b"], "b": [True], "e": [None]}), file)
    assert file.getvalue() == "n,f,t,b,e\r\n-5,-1.5,a = b,true,\r\n"


def test_csv_holds_every_value_as_a_cell() -> None:
    header, full, empty = csv.reader(io.StringIO(written("csv", TABLE), newline=""))
    assert header == list(FULL)
    assert full == [
        FULL["text"], "1.5", "12345", "true", "2026-03-01", "2026-03-01T09:30:15.250000+00:00", '["a", "b, c"]',
        '{"x": 1, "y": [0.5]}', "12.30", "00ff",
    ]  # fmt: skip
    assert empty == ["", "inf", "", "", "", "", "[]", "", "", ""]


def test_csv_is_written_as_rfc_4180_says() -> None:
    table = pa.table({"a": ["x,y", 'say "z"', "two\nlines", None], "b": [1, 2, 3, 4]})
    assert written("csv", table) == 'a,b\r\n"x,y",1\r\n"say ""z""",2\r\n"two\nlines",3\r\n,4\r\n'


def test_json_holds_every_value_as_json_has_it() -> None:
    full, empty = json.loads(written("json", TABLE))
    assert full == FULL | {
        "day": "2026-03-01", "at": "2026-03-01T09:30:15.250000+00:00", "money": "12.30", "bytes": "00ff",
    }  # fmt: skip
    assert empty == dict.fromkeys(FULL) | {"list": []}


def test_json_is_one_object_a_line() -> None:
    assert written("json", pa.table({"a": ["ü", None]})) == '[\n{"a": "ü"},\n{"a": null}\n]\n'


def test_parquet_holds_the_very_table(tmp_path: Path) -> None:
    formats.write_parquet(TABLE, tmp_path / "rows.parquet")
    assert pq.read_table(tmp_path / "rows.parquet").equals(TABLE)


def test_a_result_without_rows_is_a_header_an_empty_array_and_a_schema(tmp_path: Path) -> None:
    assert written("csv", EMPTY) == ",".join(FULL) + "\r\n"
    assert json.loads(written("json", EMPTY)) == []
    formats.write_parquet(EMPTY, tmp_path / "rows.parquet")
    assert pq.read_table(tmp_path / "rows.parquet").equals(EMPTY)


def test_a_result_of_many_batches_is_written_whole() -> None:
    table = pa.concat_tables(pa.table({"n": list(range(start, start + 700))}) for start in (0, 700, 1400))
    assert [row["n"] for row in json.loads(written("json", table))] == list(range(2100))
    assert [int(row["n"]) for row in csv.DictReader(io.StringIO(written("csv", table)))] == list(range(2100))


def test_an_identifier_is_its_text() -> None:
    identifier = UUID(int=7)
    table = pa.table({"id": pa.array([str(identifier)])})
    assert json.loads(written("json", table)) == [{"id": str(identifier)}]


def test_a_table_for_people_shows_markup_as_text_and_counts_what_it_leaves_out() -> None:
    file = io.StringIO()
    for_people.write_table(pa.table({"a": ["[red]x[/red]"] * 201}), file, for_people.TableView(rows=200))
    shown = file.getvalue()
    assert "[red]x[/red]" in shown
    assert "201 rows, of which 200 are shown" in shown


INTERVALS = [
    ("INTERVAL 14 MONTH + INTERVAL 3 DAY + INTERVAL 4 HOUR", "1 year 2 months 3 days 04:00:00", "P1Y2M3DT4H"),
    ("INTERVAL 1 DAY", "1 day", "P1D"),
    ("INTERVAL 0 DAY", "00:00:00", "PT0S"),
    ("INTERVAL '1.5 seconds'", "00:00:01.5", "PT1.5S"),
    ("-INTERVAL 90 MINUTE", "-01:30:00", "PT-1H-30M"),
    ("-INTERVAL 13 MONTH", "-1 year -1 month", "P-1Y-1M"),
    ("INTERVAL 100 HOUR", "100:00:00", "PT100H"),
]


@pytest.mark.parametrize(("written_as", "words", "standard"), INTERVALS)
def test_an_interval_is_written_as_people_and_programs_do(
    written_as: str, words: str, standard: str, tmp_path: Path
) -> None:
    table = duckdb.sql(f"SELECT {written_as} AS gap").to_arrow_table()
    shown = io.StringIO()
    for_people.write_table(table, shown)
    assert words in shown.getvalue()
    assert json.loads(written("json", table)) == [{"gap": standard}]
    assert written("csv", table) == f"gap\r\n{standard}\r\n"
    formats.write_parquet(table, tmp_path / "gap.parquet")
    assert pq.read_table(tmp_path / "gap.parquet").to_pylist() == [{"gap": standard}]


def test_a_list_in_a_list_and_an_empty_one_are_told_from_a_plain_one() -> None:
    shown = io.StringIO()
    for_people.write_table(pa.table({"a": [[["x"], ["y", "z"]]], "b": [["x", "y"]], "c": [[]]}), shown)
    assert [cell.strip() for cell in shown.getvalue().splitlines()[3].split("│")[1:-1]] == ["[x], [y, z]", "x, y", "[]"]


@pytest.mark.parametrize("output", [str(each) for each in ResultFormat])
def test_a_file_is_whole_or_yesterdays(output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    to = tmp_path / "rows"
    to.write_text("yesterday's")

    def full(_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space left"):
        formats.WRITERS[ResultFormat(output)](TABLE, to)
    assert to.read_text() == "yesterday's"
    assert [path.name for path in tmp_path.iterdir()] == ["rows"]
