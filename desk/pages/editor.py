"""The editor's name: asked once, and kept in a cookie of the browser. Accounts come later."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.forms import FormFields
from desk.state import EDITOR_COOKIE, TheDesk, clean_name, editor_cookie

A_YEAR = 365 * 24 * 3_600  # seconds

router = APIRouter(prefix="/editor")


@router.get("", response_class=HTMLResponse)
def editor_page(request: Request, desk: TheDesk) -> HTMLResponse:
    """Show the form for the editor's name."""
    return desk.page(request, "editor.html", problem="")


@router.post("", response_class=HTMLResponse)
def keep_editor(request: Request, desk: TheDesk, fields: FormFields) -> Response:
    """Keep the name in a cookie and go to the queue."""
    name = clean_name(fields.get("editor", ""))
    if not name:
        return desk.page(request, "editor.html", status_code=422, problem="A name has at least one letter.")
    answer = RedirectResponse("/", status_code=303)
    answer.set_cookie(EDITOR_COOKIE, editor_cookie(name), max_age=A_YEAR, httponly=True, samesite="lax")
    return answer
