"""The editor's name: asked once, and kept in a cookie of the browser. A desk with accounts shows the account instead."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.forms import BadRequestError, FormFields
from desk.state import EDITOR_COOKIE, TheDesk, clean_name, editor_cookie

A_YEAR = 365 * 24 * 3_600  # seconds

router = APIRouter(prefix="/editor")


def keep_name(answer: Response, name: str) -> Response:
    """Return the answer with the name in its cookie."""
    answer.set_cookie(EDITOR_COOKIE, editor_cookie(name), max_age=A_YEAR, httponly=True, samesite="lax")
    return answer


@router.get("", response_class=HTMLResponse)
def editor_page(request: Request, desk: TheDesk) -> HTMLResponse:
    """Show the form for the editor's name, or the account that is signed in."""
    if desk.accounts is not None:
        return desk.page(request, "account.html", account=request.state.account)
    return desk.page(request, "editor.html", problem="", carried={}, target="/editor")


@router.post("", response_class=HTMLResponse)
def keep_editor(request: Request, desk: TheDesk, fields: FormFields) -> Response:
    """Keep the name in a cookie and go to the queue; 403 where names are those of accounts."""
    if desk.accounts is not None:
        raise BadRequestError(403, "Your name is your account's. Sign out to be somebody else.")
    name = clean_name(fields.get("editor", ""))
    if not name:
        problem = "A name has at least one letter."
        return desk.page(request, "editor.html", status_code=422, problem=problem, carried={}, target="/editor")
    return keep_name(RedirectResponse("/", status_code=303), name)
