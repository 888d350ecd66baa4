"""The journal of decisions proves itself: each row is chained to the one before, and none can be changed in silence."""

import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from tests.warehouse.test_decisions import decision
from warehouse.owner.journal import Journal, chain_decisions, decision_chain
from warehouse.records import Action, Field, Quotation

CHANGES = {
    "the name": "UPDATE decisions SET editor = 'Mallory' WHERE sequence = 2",
    "the note": "UPDATE decisions SET note = 'because' WHERE sequence = 2",
    "what it replaces": "UPDATE decisions SET replaces = NULL WHERE sequence = 2",
    "the hash": "UPDATE decisions SET sha256 = NULL WHERE sequence = 2",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the file of a journal with an accept, its undo and two more decisions."""
    made = tmp_path / "decisions.sqlite"
    journal = Journal(made)
    accepted = decision(1)
    journal.append(accepted)
    journal.append(decision(1, Action.REOPEN, replaces=accepted.decision_id))
    journal.append(decision(2), [decision(3)])
    journal.close()
    return made


def by_hand(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as journal:
        for statement in statements:
            journal.execute(statement)


def test_decisions_and_undos_prove_one_another(file: Path) -> None:
    found = decision_chain(file)
    assert (found.count, found.broken) == (4, None)


@pytest.mark.parametrize("statement", ["UPDATE decisions SET editor = 'Mallory'", "DELETE FROM decisions"])
def test_a_decision_can_be_neither_changed_nor_deleted(file: Path, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        by_hand(file, statement)


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES.keys())
def test_a_row_that_was_changed_all_the_same_is_named(file: Path, statement: str) -> None:
    by_hand(file, "DROP TRIGGER decisions_are_never_changed", statement)
    assert decision_chain(file).broken == 2


def test_a_row_that_was_taken_out_is_found_at_the_next_one(file: Path) -> None:
    by_hand(file, "DROP TRIGGER decisions_are_never_deleted", "DELETE FROM decisions WHERE sequence = 2")
    assert decision_chain(file).broken == 3


def test_opening_a_changed_journal_again_hides_nothing(file: Path) -> None:
    by_hand(file, "DROP TRIGGER decisions_are_never_changed", *CHANGES.values())
    Journal(file).close()
    assert decision_chain(file).broken == 2


def test_a_journal_without_a_chain_gets_one_when_it_is_opened_and_goes_on_with_it(file: Path) -> None:
    with_chain = decision_chain(file)
    by_hand(file, "DROP TRIGGER decisions_are_never_changed", "ALTER TABLE decisions DROP COLUMN sha256")
    journal = Journal(file)
    assert decision_chain(file) == with_chain
    journal.append(decision(4))
    journal.close()
    assert (decision_chain(file).count, decision_chain(file).broken) == (5, None)


def test_chaining_a_chained_journal_changes_nothing(file: Path) -> None:
    before = decision_chain(file)
    by_hand(file, "DROP TRIGGER decisions_are_never_changed")
    with closing(sqlite3.connect(file)) as journal, journal:
        chain_decisions(journal)
    assert decision_chain(file) == before


def test_a_journal_from_before_quotations_keeps_its_chain(file: Path) -> None:
    before = decision_chain(file)
    by_hand(file, "ALTER TABLE decisions DROP COLUMN quotation")
    assert decision_chain(file) == before
    Journal(file).close()
    assert decision_chain(file) == before


def test_a_quotation_is_kept_as_it_was_and_proved_with_its_decision(file: Path) -> None:
    quotation = Quotation(UUID(int=7), "a" * 64, Field.TEXT, 3, 9, "“£30m” for Tŷ")
    journal = Journal(file)
    journal.append(decision(4, quotation=quotation))
    assert journal.after(4)[0][1].quotation == quotation
    journal.close()
    assert decision_chain(file).broken is None
    by_hand(
        file, "DROP TRIGGER decisions_are_never_changed", "UPDATE decisions SET quotation = NULL WHERE sequence = 5"
    )
    assert decision_chain(file).broken == 5
