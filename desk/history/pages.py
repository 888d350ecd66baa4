"""The page of the history of decisions: of one card, of one editor, or of all."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from desk.guards.limits import MAX_NAME_CHARACTERS
from desk.state import TheDesk, editor_of
from warehouse.vocabulary.decisions import BLIND_READINGS

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
