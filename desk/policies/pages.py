"""The tracked policies: a list of how each stands, and a dossier for each."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from desk.csv_file import csv_answer
from desk.filters import Filter
from desk.forms import BadRequestError
from desk.pages.cards import criteria_of
from desk.policies.commitments import commitments_of
from desk.recall import channels_sentence, recall_sentence, stopping_sentence
from desk.state import Desk, TheDesk
from desk.timeline import timeline_of
from desk.verdicts import verdicts_in
from desk.wording.words import LONDON, aware
from warehouse.monitoring import monitoring_sentence, silence_since
from warehouse.verdicts.history import reopened
from warehouse.verdicts.rows import VerdictRow
from warehouse.vocabulary.stances import DIRECTIONS, Stance

QUIET_DAYS = 90  # without evidence, after which a policy's silence is itself worth a sentence

EVIDENCE_COLUMNS = (
    *("criterion", "stance", "direction", "published_day", "outlet_id", "outlet_name", "title", "url", "editor"),
    *("decided_at", "changed_since", "withdrawn", "candidate_id", "article_id"),
)  # without the outlets' passages, which this file may not republish

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
    """Return how complete the watch was since the newest evidence, for a verdict to cite; None where no day was assessed."""
    today = desk.now().astimezone(LONDON).date()
    newest = None if policy["days"] is None else today - timedelta(days=policy["days"])
    silence = silence_since(desk.warehouse, newest, today, policy["open"] + policy["deferred"], crawled_only=desk.demo)
    return monitoring_sentence(silence) if silence else None


@router.get("", response_class=HTMLResponse)
def policies_page(request: Request, desk: TheDesk) -> HTMLResponse:
    """Show every policy with its status, its counts, its newest evidence and how long there has been none."""
    rows = _with_silence(desk, desk.warehouse.query("policies"))
    books: dict[str, list[VerdictRow]] = {}
    for each in desk.warehouse.verdict_rows():
        books.setdefault(each.policy_id, []).append(each)
    for row in rows:
        book = books.get(row["policy_id"], [])
        standing = next((each for each in reversed(book) if each.written), None)
        if standing and standing.written:
            row["status"] = standing.written.verdict.status
        row["open_again"] = bool(reopened(book, standing))
    return desk.page(request, "policies.html", rows=rows, quiet_days=QUIET_DAYS)


@router.get("/{policy_id}/csv")
def policy_csv(desk: TheDesk, policy_id: str) -> Response:
    """Return the accepted evidence of a policy, which its page draws in time, without the outlets' passages."""
    if not desk.warehouse.query("policies", policy_id=policy_id):
        raise BadRequestError(404, "There is no such policy.")
    rows = desk.warehouse.query("policy_evidence", policy_id=policy_id)
    return csv_answer(f"evidence-{policy_id}", EVIDENCE_COLUMNS, rows)


@router.get("/{policy_id}", response_class=HTMLResponse)
def policy_page(request: Request, desk: TheDesk, policy_id: str) -> HTMLResponse:
    """Show a policy: the promise, its criteria, its verdicts, and the accepted evidence in time and by criterion."""
    rows = desk.warehouse.query("policies", policy_id=policy_id)
    if not rows:
        raise BadRequestError(404, "There is no such policy.")
    evidence = desk.warehouse.query("policy_evidence", policy_id=policy_id)
    policy = _with_silence(desk, rows)[0]
    criteria = criteria_of(policy)
    verdicts = verdicts_in(desk.warehouse.verdict_rows(policy_id))
    cited = verdicts.in_force.evidence if verdicts.in_force else ()
    return desk.page(
        request,
        "policy.html",
        policy=policy,
        criteria=criteria,
        evidence=evidence,
        commitments=commitments_of(desk.warehouse, [row["candidate_id"] for row in evidence]),
        timeline=timeline_of(evidence, criteria, desk.now().astimezone(LONDON).date()),
        verdicts=verdicts,
        numbers={one.candidate_id: one.number for one in cited},
        watch=watch_sentence(desk, policy),
        recall=recall_sentence(desk, policy_id),
        stopping=stopping_sentence(desk, policy),
        channels=channels_sentence(desk, policy_id),
        balance=[
            (sum(row["direction"] == each for row in evidence), said.counted) for each, said in DIRECTIONS.items()
        ],
        edits=desk.warehouse.query("policy_edits", policy_id=policy_id),
        stances=[(each, count) for each in Stance if (count := sum(row["stance"] == each for row in evidence))],
    )
