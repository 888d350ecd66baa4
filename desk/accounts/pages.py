"""Signing in and out, one's own password, and the accounts as an admin sees them. All of it works without the script."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.accounts.book import AccountError, account_key
from desk.accounts.passwords import PasswordRefusedError
from desk.forms import BadRequestError, FormFields
from desk.state import SESSION_COOKIE, Desk, TheDesk, session_of
from warehouse.vocabulary.accounts import AccountRole

WRONG = "There is no account with this name and password."

router = APIRouter()


def _without_accounts(request: Request, desk: Desk) -> HTMLResponse:
    sentence = "This desk listens on this machine alone and has no accounts: a name is enough."
    return desk.page(
        request, "message.html", heading="No accounts", sentence=sentence, back="/", back_words="To the queue"
    )


def _login_page(request: Request, desk: Desk, problem: str = "", status: int = 200) -> HTMLResponse:
    return desk.page(request, "login.html", status_code=status, problem=problem)


@router.get("/login", response_class=HTMLResponse)
def login_page(request: Request, desk: TheDesk) -> HTMLResponse:
    """Show the form to sign in."""
    return _login_page(request, desk) if desk.accounts else _without_accounts(request, desk)


@router.post("/login", response_class=HTMLResponse)
def log_in(request: Request, desk: TheDesk, fields: FormFields) -> Response:
    """Begin a session under a new token, whatever token came; 401 for a wrong name or password, 429 for too many attempts."""
    if desk.accounts is None:
        return _without_accounts(request, desk)
    name, password = fields.get("name", ""), fields.get("password", "")
    wait = desk.throttle.attempt(account_key(name), request.client.host if request.client else "")
    if wait:
        answer = _login_page(request, desk, f"Too many attempts: try again in {max(1, round(wait / 60))} minutes.", 429)
        answer.headers["Retry-After"] = str(wait)
        return answer
    account = desk.accounts.with_password(name, password)
    if account is None:
        return _login_page(request, desk, WRONG, 401)
    desk.throttle.forgive(account_key(name))
    desk.accounts.end_session(session_of(request))
    return _with_session(RedirectResponse("/", status_code=303), desk, desk.accounts.begin_session(account))


def _with_session(answer: Response, desk: Desk, token: str) -> Response:
    """Return the answer with a session's token in its cookie, which ends with the browser."""
    answer.set_cookie(SESSION_COOKIE, token, httponly=True, samesite="lax", secure=desk.https)
    return answer


@router.post("/logout", response_class=HTMLResponse)
def log_out(request: Request, desk: TheDesk) -> Response:
    """End the session, and show the form to sign in."""
    if desk.accounts is None:
        return _without_accounts(request, desk)
    desk.accounts.end_session(session_of(request))
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax", secure=desk.https)
    return answer


@router.post("/account/password", response_class=HTMLResponse)
def change_password(request: Request, desk: TheDesk, fields: FormFields) -> Response:
    """Give one's own account another password, end all its sessions, and begin a new one here."""
    if desk.accounts is None:
        return _without_accounts(request, desk)
    account = request.state.account
    wait = desk.throttle.attempt(account_key(account.name), request.client.host if request.client else "")
    if wait:
        raise BadRequestError(429, f"Too many attempts: try again in {max(1, round(wait / 60))} minutes.")
    if desk.accounts.with_password(account.name, fields.get("old", "")) is None:
        raise BadRequestError(422, "The password that you have now is another one. Nothing was changed.")
    try:
        desk.accounts.set_password(account.name, fields.get("new", ""))
    except PasswordRefusedError as error:
        raise BadRequestError(422, str(error)) from error
    desk.throttle.forgive(account_key(account.name))
    return _with_session(RedirectResponse("/editor", status_code=303), desk, desk.accounts.begin_session(account))


@router.get("/accounts", response_class=HTMLResponse)
def accounts_page(request: Request, desk: TheDesk) -> HTMLResponse:
    """Show every account with its role."""
    if desk.accounts is None:
        return _without_accounts(request, desk)
    return desk.page(request, "accounts.html", accounts=desk.accounts.accounts(), roles=tuple(AccountRole))


@router.post("/accounts/role", response_class=HTMLResponse)
def give_role(request: Request, desk: TheDesk, fields: FormFields) -> Response:
    """Give an account another role; 422 for a role or an account that there is not."""
    if desk.accounts is None:
        return _without_accounts(request, desk)
    if fields.get("role") not in tuple(AccountRole):
        raise BadRequestError(422, f"role is none of: {', '.join(AccountRole)}.")
    try:
        desk.accounts.set_role(fields.get("name", ""), AccountRole(fields["role"]))
    except AccountError as error:
        raise BadRequestError(422, str(error)) from error
    return RedirectResponse("/accounts", status_code=303)
