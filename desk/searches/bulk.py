"""Deciding all that a choice of the queue lists: first what it would take, then one decision with its reason, and one undo."""

from __future__ import annotations

from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.bulk import MOST_PASSAGES, BulkPreview, decide_all
from desk.filters import DECIDED, NAMES, TheFilter, read_filter
from desk.forms import BadRequestError, FormFields, identifier_field
from desk.narrowing import asked_of
from desk.pages.decisions import decision_of
from desk.state import TheDesk, editor_of
from warehouse.vocabulary.decisions import Action

router = APIRouter(prefix="/bulk")


@router.get("", response_class=HTMLResponse)
def bulk_page(request: Request, desk: TheDesk, chosen: TheFilter) -> HTMLResponse:
    """Show how many cards, passages and policies one decision would take, with the form that takes it."""
    if chosen.state in DECIDED:
        raise BadRequestError(422, "What is decided is not decided in bulk: its undo brings it back.")
    asked = {**asked_of(desk, chosen, editor_of(request)), "state": chosen.state}
    rows = desk.warehouse.query("queue_passages", **asked, number=MOST_PASSAGES + 1)
    if len(rows) > MOST_PASSAGES:
        raise BadRequestError(422, f"These are more than {MOST_PASSAGES:,} passages: narrow the choice first.")
    preview = desk.previews.keep(BulkPreview(uuid4(), tuple(rows)))
    return desk.page(request, "bulk.html", preview=preview, chosen=chosen)


@router.post("", response_class=HTMLResponse)
def decide_bulk(request: Request, desk: TheDesk, fields: FormFields) -> Response:
    """Take the decision on the passages that were shown, and tell how many; what colleagues decided meanwhile is left alone."""
    editor = editor_of(request)
    if not editor:
        raise BadRequestError(422, "Nothing was decided: say first who you are (top right), then look again.")
    chosen = read_filter(**{name: fields.get(f"in_{name}", "") for name in NAMES})
    action_id = identifier_field(fields, "decision_id")
    preview = desk.previews.find(action_id)
    if preview is None or not preview.passages:
        raise BadRequestError(
            409, "Nothing was decided: what you were shown is no longer at hand. Look again, and decide then."
        )
    if fields.get("action") not in {Action.ACCEPT, Action.REJECT, Action.DEFER}:
        raise BadRequestError(422, "A bulk decision accepts, rejects or defers.")
    first = {**fields, "candidate_id": str(preview.passages[0]["candidate_id"]), "stance": "", "replaces": ""}
    receipt = decide_all(desk.warehouse, preview, decision_of(first, editor, desk))
    desk.feed.tell()
    if desk.learning:
        desk.learning.tell()
    told = {"done": action_id, "left": len(receipt.left)} if receipt.left else {"done": action_id}
    return RedirectResponse(chosen.address(**told), status_code=303)
