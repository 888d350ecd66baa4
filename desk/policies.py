"""The tracked policies: a list of how each stands, and a dossier for each."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from desk.cards import criteria_of
from desk.filters import Filter
from desk.forms import BadRequestError
from desk.state import Desk, TheDesk
from desk.words import LONDON, aware

QUIET_DAYS = 90  # without evidence, after which a policy's silence is itself worth a sentence

router = APIRouter(prefix="/policies")


def days_without(newest: date | datetime | None, now: datetime) -> int | None:
    """Return how many days ago the newest evidence was published, or None if there is none."""
    if newest is None:
        return None
    if isinstance(newest, datetime):
        newest = aware(newest).astimezone(LONDON).date()
    return max(0, (now.astimezone(LONDON).date() - newest).days)


def _with_silence(desk: Desk, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    now = desk.now()
    for row in rows:
        row["days"] = days_without(row["newest_evidence"], now)
        row["quiet"] = row["days"] is not None and row["days"] > QUIET_DAYS
        row["queue"] = Filter(policy=row["policy_id"]).address()
    return rows


@router.get("", response_class=HTMLResponse)
def policies_page(request: Request, desk: TheDesk) -> HTMLResponse:
    """Show every policy with its status, its counts, its newest evidence and how long there has been none."""
    rows = _with_silence(desk, desk.warehouse.query("policies"))
    return desk.page(request, "policies.html", rows=rows, quiet_days=QUIET_DAYS)


@router.get("/{policy_id}", response_class=HTMLResponse)
def policy_page(request: Request, desk: TheDesk, policy_id: str) -> HTMLResponse:
    """Show a policy's dossier: the promise, its criteria, the verdict and the accepted evidence."""
    rows = desk.warehouse.query("policies", policy_id=policy_id)
    if not rows:
        raise BadRequestError(404, "There is no such policy.")
    evidence = desk.warehouse.query("policy_evidence", policy_id=policy_id)
    policy = _with_silence(desk, rows)[0]
    return desk.page(
        request,
        "policy.html",
        policy=policy,
        criteria=criteria_of(policy),
        evidence=evidence,
        balance={
            stance: sum(row["stance"] == stance for row in evidence)
            for stance in ("advances", "contradicts", "context")
        },
    )
