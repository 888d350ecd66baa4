"""The audit log: policy edits and text reviews are chained, the log and the warehouse hold the same, whatever ended the owner in between."""

import random
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from uuid import UUID

import duckdb
import pytest

from tests import killable
from tests.killed import rest_of, whole_lines
from tests.warehouse.audit_samples import edit, review
from warehouse import Owner, spool
from warehouse.folder import DataFolder
from warehouse.owner.audit_log import AuditLog, audit_chain, unlike_log
from warehouse.proof import audit_in_journal, journal_from_warehouse
from warehouse.records import PolicyEdit, TextReview

CHANGES = {
    "the words of an edit": ("audited_rows_are_never_changed", "UPDATE audit_log SET content = replace(content, 'Ada', 'Eve') WHERE sequence = 2"),
    "a hash": ("audited_rows_are_never_changed", "UPDATE audit_log SET sha256 = 'a' || substr(sha256, 2) WHERE sequence = 2"),
}  # fmt: skip


def edit_on_and_on(data: str, number: int) -> None:
    """Load edit after edit of a policy, and say which is kept."""
    with Owner(DataFolder(Path(data)), background=False) as owner:
        print("ready", flush=True)
        while True:
            number += 1
            spool.write_batch(owner.folder, f"edit {number}", [edit(number)])
            owner.drain()
            print("kept", number, flush=True)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """Return the folder of an installation with two policy edits and a text review."""
    made = DataFolder(tmp_path / "data").create()
    with Owner(made, background=False) as owner:
        made_rows: tuple[PolicyEdit | TextReview, ...] = (edit(1), review(2), edit(3))
        for number, row in enumerate(made_rows):
            spool.write_batch(made, f"batch {number}", [row])
            owner.drain()
    return made


def by_hand(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as log:
        for statement in statements:
            log.execute(statement)


def rows_in_warehouse(folder: DataFolder) -> list[str]:
    with Owner(folder, background=False) as owner:
        rows = owner.query("audited_rows")
    assert unlike_log(folder.decisions, rows) == []
    return [str(row["row_id"]) for row in rows]


def test_edits_and_reviews_prove_one_another(folder: DataFolder) -> None:
    found = audit_chain(folder.decisions)
    assert (found.count, found.broken) == (3, None)
    assert rows_in_warehouse(folder) == [str(UUID(int=number)) for number in (1, 2, 3)]


@pytest.mark.parametrize("statement", ["UPDATE audit_log SET content = ''", "DELETE FROM audit_log"])
def test_a_row_can_be_neither_changed_nor_deleted(folder: DataFolder, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        by_hand(folder.decisions, statement)


@pytest.mark.parametrize(("trigger", "statement"), CHANGES.values(), ids=CHANGES.keys())
def test_a_row_that_was_changed_all_the_same_is_named(folder: DataFolder, trigger: str, statement: str) -> None:
    by_hand(folder.decisions, f"DROP TRIGGER {trigger}", statement)
    assert audit_chain(folder.decisions).broken == 2


def test_a_row_that_was_taken_out_is_found_at_the_next_one(folder: DataFolder) -> None:
    by_hand(folder.decisions, "DROP TRIGGER audited_rows_are_never_deleted", "DELETE FROM audit_log WHERE sequence = 2")
    assert audit_chain(folder.decisions).broken == 3


def test_a_row_that_was_changed_in_the_warehouse_is_named(folder: DataFolder) -> None:
    with duckdb.connect(str(folder.warehouse)) as connection:
        connection.execute("UPDATE records.policy_edits SET words = replace(words, 'T', 't') WHERE after = 'v3'")
    with Owner(folder, background=False) as owner:
        assert unlike_log(folder.decisions, owner.query("audited_rows")) == [str(UUID(int=3))]


def test_rows_of_before_there_was_a_log_are_taken_in_by_their_times(folder: DataFolder) -> None:
    before = audit_chain(folder.decisions)
    by_hand(folder.decisions, "DROP TABLE audit_log")
    assert audit_chain(folder.decisions).count == 0
    Owner(folder, background=False).close()
    assert audit_chain(folder.decisions) == before


def test_a_log_that_was_lost_with_the_journal_is_made_again_from_the_warehouse(
    folder: DataFolder, tmp_path: Path
) -> None:
    with Owner(folder, background=False) as owner:
        owner.publish()
    journal_from_warehouse(folder.snapshot, tmp_path / "again.sqlite")
    folder.decisions.unlink()
    (tmp_path / "again.sqlite").rename(folder.decisions)
    Owner(folder, background=False).close()
    assert audit_in_journal(folder.decisions).count == 3


def test_what_the_warehouse_lost_is_given_back_by_the_log(folder: DataFolder) -> None:
    with duckdb.connect(str(folder.warehouse)) as connection:
        connection.execute("DELETE FROM records.policy_edits")
        connection.execute("DELETE FROM records.text_reviews")
    assert len(rows_in_warehouse(folder)) == 3
    assert audit_chain(folder.decisions).count == 3


def test_a_row_that_was_loaded_before_the_owner_ended_is_chained_when_it_opens(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = Owner(folder, background=False)
    spool.write_batch(folder, "unlucky", [edit(4)])

    def end(*_: object) -> None:
        raise RuntimeError("ended here")

    with monkeypatch.context() as patched:
        patched.setattr(AuditLog, "keep_up", end)
        with pytest.raises(RuntimeError):
            owner.drain()
        owner.close()
    assert audit_chain(folder.decisions).count == 3
    assert len(rows_in_warehouse(folder)) == 4
    assert (audit_chain(folder.decisions).count, audit_chain(folder.decisions).broken) == (4, None)


@pytest.mark.long
def test_12_kills_lose_double_and_halve_no_edit(folder: DataFolder) -> None:
    chance = random.Random(14)
    kept: set[str] = set()
    for kill in range(12):
        with killable.start(edit_on_and_on, str(folder.root), 1_000 * (kill + 1)) as writer:
            said = [writer.stdout.readline() for _ in range(chance.randrange(8))]
            time.sleep(chance.uniform(0, 0.05))
            writer.send_signal(signal.SIGKILL)
            lines = [*whole_lines(said), *rest_of(writer.stdout)]
        numbers = [line.split()[1] for line in lines if line.startswith("kept ")]
        kept |= {str(UUID(int=int(number))) for number in numbers}
    rows = rows_in_warehouse(folder)
    assert len(rows) == len(set(rows))
    assert len(kept) > 10
    assert kept <= set(rows)
    found = audit_chain(folder.decisions)
    assert (found.count, found.broken) == (len(rows), None)
