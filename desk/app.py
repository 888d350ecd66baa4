"""The desk as an ASGI application."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from desk.accounts.book import AccountBook
from desk.asking import QuestionRunner
from desk.entrance import SignInNeededError, admit
from desk.feed import DecisionFeed
from desk.forms import BadRequestError
from desk.guards.csrf import CrossSiteGuard
from desk.guards.headers import SafeAnswers
from desk.guards.hosts import HostGuard
from desk.guards.limits import SizeGuard
from desk.learning import QueueLearning
from desk.routes import ROUTERS
from desk.searching import ArticleSearch
from desk.state import Desk, HousedWarehouse, desk_of, environment, utc_now
from warehouse.errors import WarehouseBusyError, WarehouseUnwellError

HEADINGS = {
    403: "Not allowed",
    404: "Not here",
    409: "Already decided",
    422: "That cannot be done",
    503: "The warehouse is busy",
}


def _answer(request: Request, status: int, sentence: str) -> Response:
    """Return an error as data to a program and as a page to a person."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": sentence}, status_code=status)
    heading = HEADINGS.get(status) or HTTPStatus(status).phrase
    return desk_of(request).page(
        request,
        "message.html",
        status_code=status,
        heading=heading,
        sentence=sentence,
        back="/",
        back_words="To the queue",
    )


def _bad_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, BadRequestError)
    return _answer(request, error.status, error.sentence)


def _sign_in(request: Request, _: Exception) -> Response:
    """Answer where nobody is signed in: a program is told, a person is shown the form."""
    if request.url.path.startswith("/api/") or request.method != "GET":
        return _answer(request, 401, "Nobody is signed in here: sign in first. Nothing was changed.")
    return RedirectResponse("/login", status_code=303)


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentences = {404: "There is no such page.", 405: "This address does not take that."}
    return _answer(request, error.status_code, sentences.get(error.status_code, str(error.detail)))


def _not_valid(request: Request, _: Exception) -> Response:
    """Answer to a path or parameter of the wrong kind: nothing has that name."""
    return _answer(request, 404, "There is nothing by that name.")


def _not_now(request: Request, error: Exception) -> Response:
    """Answer while the warehouse cannot be reached: without its data, so that this cannot fail for the same reason."""
    sentence = f"The warehouse does not answer: {error} Try again in a moment."
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": sentence}, status_code=503, headers={"Retry-After": "2"})
    return Response(sentence + "\n", status_code=503, media_type="text/plain", headers={"Retry-After": "2"})


def _answer_errors(app: FastAPI) -> None:
    """Let each kind of error be answered in words."""
    app.add_exception_handler(BadRequestError, _bad_request)
    app.add_exception_handler(SignInNeededError, _sign_in)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(WarehouseBusyError, _not_now)
    app.add_exception_handler(WarehouseUnwellError, _not_now)


def create(
    warehouse: HousedWarehouse,
    *,
    demo: bool = False,
    allowed_hosts: Iterable[str] = (),
    accounts: AccountBook | None = None,
    https: bool = False,
    metrics_token: str | None = None,
    now: Callable[[], datetime] = utc_now,
    save_fixture: Callable[[dict[str, Any]], Path | None] | None = None,
    learning: bool = False,
) -> FastAPI:
    """Return the desk over a warehouse: the owner of the file, or any store that answers as it does.

    `demo` shows that the data come from the recorded newsroom. The desk answers to 127.0.0.1, localhost and [::1],
    and to `allowed_hosts`. With `learning` the queue learns from what is decided. `save_fixture` keeps a badly extracted page at once; without it the next pass does. With `accounts`, only who is signed in gets anything; with
    `https`, cookies of sessions go by https alone, and `metrics_token` opens `/metrics`. There is no generated documentation page: it would load scripts from elsewhere.
    """
    app = FastAPI(title="Pledgewatch", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(admit)])
    app.state.desk = Desk(
        warehouse, demo, environment(now), now, DecisionFeed(warehouse), QuestionRunner(warehouse.folder),
        ArticleSearch(warehouse.folder), save_fixture, QueueLearning(warehouse, now) if learning else None,
        accounts, https, metrics_token,
    )  # fmt: skip
    for router in ROUTERS:
        app.include_router(router)
    _answer_errors(app)
    # The last one added is the outermost: every answer is dressed, hosts are checked first.
    app.add_middleware(SizeGuard)
    app.add_middleware(CrossSiteGuard)
    app.add_middleware(HostGuard, allowed=tuple(allowed_hosts))
    app.add_middleware(SafeAnswers)
    return app
