"""One decision for a whole card: the decisions on its other passages, made from the one that the editor took, and undone with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from desk.forms import BadRequestError
from desk.state import Desk
from warehouse.records import Action, Decision, identifier

MOST_TOGETHER = 200  # passages of one card that one decision takes; more stay for the next one

Companion = tuple[UUID, UUID | None]  # a candidate, and the decision on it that the editor saw standing


def companions_of(fields: dict[str, Any]) -> list[Companion]:
    """Return the other passages that a decision is to take, from the field `with`: "CANDIDATE" or "CANDIDATE:REPLACES" each.

    Raises:
        BadRequestError: 422 for what names no passage, or for too many.
    """
    listed = fields.get("with") or []
    each = listed.split() if isinstance(listed, str) else listed
    if not isinstance(each, list) or len(each) > MOST_TOGETHER or not all(isinstance(one, str) for one in each):
        raise BadRequestError(422, f"with lists at most {MOST_TOGETHER} candidates.")
    try:
        parted = [one.partition(":") for one in each]
        return [(UUID(candidate), UUID(seen) if seen else None) for candidate, _, seen in parted]
    except ValueError as error:
        raise BadRequestError(422, "with names something that is no candidate.") from error


def taken_together(companions: list[Companion], decision: Decision, desk: Desk) -> list[Decision]:
    """Return the decisions on the other passages of a card. A stance goes with them where the editor changed it.

    Their identifiers follow from the decision's own, so that a decision sent twice is one on each of them.

    Raises:
        BadRequestError: 422 for a passage of another policy, 404 for one that there is not.
    """
    if not companions:
        return []
    wanted = [decision.candidate_id, *(candidate for candidate, _ in companions)]
    rows = {row["candidate_id"]: row for row in desk.warehouse.query("candidate_stances", candidate_ids=wanted)}
    if missing := set(wanted) - rows.keys():
        raise BadRequestError(404, f"There is no candidate {min(missing)}.")
    own = rows[decision.candidate_id]
    if any(row["policy_id"] != own["policy_id"] for row in rows.values()):
        raise BadRequestError(422, "A passage that bears on another policy is decided on its own card.")
    unchanged = (decision.stance, decision.direction or own["direction"]) == (own["stance"], own["direction"])
    return [
        replace(
            decision,
            decision_id=identifier(str(decision.decision_id), str(candidate)),
            candidate_id=candidate,
            replaces=seen,
            stance=None if unchanged else decision.stance,
            direction=None if unchanged else decision.direction,
            quotation=None,  # of the other passages nothing was quoted: they stand as they were put forward
            action_id=decision.decision_id,
        )
        for candidate, seen in companions
        if candidate != decision.candidate_id
    ]


def undone_together(
    undo: Decision, undone: UUID, desk: Desk, restoring: Callable[[Decision], Decision]
) -> list[Decision]:
    """Return what makes stand again what stood before a decision on the other passages of its card.

    A passage that was decided apart since keeps that decision.
    """
    rows = desk.warehouse.query("action_decisions", action_id=undone, viewer=undo.editor)
    return [
        restoring(
            replace(
                undo,
                decision_id=identifier(str(undo.decision_id), str(row["candidate_id"])),
                candidate_id=row["candidate_id"],
                action=Action.REOPEN,
                replaces=row["decision_id"],
                action_id=undo.decision_id,
            )
        )
        for row in rows
        if row["candidate_id"] != undo.candidate_id
    ]
