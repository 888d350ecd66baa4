"""Taking decisions: from the forms of a page, and from its script or a program.

The client names each decision with a UUID of its own, so that a double click, a retry after a lost answer or a
press of the back button is one decision. It also names the decision that it saw standing, so that nobody writes over
one that they had not seen. An answer of 200 means that the decision is on the disk.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from desk.filters import NAMES, Filter, read_filter, read_place
from desk.forms import BadRequestError, FormFields, JsonFields, identifier_field
from desk.guards.limits import MAX_NOTE_CHARACTERS
from desk.pages.editor import keep_name
from desk.pages.together import companions_of, taken_together, undone_together
from desk.state import Desk, TheDesk, asked_editor
from desk.wording.quotations import read_quotation
from desk.wording.stances import chosen_stance, stance_choices
from desk.wording.words import ago
from warehouse.errors import AlreadyDecidedError, ReusedDecisionError, UnknownCandidateError
from warehouse.quotations import quotation_of
from warehouse.records import Action, Decision, Direction, Quotation, Stance
from warehouse.vocabulary.decisions import ACTIONS, RejectReason, state_after

UNDO = "undo"  # what a form or a program asks for to take a decision back; kept as what it makes stand again
ASKED = (*Action, UNDO)

router = APIRouter()


def _chosen(fields: dict[str, Any], name: str, allowed: tuple[str, ...]) -> str | None:
    value = fields.get(name)
    if value is None or value == "":
        return None
    if value not in allowed:
        raise BadRequestError(422, f"{name} is none of: {', '.join(allowed)}.")
    return str(value)


def _note(fields: dict[str, Any]) -> str:
    note = fields.get("note") or ""
    if not isinstance(note, str) or len(note) > MAX_NOTE_CHARACTERS:
        raise BadRequestError(422, f"The note is longer than {MAX_NOTE_CHARACTERS:,} characters.")
    return note.strip().encode("utf-8", "replace").decode("utf-8")


def decision_of(fields: dict[str, Any], editor: str, desk: Desk) -> Decision:
    """Return the decision that the fields describe. A stance and a quotation count with an accept alone, a reason with a reject.

    Raises:
        BadRequestError: 422 for a field that is missing or not allowed, 404 for an undo of a decision that is not held.
    """
    decision_id = identifier_field(fields, "decision_id")
    candidate_id = identifier_field(fields, "candidate_id")
    action = _chosen(fields, "action", ASKED)
    if action is None:
        raise BadRequestError(422, f"action is none of: {', '.join(ASKED)}.")
    replaces = identifier_field(fields, "replaces") if fields.get("replaces") else None
    if replaces is None and action in {Action.REOPEN, UNDO}:
        raise BadRequestError(422, f"{action} names the decision that it takes back, in replaces.")
    made = Decision(decision_id, candidate_id, Action.REOPEN, editor, _note(fields), desk.now(), replaces=replaces)
    values = tuple(dict.fromkeys(name for each in stance_choices() for name in (each.stance.value, each.value)))
    value, reason = _chosen(fields, "stance", values), _chosen(fields, "reason", tuple(RejectReason))
    if action == UNDO:
        return _restoring(made, desk)
    stance, direction = chosen_stance(value) if value and action == Action.ACCEPT else (None, None)
    return replace(
        made,
        action=Action(action),
        stance=stance,
        direction=direction,
        reason=RejectReason(reason) if reason and action == Action.REJECT else None,
        quotation=_quotation(fields, candidate_id, desk) if action == Action.ACCEPT else None,
    )


def _quotation(fields: dict[str, Any], candidate_id: UUID, desk: Desk) -> Quotation | None:
    """Return what an accept quotes in place of the passage. Raises BadRequestError 422 where the text does not hold it."""
    if fields.get("quotation") is None and "quote_sha256" not in fields:
        return None
    rows = desk.warehouse.query("candidate", candidate_id=candidate_id)
    return read_quotation(fields, rows[0]) if rows else None


def _restoring(undo: Decision, desk: Desk) -> Decision:
    """Return the decision that makes stand again, under the undoing editor's name, what stood before the undone one."""
    said = desk.warehouse.query("candidate_decisions", candidate_id=undo.candidate_id, viewer=undo.editor)
    place = next((at for at, row in enumerate(said) if row["decision_id"] == undo.replaces), None)
    if place is None:
        raise BadRequestError(404, "There is no such decision on this candidate: there is nothing to undo.")
    before = said[place + 1] if place + 1 < len(said) else None
    if before is None or before["action"] == Action.REOPEN:
        return undo
    accepted = before["action"] == Action.ACCEPT
    return replace(
        undo,
        action=Action(before["action"]),
        note=before["note"],
        stance=Stance(before["stance"]) if accepted else None,
        direction=Direction(before["direction"]) if accepted else None,
        reason=RejectReason(before["reject_reason"]) if before["reject_reason"] else None,
        quotation=quotation_of(before["quotation"]) if accepted else None,
    )


def _together(fields: dict[str, Any], decision: Decision, desk: Desk) -> list[Decision]:
    """Return the decisions that go with one: on the passages of its card that the editor left in, or what an undo undoes."""
    if fields.get("action") == UNDO and decision.replaces:
        return undone_together(decision, decision.replaces, desk, lambda undo: _restoring(undo, desk))
    return [] if decision.action is Action.REOPEN else taken_together(companions_of(fields), decision, desk)


def _keep(decision: Decision, together: list[Decision], desk: Desk) -> Any:
    """Keep a decision and those that go with it, tell the other browsers, and return the receipts.

    Raises:
        AlreadyDecidedError: another decision stands that the editor has not seen.
        BadRequestError: the identifier was used for another decision, or there is no such candidate.
    """
    try:
        receipts = _keep_ranked(decision, together, desk)
    except ReusedDecisionError as error:
        sentence = "Another decision was kept under this identifier. This one was not kept."
        raise BadRequestError(409, sentence) from error
    except UnknownCandidateError as error:
        raise BadRequestError(404, "There is no such candidate.") from error
    desk.feed.tell()
    desk.warehouse.visit(decision.editor, desk.now())
    return receipts


def _keep_ranked(decision: Decision, together: list[Decision], desk: Desk) -> Any:
    """Keep decisions, each with what the queue said of it."""
    if desk.learning is None:
        return desk.warehouse.decide_card(decision, together)
    said = desk.learning.ranking_of
    ranked = [replace(one, ranking=said(one.candidate_id, one.editor)) for one in (decision, *together)]
    receipts = desk.warehouse.decide_card(ranked[0], ranked[1:])
    desk.learning.tell()
    return receipts


def conflict_words(standing: Decision, desk: Desk, mine: Decision) -> str:
    """Return who decided first, what and when, and that the other decision was not taken."""
    same = standing.editor == mine.editor
    who = f"{standing.editor}, in another window or browser of that name," if same else standing.editor
    return (
        f"{who} {ACTIONS[standing.action].done} this {ago(standing.decided_at, desk.now())}. "
        f"It was not {ACTIONS[mine.action].done} now: see what stands, and decide on that."
    )


@router.post("/api/decisions")
def decide_as_data(request: Request, desk: TheDesk, fields: JsonFields) -> JSONResponse:
    """Take a decision; 200 with the decision once it is durable, 409 with the one that stands, 404 or 422.

    `with` lists the other passages of the card that it takes too. The answer names the candidates that were `taken`, and
    those `left` as somebody else had decided them by then, and the `reader` where another editor has the card on the stage.
    """
    editor = asked_editor(request, fields.get("editor"))
    if not editor:
        raise BadRequestError(422, "Nobody's name came with the decision: send one as editor.")
    decision = decision_of(fields, editor, desk)
    together = _together(fields, decision, desk)
    try:
        kept = _keep(decision, together, desk)
    except AlreadyDecidedError as error:
        content = {"error": conflict_words(error.standing, desk, decision), "standing": error.standing}
        return JSONResponse(jsonable_encoder(content), status_code=409)
    taken = [receipt.decision.candidate_id for receipt in kept]
    left = [other.candidate_id for other in together if other.candidate_id not in taken]
    content = {"decision": decision, "state": state_after(decision.action), "taken": taken, "left": left}
    content["reader"] = desk.claims.reader_of(decision.candidate_id, editor)
    return JSONResponse(jsonable_encoder(content))


def _back(fields: dict[str, str]) -> tuple[Filter, str]:
    """Return the choice and place that the form carried: an address is made from them, never taken from the form."""
    chosen = read_filter(**{name: fields.get(f"in_{name}", "") for name in NAMES})
    return chosen, str(read_place(fields.get("in_after", "")) or "")


@router.post("/decisions", response_class=HTMLResponse)
def decide_by_form(request: Request, desk: TheDesk, fields: FormFields) -> Response:
    """Take a decision from a form, and show the next card, with an undo for this one; ask who decides, if need be."""
    editor = asked_editor(request, fields.get("editor"))
    chosen, after = _back(fields)
    if not editor:
        carried = {name: value for name, value in fields.items() if name != "editor"}
        return desk.page(request, "editor.html", status_code=422, problem="", carried=carried, target="/decisions")
    decision = decision_of(fields, editor, desk)
    try:
        _keep(decision, _together(fields, decision, desk), desk)
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
    undone = fields.get("action") in {Action.REOPEN, UNDO}
    shown: dict[str, UUID] = {"candidate": decision.candidate_id} if undone else {}
    answer = RedirectResponse(chosen.address(after=after, done=decision.decision_id, **shown), status_code=303)
    return keep_name(answer, editor) if "editor" in fields and desk.accounts is None else answer
