"""The cookbook at the desk: its questions, and the answer to each, which a link gives again. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from desk.asking import ASK_MEMORY, ASK_SECONDS, as_csv
from desk.forms import BadRequestError
from desk.state import Desk, TheDesk
from desk.wording.cells import cells, headings
from warehouse.analyst.cookbook import QuestionAnswer
from warehouse.cookbook import SUBJECTS, CookbookQuestion, QuestionParameter, question_named, questions
from warehouse.errors import SqlError
from warehouse.vocabulary.tags import FundingKind

SHOWN_ROWS = 500  # on a page; the file has them all
AS_OF = "as_of"  # in a link: the snapshot that it was made on

router = APIRouter(prefix="/ask")


@dataclass(frozen=True, slots=True)
class ParameterField:
    """A field of the form: a parameter, what stands in it, and what can be chosen where that is a list."""

    parameter: QuestionParameter
    value: str
    choices: tuple[tuple[str, str], ...] = ()


def _question(name: str) -> CookbookQuestion:
    try:
        return question_named(name)
    except SqlError as error:
        raise BadRequestError(404, "There is no such question.") from error


def _fields(desk: Desk, question: CookbookQuestion, values: Mapping[str, object]) -> list[ParameterField]:
    return [
        ParameterField(each, "" if (held := values.get(each.name)) is None else str(held), _choices(desk, each.name))
        for each in question.parameters
    ]


def _choices(desk: Desk, name: str) -> tuple[tuple[str, str], ...]:
    if name == "policy":
        rows = sorted(desk.warehouse.query("policies"), key=lambda row: str(row["title"]))
        return tuple((row["policy_id"], row["title"]) for row in rows)
    return tuple((each, each) for each in FundingKind) if name == "kind" else ()


def _link(answer: QuestionAnswer, *, suffix: str = "") -> str:
    """Return the address that gives the same question again, every parameter written out, and as of when it was asked."""
    values = {name: str(value) for name, value in answer.values.items() if value is not None}
    asked = urlencode({**values, AS_OF: answer.as_of.isoformat(timespec="seconds")})
    return f"/ask/{answer.question.name}{suffix}?{asked}"


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadRequestError(422, f"{AS_OF} is no time.") from error


@router.get("", response_class=HTMLResponse)
def ask_page(request: Request, desk: TheDesk) -> HTMLResponse:
    """Show every question of the cookbook."""
    listed = [(subject, [one for one in questions().values() if one.subject == subject]) for subject in SUBJECTS]
    return desk.page(request, "ask.html", subjects=listed)


@router.get("/{name}", response_class=HTMLResponse)
def question_page(request: Request, desk: TheDesk, name: str) -> HTMLResponse:
    """Show a question's answer with the parameters of the address, or with their defaults as of the snapshot's day."""
    question = _question(name)
    given = {key: value for key, value in request.query_params.items() if key != AS_OF}
    context: dict[str, Any] = {"question": question, "seconds": ASK_SECONDS, "memory": ASK_MEMORY, "most": SHOWN_ROWS}
    asked_as_of = _moment(request.query_params.get(AS_OF, ""))
    try:
        answer = desk.runner.ask(question, given)
    except SqlError as error:
        fields = _fields(desk, question, given)
        return desk.page(
            request, "question.html", status_code=422, answer=None, error=str(error), fields=fields, **context
        )
    shown = answer.rows.slice(0, SHOWN_ROWS).to_pylist(maps_as_pydicts="lossy")
    return desk.page(
        request,
        "question.html",
        answer=answer,
        error="",
        fields=_fields(desk, question, answer.values),
        headings=headings(answer.rows.column_names),
        rows=[cells(row) for row in shown],
        link=_link(answer),
        csv=_link(answer, suffix="/csv"),
        other_as_of=asked_as_of if asked_as_of and asked_as_of != answer.as_of else None,
        **context,
    )


@router.get("/{name}/csv")
def question_csv(request: Request, desk: TheDesk, name: str) -> Response:
    """Return a question's answer as a file for a spreadsheet; what it holds as of when stands in the file's name."""
    question = _question(name)
    given = {key: value for key, value in request.query_params.items() if key != AS_OF}
    try:
        answer = desk.runner.ask(question, given)
    except SqlError as error:
        raise BadRequestError(422, str(error)) from error
    named = f"{question.name}-as-of-{answer.as_of:%Y-%m-%d-%H%M%S}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{named}"'}
    return Response(as_csv(answer), media_type="text/csv; charset=utf-8", headers=headers)
