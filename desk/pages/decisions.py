"""Taking decisions: from the forms of a page, and from its script or a program.

The client names each decision with a UUID of its own, so that a double click, a retry after a lost answer or a
press of the back button is one decision. An answer of 200 means that the decision is on the disk.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from fastapi import APIRouter, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from desk.filters import DEFERRED, Filter
from desk.forms import BadRequestError, FormFields, JsonFields, identifier_field
from desk.guards.limits import MAX_NOTE_CHARACTERS
from desk.pages.queue import read_filter
from desk.state import Desk, TheDesk, editor_of
from desk.wording.reasons import REJECT_REASONS
from desk.wording.stances import chosen_stance, stance_choices
from desk.wording.words import ACTION_WORDS, ago
from warehouse.errors import AlreadyDecidedError, UnknownCandidateError
from warehouse.records import Action, Decision

CARRIED = ("policy", "outlet", "stance", "direction", "state", "after")  # what a form says of where the editor was

router = APIRouter()


def _chosen(fields: dict[str, Any], name: str, allowed: tuple[str, ...]) -> str | None:
    value = fields.get(name)
    if value is None or value == "":
        return None
    if value not in allowed:
        raise BadRequestError(422, f"{name} is none of: {', '.join(allowed)}.")
    return str(value)


def decision_of(fields: dict[str, Any], editor: str, desk: Desk) -> Decision:
    """Return the decision that the fields describe. A stance counts with an accept alone, a reason with a reject.

    Raises:
        BadRequestError: 422 for a field that is missing or not allowed.
    """
    decision_id = identifier_field(fields, "decision_id")
    candidate_id = identifier_field(fields, "candidate_id")
    action = _chosen(fields, "action", tuple(Action))
    if action is None:
        raise BadRequestError(422, f"action is none of: {', '.join(Action)}.")
    note = fields.get("note") or ""
    if not isinstance(note, str) or len(note) > MAX_NOTE_CHARACTERS:
        raise BadRequestError(422, f"The note is longer than {MAX_NOTE_CHARACTERS:,} characters.")
    values = dict.fromkeys(name for each in stance_choices() for name in (each.stance.value, each.value))
    value = _chosen(fields, "stance", tuple(values))
    stance, direction = chosen_stance(value) if value and action == Action.ACCEPT else (None, None)
    reason = _chosen(fields, "reason", REJECT_REASONS)
    return Decision(
        decision_id=decision_id,
        candidate_id=candidate_id,
        action=Action(action),
        editor=editor,
        note=note.strip().encode("utf-8", "replace").decode("utf-8"),
        decided_at=desk.now(),
        stance=stance,
        direction=direction,
        reason=reason if action == Action.REJECT else None,
    )


def conflict_words(standing: Decision, desk: Desk, mine: Decision) -> str:
    """Return who decided first, what and when, and that the other decision was not taken."""
    did = ACTION_WORDS[standing.action]
    return (
        f"{standing.editor} {did} this {ago(standing.decided_at, desk.now())}. "
        f"It was not {ACTION_WORDS[mine.action]} now: open it again to decide otherwise."
    )


@router.post("/api/decisions")
def decide_as_data(request: Request, desk: TheDesk, fields: JsonFields) -> JSONResponse:
    """Take a decision; 200 with the decision once it is durable, 409 with the one that stands, 404 or 422."""
    decision = decision_of(fields, editor_of(request), desk)
    try:
        desk.warehouse.decide(decision)
    except AlreadyDecidedError as error:
        content = {"error": conflict_words(error.standing, desk, decision), "standing": error.standing}
        return JSONResponse(jsonable_encoder(content), status_code=409)
    except UnknownCandidateError as error:
        raise BadRequestError(404, "There is no such candidate.") from error
    return JSONResponse(jsonable_encoder({"decision": decision}))


def _back(fields: dict[str, str]) -> tuple[Filter, str]:
    """Return the choice and place that the form carried: an address is made from them, never taken from the form."""
    policy, outlet, stance, direction, state, after = (fields.get(f"in_{name}", "") for name in CARRIED)
    chosen, place = read_filter(policy, outlet, stance, direction, state, after)
    return chosen, str(place or "")


@router.post("/decisions", response_class=HTMLResponse)
def decide_by_form(request: Request, desk: TheDesk, fields: FormFields) -> Response:
    """Take a decision from a form, and show the next card, with an undo for this one."""
    decision = decision_of(fields, editor_of(request), desk)
    chosen, after = _back(fields)
    try:
        desk.warehouse.decide(decision)
        if decision.action is Action.REOPEN and chosen.state == DEFERRED:
            # What was deferred is deferred again: opened, it would be gone from the list that the editor is in.
            again = uuid5(decision.decision_id, DEFERRED)  # the same form sent twice is one decision
            desk.warehouse.decide(replace(decision, decision_id=again, action=Action.DEFER))
    except AlreadyDecidedError as error:
        return desk.page(
            request,
            "message.html",
            status_code=409,
            heading="Already decided",
            sentence=conflict_words(error.standing, desk, decision),
            back=f"/candidates/{decision.candidate_id}",
            back_words="See the candidate",
        )
    except UnknownCandidateError as error:
        raise BadRequestError(404, "There is no such candidate.") from error
    shown: dict[str, UUID] = {"candidate": decision.candidate_id} if decision.action is Action.REOPEN else {}
    return RedirectResponse(chosen.address(after=after, done=decision.decision_id, **shown), status_code=303)
