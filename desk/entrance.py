"""The entrance: with accounts, every request is of somebody whose role the route allows, or goes no further."""

from __future__ import annotations

import hmac

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from desk.accounts.roles import ACCESS
from desk.forms import BadRequestError
from desk.state import desk_of, session_of

METRICS = ("GET", "/metrics")


class SignInNeededError(Exception):
    """Nobody is signed in, and the route asks for an account."""


async def admit(request: Request) -> None:
    """Note whose request it is, and let it pass where the route's row in the table allows it. A desk without accounts lets all pass.

    Raises:
        SignInNeededError: the route asks for an account, and no session came with the request.
        BadRequestError: 403 for a role that may not, and for a route that the table does not have.
    """
    book = desk_of(request).accounts
    if book is None:
        return
    token = session_of(request)
    account = await run_in_threadpool(book.of_session, token) if token else None
    request.state.account = account
    row = (request.method, request.scope["route"].path)
    if row not in ACCESS:
        raise BadRequestError(403, "No role may use this address.")
    wanted = ACCESS[row]
    if wanted is None:
        return
    if account is None and row == METRICS and _has_metrics_token(request):
        return
    if account is None:
        raise SignInNeededError
    if not account.role.may_act_as(wanted):
        raise BadRequestError(403, f"Your account is a {account.role}'s, and this asks for an {wanted}'s.")


def _has_metrics_token(request: Request) -> bool:
    """Return whether the request brings the token that a collector of metrics was given (RFC 6750, 2.1)."""
    token = desk_of(request).metrics_token
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return (
        token is not None and scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
    )
