"""The tracked policies: a list of how each stands, and a dossier for each."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from desk.filters import Filter
from desk.forms import BadRequestError
from desk.pages.cards import criteria_of
from desk.state import Desk, TheDesk
from desk.wording.words import LONDON, aware
from warehouse.monitoring import monitoring_sentence, silence_since
from warehouse.vocabulary.stances import DIRECTIONS, Stance

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


def watch_sentence(desk: Desk, policy: dict[str, Any]) -> str | None:
    """Return how complete the watch was since the newest evidence, for a verdict to cite; None where no day was judged."""
    today = desk.now().astimezone(LONDON).date()
    newest = None if policy["days"] is None else today - timedelta(days=policy["days"])
    silence = silence_since(desk.warehouse, newest, today, policy["open"] + policy["deferred"], crawled_only=desk.demo)
    return monitoring_sentence(silence) if silence else None


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
        watch=watch_sentence(desk, policy),
        balance=[
            (sum(row["direction"] == each for row in evidence), said.counted) for each, said in DIRECTIONS.items()
        ],
        stances=[(each, count) for each in Stance if (count := sum(row["stance"] == each for row in evidence))],
    )
