"""What was decided and the file does not hold yet, in memory, so that queries see it at once (overlay)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import duckdb

from warehouse.errors import UnknownCandidateError
from warehouse.owner.journal import DecisionReceipt, Journal
from warehouse.owner.second_review import PendingReview, is_held
from warehouse.quotations import quotation_value
from warehouse.records import Decision
from warehouse.vocabulary.decisions import state_after
from warehouse.vocabulary.stances import direction_of


def keep_decisions(
    cursor: duckdb.DuckDBPyConnection, journal: Journal, decisions: Sequence[Decision]
) -> list[DecisionReceipt]:
    """Keep the first decision, with those that go with it on its card, and let queries see them; see Journal.append.

    Raises:
        UnknownCandidateError: the warehouse holds no such candidate; nothing was kept.
    """
    matched: dict[UUID, str] = {}
    for each in decisions:
        sql = "SELECT direction FROM records.candidates WHERE candidate_id = ?"
        found = cursor.execute(sql, [each.candidate_id]).fetchall()
        if not found:
            raise UnknownCandidateError(f"there is no candidate {each.candidate_id}")
        matched[each.candidate_id] = found[0][0]
    before = journal.last()
    receipts = journal.append(decisions[0], decisions[1:], matched)
    for sequence, decision in journal.after(before):
        overlay_row(cursor, sequence, decision)
    overlay_reviews(cursor, journal.pending([receipt.decision.candidate_id for receipt in receipts]))
    return receipts


def overlay_row(cursor: duckdb.DuckDBPyConnection, sequence: int, decision: Decision) -> None:
    """Let queries see a decision that the file does not hold yet."""
    cursor.execute(
        "INSERT INTO live.undrained VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            sequence,
            decision.decision_id,
            decision.candidate_id,
            str(decision.action),
            decision.editor,
            decision.note,
            decision.decided_at,
            str(decision.stance) if decision.stance else None,
            decided_direction(decision),
            str(decision.reason) if decision.reason else None,
            decision.action_id,
            str(decision.reading) if decision.reading else None,
            decision.reads,
            quotation_value(decision.quotation),
        ],
    )
    if not is_held(decision):
        cursor.execute("DELETE FROM live.said WHERE candidate_id = ?", [decision.candidate_id])
        cursor.execute(
            "INSERT INTO live.said VALUES (?, ?)", [decision.candidate_id, str(state_after(decision.action))]
        )


def prune(cursor: duckdb.DuckDBPyConnection, settled: int) -> None:
    """Forget the decisions up to a place, which the file has held for a while."""
    cursor.execute("BEGIN")
    cursor.execute("DELETE FROM live.undrained WHERE sequence <= ?", [settled])
    cursor.execute("""
        DELETE FROM live.said
        WHERE candidate_id NOT IN (SELECT candidate_id FROM live.undrained WHERE NOT warehouse.main.is_held(reading))
    """)
    cursor.execute("COMMIT")


def overlay_reviews(cursor: duckdb.DuckDBPyConnection, pending: Mapping[UUID, PendingReview | None]) -> None:
    """Let queries see what is held of these candidates now."""
    for candidate_id, review in pending.items():
        cursor.execute("DELETE FROM live.in_review WHERE candidate_id = ?", [candidate_id])
        if review:
            first, second = review.first, review.second
            values = [candidate_id, first.decision_id, first.editor]
            values += [second.decision_id, second.editor] if second else [None, None]
            cursor.execute("INSERT INTO live.in_review VALUES (?, ?, ?, ?, ?)", values)


def decided_direction(decision: Decision) -> str | None:
    """Return which way an editor's stance goes, or None where the editor left that to the matcher."""
    direction = (direction_of(decision.stance) if decision.stance else None) or decision.direction
    return str(direction) if direction else None
