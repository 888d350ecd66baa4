"""A warehouse is carried to another DuckDB by export and import, and holds the same there.

PLEDGEWATCH_NEXT_DUCKDB names a folder that holds the other DuckDB (`pip install --target FOLDER duckdb==2.0.1`); without it
the file is carried to a new one of the same DuckDB.
"""

import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import duckdb
import pytest

from tests.warehouse import samples
from warehouse import Owner, spool
from warehouse.errors import WarehouseUnwellError
from warehouse.folder import DataFolder
from warehouse.portable import export_tables, import_tables, table_digests
from warehouse.records import Action, Decision

ROOT = Path(__file__).resolve().parents[2]
NEXT = os.environ.get("PLEDGEWATCH_NEXT_DUCKDB")


@pytest.fixture
def filled(folder: DataFolder) -> DataFolder:
    spool.write_batch(folder, "articles", samples.articles(range(40)))
    with Owner(folder, background=False) as owner:
        owner.decide(Decision(uuid4(), samples.candidate_id(3), Action.ACCEPT, "Ann", "A note – £12m", samples.at(1)))
        owner.publish()
        owner.query("queue")
    return folder


def portable(*arguments: str) -> str:
    """Run the command, with the other DuckDB where one is named."""
    path = {"PYTHONPATH": os.pathsep.join([NEXT, str(ROOT)])} if NEXT else {}
    done = subprocess.run(
        [sys.executable, "-m", "warehouse.portable", *arguments],
        capture_output=True, text=True, cwd=ROOT, env={**os.environ, **path}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_file_that_was_exported_and_imported_holds_the_same(filled: DataFolder, tmp_path: Path) -> None:
    assert duckdb.__version__.startswith("1.5"), "the file that is carried is one of 1.5"
    before = table_digests(filled.snapshot)
    export_tables(filled.snapshot, tmp_path / "tables")
    portable("import", str(tmp_path / "tables"), str(tmp_path / "carried.duckdb"))
    told = portable("digest", str(tmp_path / "carried.duckdb"))
    assert told.splitlines() == [f"{name} {one.rows} {one.sum:x}" for name, one in before.items()]
    assert before["records.revisions"].rows == 40
    assert before["records.decisions"].rows == 1


def test_the_file_that_was_made_is_a_warehouse_like_the_one_before(filled: DataFolder, tmp_path: Path) -> None:
    with Owner(filled, background=False) as owner:
        queue, books = owner.query("queue"), owner.books()
    export_tables(filled.warehouse, tmp_path / "tables")
    filled.warehouse.rename(tmp_path / "old.duckdb")
    import_tables(tmp_path / "tables", filled.warehouse)
    with Owner(filled, background=False) as owner:
        assert (owner.query("queue"), owner.books()) == (queue, books)
        spool.write_batch(filled, "more", samples.articles(range(40, 42), run_number=1))
        assert owner.drain().loaded == 1


def test_a_changed_row_changes_the_digest_of_its_table_alone(filled: DataFolder, tmp_path: Path) -> None:
    before = table_digests(filled.snapshot)
    with duckdb.connect(str(filled.snapshot)) as connection:
        connection.execute("UPDATE records.revisions SET title = title || '!' WHERE title = 'Headline 7'")
    after = table_digests(filled.snapshot)
    assert {name for name in before if before[name] != after[name]} == {"records.revisions"}


def test_tables_of_another_version_are_refused_and_leave_no_file(filled: DataFolder, tmp_path: Path) -> None:
    export_tables(filled.snapshot, tmp_path / "tables")
    (tmp_path / "tables" / "records.revisions.parquet").unlink()
    with pytest.raises(WarehouseUnwellError, match=r"another version of Pledgewatch: records\.revisions"):
        import_tables(tmp_path / "tables", tmp_path / "made.duckdb")
    assert not (tmp_path / "made.duckdb").exists()


def test_nothing_is_written_over(filled: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "made.duckdb").write_text("here already")
    with pytest.raises(FileExistsError):
        import_tables(tmp_path, tmp_path / "made.duckdb")
