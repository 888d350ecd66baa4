"""The pages of history: of decisions (of one card, of one editor, or of all), and of a policy's verdicts."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from desk.forms import BadRequestError
from desk.guards.limits import MAX_NAME_CHARACTERS
from desk.state import TheDesk, editor_of
from warehouse.vocabulary.decisions import BLIND_READINGS
from warehouse.vocabulary.verdicts import EVIDENCE_CHANGES, VERDICT_ROW_KINDS

PAGE_ROWS = 100  # decisions on a page
LARGEST_PLACE = 2**62

router = APIRouter()


@router.get("/history", response_class=HTMLResponse)
def history_page(
    request: Request,
    desk: TheDesk,
    candidate: UUID | None = None,
    editor: Annotated[str, Query(max_length=MAX_NAME_CHARACTERS)] = "",
    before: Annotated[int | None, Query(ge=1, le=LARGEST_PLACE)] = None,
) -> HTMLResponse:
    """Show who decided what and when, the latest first, a correction and an undo with what they took the place of."""
    rows = desk.warehouse.query(
        "decision_history", candidate_id=candidate, editor=editor or None, before=before, number=PAGE_ROWS + 1,
        viewer=editor_of(request) or None,
    )  # fmt: skip
    shown = rows[:PAGE_ROWS]
    chosen = {"candidate": str(candidate)} if candidate else {}
    chosen |= {"editor": editor} if editor else {}
    older = f"/history?{urlencode({**chosen, 'before': shown[-1]['sequence']})}" if len(rows) > PAGE_ROWS else ""
    return desk.page(
        request, "history.html", rows=shown, readings=BLIND_READINGS, older=older, candidate=candidate, of=editor
    )


@router.get("/policies/{policy_id}/history", response_class=HTMLResponse)
def verdict_history_page(request: Request, desk: TheDesk, policy_id: str) -> HTMLResponse:
    """Show every row of the book of verdicts on a policy, the latest first: each verdict, and each time that one was opened again."""
    policies = desk.warehouse.query("policies", policy_id=policy_id)
    if not policies:
        raise BadRequestError(404, "There is no such policy.")
    rows = [(row, VERDICT_ROW_KINDS[row.kind].done) for row in reversed(desk.warehouse.verdict_rows(policy_id))]
    return desk.page(request, "verdict_history.html", policy=policies[0], rows=rows, changes=EVIDENCE_CHANGES)
