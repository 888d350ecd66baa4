"""An analyst's statement: answered while others work, and never more than it may."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pytest

from tests.warehouse import samples
from warehouse import Owner, connect, spool
from warehouse.analyst import sql
from warehouse.errors import SqlError
from warehouse.folder import DataFolder

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")


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


@pytest.mark.usefixtures("statements_by_themselves")
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


@pytest.mark.parametrize(
    ("statement", "names"),
    [("SELECT 1 AS a, 2 AS a, 3 AS a", ["a", "a_1", "a_2"]), ("SELECT 1 AS a, 2 AS a_1, 3 AS a", ["a", "a_1", "a_2"])],
)
def test_columns_of_one_name_are_all_kept(filled: DataFolder, statement: str, names: list[str]) -> None:
    assert sql.run_statement(filled, statement).to_pylist() == [dict(zip(names, (1, 2, 3), strict=True))]


@pytest.mark.usefixtures("statements_by_themselves")
def test_the_statement_cannot_see_the_environment(filled: DataFolder) -> None:
    os.environ["PLEDGEWATCH_TEST_SECRET"] = "hidden"
    try:
        with pytest.raises(SqlError):
            sql.run_statement(filled, "SELECT getenv('PLEDGEWATCH_TEST_SECRET')")
    finally:
        del os.environ["PLEDGEWATCH_TEST_SECRET"]


@pytest.mark.parametrize(
    ("statement", "hint"),
    [("SELECT * FROM articels", 'Did you mean "'), ("SELECT titel FROM articles", 'Candidate bindings: "title"')],
)
def test_the_databases_hint_is_kept(filled: DataFolder, statement: str, hint: str) -> None:
    with pytest.raises(SqlError) as refused:
        sql.run_statement(filled, statement)
    assert hint in str(refused.value)


def test_a_value_is_bound_to_its_name(filled: DataFolder) -> None:
    found = sql.run_statement(filled, "SELECT $word || '!' AS said", parameters={"word": "it's"})
    assert found.to_pylist() == [{"said": "it's!"}]


def test_the_process_of_a_statement_ends_with_who_asked(filled: DataFolder) -> None:
    ask = (
        "import sys; from pathlib import Path; from warehouse.analyst import sql; from warehouse.folder import DataFolder\n"
        "print('asking', flush=True)\n"
        "sql.run_statement(DataFolder(Path(sys.argv[1])), 'SELECT sum(range % 7) FROM range(100000000000)')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", ask, str(filled.root)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as asking:
        assert asking.stdout is not None
        asking.stdout.readline()
        child = eventually(lambda: children_of(asking.pid))
        asking.kill()
    eventually(lambda: not Path(f"/proc/{child[0]}").exists())


def children_of(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def eventually(look: Callable[[], T], seconds: float = 20.0) -> T:
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def test_a_statement_can_be_held_to_one_thread(filled: DataFolder) -> None:
    answer = sql.run_statement(filled, "SELECT current_setting('threads') AS threads", threads=1)
    assert answer.column("threads").to_pylist() == [1]
