"""The queue: open candidates, the strongest first, with the selected one's card."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import HTMLResponse, JSONResponse

from desk.filters import STATES, Filter, FilterError, QueuePosition
from desk.forms import BadRequestError
from desk.pages.cards import read_card
from desk.state import Desk, TheDesk
from warehouse.vocabulary.stances import Direction, Stance

PAGE_ROWS = 50  # candidates on a page: an editor clears about that many in twenty minutes

SNIPPET_CHARACTERS = 90  # of the passage, in the list: it tells two passages of one article apart

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with how many candidates it leaves."""

    value: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """How many candidates each choice leaves, the other choices kept."""

    total: int  # of the policies' list: all policies under the other filters
    shown: int
    policies: tuple[Choice, ...]
    outlets: tuple[Choice, ...]
    stances: tuple[Choice, ...]
    directions: tuple[Choice, ...]
    states: tuple[Choice, ...]


def facets_of(desk: Desk, chosen: Filter) -> Facets:
    """Return the counts beside every choice, from one query over the narrow table of candidates that wait."""
    names = desk.warehouse.query("desk_names")
    counts = desk.warehouse.query("queue_counts")
    wanted = {
        "policy_id": chosen.policy,
        "outlet_id": chosen.outlet,
        "stance": chosen.stance,
        "direction": chosen.direction,
        "state": chosen.state,
    }

    def tally(column: str) -> Counter[str]:
        found: Counter[str] = Counter()
        for row in counts:
            if all(not value or name == column or row[name] == value for name, value in wanted.items()):
                found[row[column]] += row["number"]
        return found

    by_policy, by_outlet, by_stance, by_direction, by_state = (tally(column) for column in wanted)
    return Facets(
        total=by_policy.total(),
        shown=by_policy[chosen.policy] if chosen.policy else by_policy.total(),
        policies=tuple(
            Choice(row["id"], row["name"], by_policy[row["id"]]) for row in names if row["kind"] == "policy"
        ),
        outlets=tuple(Choice(row["id"], row["name"], by_outlet[row["id"]]) for row in names if row["kind"] == "outlet"),
        stances=tuple(Choice(stance, stance, by_stance[stance]) for stance in Stance),
        directions=tuple(Choice(each, each, by_direction[each]) for each in Direction),
        states=tuple(Choice(state, state, by_state[state]) for state in STATES),
    )


def read_filter(
    policy: str, outlet: str, stance: str, direction: str, state: str, after: str
) -> tuple[Filter, QueuePosition | None]:
    """Return the filter and the place that an address names.

    Raises:
        BadRequestError: 422 for values that nothing could have.
    """
    try:
        return Filter.read(policy, outlet, stance, state, direction), QueuePosition.read(after)
    except FilterError as error:
        raise BadRequestError(422, str(error)) from error


def read_rows(
    desk: Desk, chosen: Filter, place: QueuePosition | None
) -> tuple[list[dict[str, Any]], QueuePosition | None]:
    """Return one page of the queue after the place, and the place of the next page if there is one."""
    rows = desk.warehouse.query(
        "queue",
        **chosen.parameters,
        after_score=place.score if place else None,
        after_id=place.candidate_id if place else None,
        number=PAGE_ROWS + 1,
    )
    following = None
    if len(rows) > PAGE_ROWS:
        rows = rows[:PAGE_ROWS]
        following = QueuePosition(rows[-1]["score"], rows[-1]["candidate_id"])
    return rows, following


def told_of(desk: Desk, decision: str) -> dict[str, Any] | None:
    """Return what to tell of the decision that was just made without the script, with what its undo needs."""
    try:
        decision_id = UUID(decision)
    except ValueError:
        return None
    rows = desk.warehouse.query("desk_decision", decision_id=decision_id)
    if not rows:
        return None
    row = rows[0]
    done = {"accept": "accepted", "reject": "rejected", "defer": "deferred", "reopen": "opened again"}[row["action"]]
    undo = row["candidate_id"] if row["action"] != "reopen" and row["is_latest"] else None
    return {"sentence": f"{done.capitalize()}: {row['title']}", "undo": undo, "error": False}


def _emptiness(desk: Desk, chosen: Filter, place: QueuePosition | None) -> str:
    if place is not None:
        return "This is the end of the queue: go back to the strongest to see what came in meanwhile."
    if chosen != Filter():
        return "No candidate is left under this filter."
    if desk.status().last_load is None:
        return "Nothing has been loaded yet: the first crawl fills this queue."
    return "Every candidate has been decided. New ones come with the next crawl."


@router.get("/", response_class=HTMLResponse)
def queue_page(
    request: Request,
    desk: TheDesk,
    policy: str = "",
    outlet: str = "",
    stance: str = "",
    direction: str = "",
    state: str = "",
    after: str = "",
    candidate: str = "",
    done: str = "",
) -> HTMLResponse:
    """Show a page of the queue with the card of the selected candidate, which is the first unless one is named."""
    chosen, place = read_filter(policy, outlet, stance, direction, state, after)
    rows, following = read_rows(desk, chosen, place)
    facets = facets_of(desk, chosen)
    try:
        selected = UUID(candidate) if candidate else None
    except ValueError as error:
        raise BadRequestError(422, "There is no such candidate.") from error
    card = read_card(desk.warehouse, selected) if selected else None
    if card is None and rows:
        card = read_card(desk.warehouse, rows[0]["candidate_id"])
    return desk.page(
        request,
        "queue.html",
        rows=rows,
        snippet_length=SNIPPET_CHARACTERS,
        facets=facets,
        chosen=chosen,
        place=str(place or ""),
        next_page=chosen.address(after=following) if following else None,
        filter_address=chosen.address(),
        card=card,
        selected=str(card.row["candidate_id"]) if card else "",
        carried=chosen.carried(str(place or "")),
        told=told_of(desk, done) if done else None,
        emptiness="" if card else _emptiness(desk, chosen, place),
    )


@router.get("/api/queue")
def queue_data(
    desk: TheDesk,
    policy: str = "",
    outlet: str = "",
    stance: str = "",
    direction: str = "",
    state: str = "",
    after: str = "",
) -> JSONResponse:
    """Return a page of the queue as data: `candidates`, `next` (for `after`, or null) and `counts` by policy."""
    chosen, place = read_filter(policy, outlet, stance, direction, state, after)
    rows, following = read_rows(desk, chosen, place)
    facets = facets_of(desk, chosen)
    return JSONResponse(
        jsonable_encoder(
            {
                "candidates": rows,
                "next": str(following) if following else None,
                "total": facets.shown,
                "counts": {choice.value: choice.count for choice in facets.policies},
            }
        )
    )


@router.get("/candidates/{candidate_id}", response_class=HTMLResponse)
def candidate_page(request: Request, desk: TheDesk, candidate_id: UUID) -> HTMLResponse:
    """Show one candidate's card, whatever its state."""
    card = read_card(desk.warehouse, candidate_id)
    if card is None:
        raise BadRequestError(404, "There is no such candidate.")
    return desk.page(request, "candidate.html", card=card, carried={})


@router.get("/api/candidates/{candidate_id}")
def candidate_data(desk: TheDesk, candidate_id: UUID) -> JSONResponse:
    """Return one candidate as data: its row with all that was tagged in its article, and that in words (`lines`)."""
    card = read_card(desk.warehouse, candidate_id)
    if card is None:
        raise BadRequestError(404, "There is no such candidate.")
    return JSONResponse(jsonable_encoder({**card.row, "lines": [asdict(group) for group in card.mentions.groups]}))
