"""“I have 20 minutes”: which cards of which policies fit into them, in the order in which they are worth it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import HTMLResponse, JSONResponse

from desk.forms import BadRequestError
from desk.state import Desk, TheDesk, editor_of
from nlp.ranking.plan import ReadingPlan, pace, plan

MINUTES = 20  # unless the editor says otherwise
MOST_MINUTES = 480  # a working day

router = APIRouter()


def read_minutes(minutes: str = "") -> int:
    """Return the minutes that an address names. Raises BadRequestError 422 for what is no number from 1 to 480."""
    if not minutes:
        return MINUTES
    if not (minutes.isascii() and minutes.isdigit() and 1 <= int(minutes) <= MOST_MINUTES):
        raise BadRequestError(422, f"minutes is a whole number from 1 to {MOST_MINUTES}.")
    return int(minutes)


TheMinutes = Annotated[int, Depends(read_minutes)]


def read_plan(desk: Desk, editor: str, minutes: int) -> ReadingPlan:
    """Return the plan for an editor; an empty one at a desk that was opened without learning."""
    if desk.learning is None:
        return plan([], minutes, None)
    moments = [row["decided_at"] for row in desk.warehouse.query("editor_moments", editor=editor)]
    planned = plan(desk.learning.order(editor), minutes, pace(moments))
    desk.learning.show(editor, [one.candidate_id for one in planned.cards if one.sampled])
    return planned


def _named(desk: Desk, planned: ReadingPlan) -> list[dict[str, Any]]:
    """Return the cards of a plan with what is said of each."""
    wanted = [one.candidate_id for one in planned.cards]
    rows = {row["candidate_id"]: row for row in desk.warehouse.query("planned_cards", candidate_ids=wanted)}
    return [
        {
            **rows[one.candidate_id],
            "probability": one.worth.probability,
            "worth": one.worth.worth,
            "sampled": one.sampled,
            "why": one.why,
        }
        for one in planned.cards
        if one.candidate_id in rows
    ]


@router.get("/plan", response_class=HTMLResponse)
def plan_page(request: Request, desk: TheDesk, minutes: TheMinutes) -> HTMLResponse:
    """Show what fits into the minutes: how many cards of which policies, and the cards, each with why it stands there."""
    planned = read_plan(desk, editor_of(request), minutes)
    cards = _named(desk, planned)
    titles = {card["policy_id"]: card["policy_title"] for card in cards}
    return desk.page(
        request,
        "plan.html",
        plan=planned,
        cards=cards,
        titles=titles,
        most_minutes=MOST_MINUTES,
        ranked=desk.learning.ranked if desk.learning else None,
    )


@router.get("/api/plan")
def plan_data(request: Request, desk: TheDesk, minutes: TheMinutes) -> JSONResponse:
    """Return the plan as data: `minutes`, `seconds` a card, `policies` and `cards`."""
    planned = read_plan(desk, editor_of(request), minutes)
    content = {
        "minutes": planned.minutes,
        "seconds": planned.seconds,
        "own_pace": planned.own_pace,
        "policies": planned.policies,
        "cards": _named(desk, planned),
    }
    return JSONResponse(jsonable_encoder(content))
