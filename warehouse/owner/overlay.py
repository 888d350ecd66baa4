"""What was decided and the file does not hold yet, in memory, so that queries see it at once (overlay)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import duckdb

from warehouse.errors import UnknownCandidateError, WarehouseError
from warehouse.owner.journal import CardDecision, DecisionReceipt, Journal
from warehouse.owner.second_review import PendingReview, is_held
from warehouse.quotations import quotation_value
from warehouse.records import Action, Decision
from warehouse.vocabulary.decisions import CANDIDATE_STATES, state_after
from warehouse.vocabulary.stances import direction_of


def directions_of(cursor: duckdb.DuckDBPyConnection, decisions: Sequence[Decision]) -> dict[UUID, str]:
    """Return which way the candidates of some decisions go, by the matcher.

    Raises:
        UnknownCandidateError: the warehouse holds no such candidate.
    """
    matched: dict[UUID, str] = {}
    for each in decisions:
        sql = "SELECT direction FROM records.candidates WHERE candidate_id = ?"
        found = cursor.execute(sql, [each.candidate_id]).fetchall()
        if not found:
            raise UnknownCandidateError(f"there is no candidate {each.candidate_id}")
        matched[each.candidate_id] = found[0][0]
    return matched


def keep_decisions(
    cursor: duckdb.DuckDBPyConnection, journal: Journal, cards: Sequence[CardDecision]
) -> list[list[DecisionReceipt] | WarehouseError]:
    """Keep decisions of several editors at once, and let queries see them; see Journal.append_all."""
    before = journal.last()
    outcomes = journal.append_all(cards)
    overlay_rows(cursor, journal.after(before))
    kept = [one.decision.candidate_id for outcome in outcomes if isinstance(outcome, list) for one in outcome]
    overlay_reviews(cursor, journal.pending(kept))
    return outcomes


def overlay_rows(cursor: duckdb.DuckDBPyConnection, decisions: Sequence[tuple[int, Decision]]) -> None:
    """Let queries see decisions that the file does not hold yet, all at one moment."""
    if not decisions:
        return
    rows = [_overlaid(sequence, decision) for sequence, decision in decisions]
    standing = {decision.candidate_id: decision for _, decision in decisions if not is_held(decision)}
    cursor.execute("BEGIN")
    try:
        cursor.executemany("INSERT INTO live.undrained VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        if standing:
            cursor.executemany("DELETE FROM live.said WHERE candidate_id = ?", [[each] for each in standing])
            said = [[each, str(state_after(one.action))] for each, one in standing.items()]
            cursor.executemany("INSERT INTO live.said VALUES (?, ?)", said)
        for decision in standing.values():
            if CANDIDATE_STATES[state_after(decision.action)].waits:
                _put_back(cursor, decision)
        cursor.execute("COMMIT")
    except BaseException:
        cursor.execute("ROLLBACK")
        raise


def _overlaid(sequence: int, decision: Decision) -> list[Any]:
    """Return a decision as a row of live.undrained."""
    return [
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
    ]


_RETURNED = """
INSERT INTO live.returned BY NAME
WITH own AS MATERIALIZED (
    SELECT * FROM warehouse.records.candidates WHERE candidate_id = $candidate_id AND (current OR $was_kept)
)
SELECT score, candidate_id, $state AS state, policy_id, outlet_id, stance, direction, article_id, revision_id,
    coalesce(story_id, article_id) AS story_id,
    warehouse.main.day_at(coalesce(published, first_made_at), timezone) AS day, first_made_at AS seen
FROM own
LEFT JOIN (
    SELECT article_id, story_id FROM warehouse.records.story_articles WHERE article_id IN (SELECT article_id FROM own)
) USING (article_id)
LEFT JOIN (
    SELECT revision_id, published FROM warehouse.records.revisions WHERE article_id IN (SELECT article_id FROM own)
) USING (revision_id)
LEFT JOIN (SELECT outlet_id, timezone FROM warehouse.records.outlets) USING (outlet_id)
"""
"""A candidate's row of the queue, as `loading/decisions.sql` makes it when the file takes the decision."""


def _put_back(cursor: duckdb.DuckDBPyConnection, decision: Decision) -> None:
    """Let queries see a candidate in the queue that the file may have outside it."""
    cursor.execute("DELETE FROM live.returned WHERE candidate_id = ?", [decision.candidate_id])
    values = {
        "candidate_id": decision.candidate_id,
        "was_kept": decision.action
        is not Action.REOPEN,  # what no matcher puts forward any more comes back only if put off
        "state": str(state_after(decision.action)),
    }
    cursor.execute(_RETURNED, values)


def prune(cursor: duckdb.DuckDBPyConnection, settled: int) -> None:
    """Forget the decisions up to a place, which the file has held for a while."""
    cursor.execute("BEGIN")
    cursor.execute("DELETE FROM live.undrained WHERE sequence <= ?", [settled])
    cursor.execute("""
        DELETE FROM live.said
        WHERE candidate_id NOT IN (SELECT candidate_id FROM live.undrained WHERE NOT warehouse.main.is_held(reading))
    """)
    cursor.execute("DELETE FROM live.returned WHERE candidate_id NOT IN (SELECT candidate_id FROM live.said)")
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
