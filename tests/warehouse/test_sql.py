"""An analyst's statement: answered while others work, and never more than it may."""

import csv
import io
import json
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.console import Console

from tests.warehouse import samples
from warehouse import Owner, connect, spool
from warehouse.analyst import formats, sql
from warehouse.errors import SqlError
from warehouse.folder import DataFolder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    folder = DataFolder(tmp_path_factory.mktemp("filled"))
    spool.write_batch(folder, "one", samples.articles(range(3)))
    with connect(folder) as store:
        store.publish()
    return folder


FORBIDDEN = [
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM read_blob('../decisions.sqlite')",
    "SELECT getenv('HOME')",
    "ATTACH '/tmp/other.duckdb'",
    "ATTACH 'https://example.org/a.duckdb'",
    "COPY articles TO '/tmp/stolen.csv'",
    "EXPORT DATABASE '/tmp/stolen'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET memory_limit = '100GB'",
    "SET lock_configuration = false",
    "RESET enable_external_access",
    "PRAGMA enable_external_access",
    "CREATE TABLE stolen (a INTEGER)",
    "DELETE FROM records.articles",
    "DROP VIEW articles",
    "UPDATE records.articles SET url = ''",
    "SELECT 1; SELECT 2",
    "",
    "SELEKT 1",
    "SELECT * FROM no_such_table",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_what_is_forbidden_or_wrong_is_one_clear_line(filled: DataFolder, statement: str) -> None:
    with pytest.raises(SqlError) as refused:
        sql.run_statement(filled, statement)
    assert str(refused.value)
    assert "\n" not in str(refused.value)
    assert sql.run_statement(filled, "SELECT count(*) AS n FROM articles").to_pylist() == [{"n": 3}]


def test_a_variable_of_this_process_is_no_table(filled: DataFolder) -> None:
    secret = pa.table({"a": [1]})
    with pytest.raises(SqlError, match="secret"):
        sql.run_statement(filled, "SELECT * FROM secret")
    assert secret.num_rows == 1


def test_a_slow_statement_is_stopped(filled: DataFolder) -> None:
    began = time.monotonic()
    with pytest.raises(SqlError, match=r"stopped after 0\.5 s"):
        sql.run_statement(
            filled,
            "SELECT count(*) FROM range(10000000000) a, range(1000) b WHERE (a.range * b.range) % 7 = 3",
            seconds=0.5,
        )
    assert time.monotonic() - began < 10


def test_a_greedy_statement_is_stopped(filled: DataFolder) -> None:
    with pytest.raises(SqlError, match=r"(?i)memory"):
        sql.run_statement(filled, "SELECT list(repeat('x', 1000) || a.range) FROM range(1000000) a", memory="100MB")


def test_a_result_that_would_fill_the_memory_is_stopped(filled: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "LARGEST_RESULT_BYTES", 10_000)
    with pytest.raises(SqlError, match="aggregate, or use LIMIT"):
        sql.run_statement(filled, "SELECT * FROM range(100000)")


def test_what_was_loaded_since_is_published_first(folder: DataFolder) -> None:
    spool.write_batch(folder, "one", samples.articles(range(2)))
    assert sql.run_statement(folder, "SELECT count(*) FROM articles").column(0).to_pylist() == [2]
    spool.write_batch(folder, "two", samples.articles([2]))
    assert sql.run_statement(folder, "SELECT count(*) FROM articles").column(0).to_pylist() == [3]
    before = folder.snapshot.stat().st_mtime_ns
    sql.run_statement(folder, "SELECT 1")
    assert folder.snapshot.stat().st_mtime_ns == before, "nothing changed, nothing is published"


def test_no_warehouse_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SqlError, match=r"there is no warehouse in .* yet"):
        sql.run_statement(DataFolder(tmp_path), "SELECT 1")


def test_it_is_answered_while_the_desk_is_open_and_a_load_runs(folder: DataFolder) -> None:
    spool.write_batch(folder, "one", samples.articles(range(3)))
    ask = (
        "import sys; from pathlib import Path; from warehouse.analyst import sql; from warehouse.folder import DataFolder\n"
        "print(sql.run_statement(DataFolder(Path(sys.argv[1])), 'SELECT count(*) FROM articles').column(0).to_pylist())"
    )
    with Owner(folder) as owner:
        owner.drain()
        stop = threading.Event()

        def load() -> None:
            for number in range(1, 1000):
                if stop.is_set():
                    return
                spool.write_batch(folder, f"more {number}", samples.articles(range(number * 3, number * 3 + 3)))
                owner.drain()

        loading = threading.Thread(target=load)
        loading.start()
        done = subprocess.run(
            [sys.executable, "-c", ask, str(folder.root)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        stop.set()
        loading.join()
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.strip("[]\n")) % 3 == 0, "whole batches alone"


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
    assert not formats.FORMULA.match(row[1])


def test_numbers_stay_numbers_and_plain_text_stays_plain() -> None:
    file = io.StringIO(newline="")
    formats.write_csv(pa.table({"n": [-5], "f": [-1.5], "t": ["a = b"], "b": [True], "e": [None]}), file)
    assert file.getvalue() == "n,f,t,b,e\r\n-5,-1.5,a = b,true,\r\n"


def test_every_format_holds_the_same_rows(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {
            "text": "Zoë, “quoted”\nsecond line",
            "number": 1.5,
            "day": datetime(2026, 3, 1, tzinfo=UTC),
            "list": ["a", "b"],
        },
        {"text": None, "number": float("inf"), "day": None, "list": []},
    ]
    table = pa.Table.from_pylist(rows)
    as_json, as_csv = io.StringIO(), io.StringIO(newline="")
    formats.write_json(table, as_json)
    formats.write_csv(table, as_csv)
    formats.write_parquet(table, tmp_path / "rows.parquet")
    assert pq.read_table(tmp_path / "rows.parquet").to_pylist() == rows
    read = json.loads(as_json.getvalue())
    assert (read[0]["text"], read[0]["list"], read[1]["number"]) == (rows[0]["text"], ["a", "b"], None)
    assert [row["text"] for row in csv.DictReader(io.StringIO(as_csv.getvalue(), newline=""))] == [rows[0]["text"], ""]


def test_a_table_for_people_shows_markup_as_text_and_counts_what_it_leaves_out() -> None:
    console = Console(file=io.StringIO(), width=80)
    formats.write_table(pa.table({"a": ["[red]x[/red]"] * 201}), console)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "[red]x[/red]" in shown
    assert "201 rows, of which 200 are shown" in shown


def test_the_statement_cannot_see_the_environment(filled: DataFolder) -> None:
    os.environ["PLEDGEWATCH_TEST_SECRET"] = "hidden"
    try:
        with pytest.raises(SqlError):
            sql.run_statement(filled, "SELECT getenv('PLEDGEWATCH_TEST_SECRET')")
    finally:
        del os.environ["PLEDGEWATCH_TEST_SECRET"]
