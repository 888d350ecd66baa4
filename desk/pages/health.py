"""The state of the collection: outlets, runs with their books, and quarantine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from desk.forms import BadRequestError
from desk.state import Desk, TheDesk
from desk.wording.words import is_stale
from warehouse.vocabulary.collection import RunState

PAGE_ROWS = 100
SHOWN_DAYS = 7  # of each outlet
SHOWN_INCIDENTS = 50

router = APIRouter()


def _before(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadRequestError(422, "That is no time.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _older(rows: list[dict[str, Any]], column: str) -> str | None:
    """Return the time from which the next, older page goes on, if this one is full."""
    return rows[-1][column].isoformat() if len(rows) == PAGE_ROWS else None


@router.get("/outlets", response_class=HTMLResponse)
def outlets_page(request: Request, desk: TheDesk) -> HTMLResponse:
    """Show each outlet's health: its last run, that run's books, its last days and its open incidents."""
    rows = desk.warehouse.query("outlets")
    days: dict[str, list[dict[str, Any]]] = {}
    since = (desk.now() - timedelta(days=SHOWN_DAYS)).date()
    for row in desk.warehouse.query("outlet_days", since=since):
        days.setdefault(row["outlet_id"], []).append(row)
    last_runs = {row["outlet_id"]: row for row in desk.warehouse.query("runs", last_ingests=True)}
    for row in rows:
        row["books"] = last_runs.get(row["outlet_id"])
        unrecorded = desk.demo and row["run_state"] is None  # the recorded newsroom holds some of the outlets
        row["stale"] = bool(row["enabled"]) and not unrecorded and is_stale(row["last_success"], desk.now())
    return desk.page(
        request,
        "outlets.html",
        rows=rows,
        days=days,
        incidents=desk.warehouse.query("incidents", number=SHOWN_INCIDENTS),
    )


def _assessed(desk: Desk, row: dict[str, Any]) -> dict[str, Any]:
    row["overdue"] = row["state"] == RunState.RUNNING and is_stale(row["started_at"], desk.now())
    return row


@router.get("/runs", response_class=HTMLResponse)
def runs_page(request: Request, desk: TheDesk, before: str = "") -> HTMLResponse:
    """Show the runs, the latest first, with the books of each: fetched is the sum of the outcomes, or it says so."""
    rows = [_assessed(desk, row) for row in desk.warehouse.query("runs", before=_before(before), number=PAGE_ROWS)]
    return desk.page(request, "runs.html", rows=rows, older=_older(rows, "started_at"))


@router.get("/quarantine", response_class=HTMLResponse)
def quarantine_page(request: Request, desk: TheDesk, before: str = "") -> HTMLResponse:
    """Show what could not pass a step: who, when, what and where."""
    rows = desk.warehouse.query("quarantine", before=_before(before), number=PAGE_ROWS)
    return desk.page(request, "quarantine.html", rows=rows, older=_older(rows, "noted_at"))
