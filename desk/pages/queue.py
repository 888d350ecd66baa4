"""The queue: open candidates, what is worth most first, with the selected one's card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import HTMLResponse, JSONResponse

from desk.filters import DECIDED, Filter, QueuePosition, TheFilter, ThePlace
from desk.forms import BadRequestError
from desk.narrowing import SAVED_KEYS, asked_of, by_worth, saved_address, sort_of
from desk.pages.cards import read_card
from desk.pages.facets import Facets, counting, facets_from
from desk.ranking.listing import WorthListing, is_below_head
from desk.state import Desk, TheDesk, editor_of
from desk.wording.places import council_choices, trust_choices
from desk.wording.words import counted
from warehouse.vocabulary.decisions import ACTIONS, Action, CandidateState
from warehouse.vocabulary.orders import QUEUE_ORDERS, QueueOrder

LEARNS_SECONDS = 0.3  # that a page after a decision waits, at most, for a ranking that knows it
PAGE_ROWS = 50  # candidates on a page: an editor clears about that many in twenty minutes

SNIPPET_CHARACTERS = 90  # of the passage, in the list: it tells two passages of one article apart

router = APIRouter()


def read_list(
    desk: Desk, chosen: Filter, asked: Mapping[str, Any], place: QueuePosition | None, editor: str
) -> tuple[list[dict[str, Any]], QueuePosition | None, Facets]:
    """Return one page of a list after the place, the place of the next page if there is one, and the numbers in the menus.

    Each row has its own `place` in the list's order. `asked` are the parameters that the choice asks for. Rows and numbers are of one moment.
    """
    number = place.number if place else None
    counted_rows: list[list[dict[str, Any]]] = []

    def query(name: str, *, arrange: Any = None, **parameters: Any) -> list[dict[str, Any]]:
        """Return the rows of the page, and count beside them."""
        found, *counted_rows[:] = desk.warehouse.query_together([(name, parameters), *counting(asked)], arrange=arrange)
        return found

    if by_worth(desk, chosen) and not is_below_head(number):
        rows, following = _head_rows(query, desk, chosen, asked, place, editor)
        if not rows and following:
            return read_list(desk, chosen, asked, following, editor)
        return rows, following, facets_from(chosen, counted_rows)
    after: dict[str, Any] = {"state": chosen.state, "after_place": number}
    name = "decided" if chosen.state in DECIDED else "queue"
    if name == "queue":
        after |= {"after_id": place.candidate_id if place else None, "sort": sort_of(chosen)}
    rows = [
        {**row, "place": QueuePosition(row["place"], row["candidate_id"])}
        for row in query(name, **asked, **after, number=PAGE_ROWS + 1)
    ]
    following = rows[PAGE_ROWS - 1]["place"] if len(rows) > PAGE_ROWS else None
    return rows[:PAGE_ROWS], following, facets_from(chosen, counted_rows)


def _head_rows(
    query: Callable[..., list[dict[str, Any]]],
    desk: Desk,
    chosen: Filter,
    asked: Mapping[str, Any],
    place: QueuePosition | None,
    editor: str,
) -> tuple[list[dict[str, Any]], QueuePosition | None]:
    """Return a page of the head of a list by worth, and the place of the next, which may lie below the head."""
    assert desk.learning is not None
    listing = WorthListing(desk.learning, editor, chosen.address(), asked)
    after = (place.number, place.candidate_id) if place else None
    found, following = listing.page(query, {**asked, "state": chosen.state}, after, PAGE_ROWS)
    next_place = QueuePosition(*following) if following else None
    return [{**row, "place": QueuePosition(row["place"], row["candidate_id"])} for row in found], next_place


def last_decision(desk: Desk) -> int:
    """Return the place of the last decision: who reads rows after this misses none if told of all that follow it."""
    return int(desk.warehouse.query("last_decision")[0]["sequence"])


def _learned_until(desk: Desk, done: str) -> int:
    """Return the place of the last decision; after one of this browser's, `done`, once the ranking knows it or soon."""
    if done and desk.learning:
        desk.learning.wait(LEARNS_SECONDS)
    return last_decision(desk)


def is_behind(desk: Desk) -> bool:
    """Return whether the ranking still learns, so that the order will soon be another."""
    return desk.learning is not None and desk.learning.behind


def told_of(desk: Desk, decision: str, viewer: str, left: int = 0) -> dict[str, Any] | None:
    """Return what to tell of the decision that was just made without the script, with what its undo needs.

    `left` are the passages of a bulk decision that it left alone.
    """
    try:
        decision_id = UUID(decision)
    except ValueError:
        return None
    rows = desk.warehouse.query("desk_decision", decision_id=decision_id, viewer=viewer or None)
    if not rows:
        return None
    row = rows[0]
    action = Action(row["action"])
    done = ACTIONS[action].done
    undo = row if action is not Action.REOPEN and row["is_latest"] else None
    others = len(desk.warehouse.query("action_decisions", action_id=decision_id, viewer=viewer or None)) - 1
    sentence = f"{done.capitalize()}: {row['title']}"
    if others > 0:
        sentence += f", with {counted(others, 'other passage')}"
    if left:
        were = "was" if left == 1 else "were"
        sentence += f". {counted(left, 'passage')} that somebody else had decided by then {were} left alone"
    if reader := desk.claims.reader_of(row["candidate_id"], row["editor"]):
        sentence += f". {reader} is reading this card"
    return {"sentence": sentence, "undo": undo}


def _emptiness(desk: Desk, chosen: Filter, place: QueuePosition | None) -> str:
    if place is not None:
        return "This is the end of the queue: go back to its beginning to see what came in meanwhile."
    if chosen.state != CandidateState.OPEN:
        return f"No candidate under this filter is {chosen.state}."
    if QUEUE_ORDERS[QueueOrder(chosen.sort)].only_new:
        return "Nothing has come in since you were last here."
    if chosen != Filter():
        return "No candidate is left under this filter."
    if desk.status().last_load is None:
        return "Nothing has been loaded yet: the first crawl fills this queue."
    return "Every candidate has been decided. New ones come with the next crawl."


def _beside(desk: Desk, chosen: Filter, editor: str) -> dict[str, Any]:
    """Return what the page shows beside the list: the menus without numbers, the saved searches, and where the choice leads."""
    return {
        "council_choices": council_choices(),
        "trust_choices": trust_choices(),
        "saved": [(each, saved_address(each)) for each in desk.warehouse.saved_searches(editor)],
        "saved_keys": SAVED_KEYS,
        "bulk_address": chosen.address().replace("/", "/bulk", 1),
        "csv_address": chosen.address().replace("/", "/queue/csv", 1),
        "counts_address": chosen.address().replace("/", "/api/counts", 1),
    }


def _next_free(desk: Desk, chosen: Filter, rows: list[dict[str, Any]], editor: str) -> UUID:
    """Claim the first card that no other editor reads, and return its passage; the first of all where others read each."""
    first: UUID = rows[0]["candidate_id"]
    if chosen.state != CandidateState.OPEN or not editor:
        return first
    cards = (((row["policy_id"], row["story_id"]), row["candidate_id"]) for row in rows)
    return desk.claims.claim_first(cards, editor) or first


def _named(candidate: str) -> UUID | None:
    """Return the candidate that an address names, or None. Raises BadRequestError for what is no identifier."""
    try:
        return UUID(candidate) if candidate else None
    except ValueError as error:
        raise BadRequestError(422, "There is no such candidate.") from error


@router.get("/", response_class=HTMLResponse)
def queue_page(
    request: Request,
    desk: TheDesk,
    chosen: TheFilter,
    place: ThePlace,
    candidate: str = "",
    done: str = "",
    left: int = 0,
) -> HTMLResponse:
    """Show a page of a list with the card of the selected candidate, which is the first unless one is named."""
    last, editor = _learned_until(desk, done), editor_of(request)
    asked = asked_of(desk, chosen, editor)
    learns = by_worth(desk, chosen) and place is None
    behind = learns and is_behind(desk)  # asked before the list is read: what is learned meanwhile may miss it
    rows, following, facets = read_list(desk, chosen, asked, place, editor)
    selected = _named(candidate)
    card = read_card(desk.warehouse, selected, editor) if selected else None
    if card is None and rows:
        card = read_card(desk.warehouse, _next_free(desk, chosen, rows, editor), editor)
    return desk.page(
        request,
        "queue.html",
        rows=rows,
        claims=desk.claims.of_others(editor),
        snippet_length=SNIPPET_CHARACTERS,
        facets=facets,
        chosen=chosen,
        learns=learns,
        behind=behind or (learns and is_behind(desk)),
        place=str(place or ""),
        next_page=chosen.address(after=following) if following else None,
        last=last,
        card=card,
        why=desk.why(card),
        selected=str(card.row["candidate_id"]) if card else "",
        carried=chosen.carried(str(place or "")),
        told=told_of(desk, done, editor, left) if done else None,
        emptiness="" if card else _emptiness(desk, chosen, place),
        **_beside(desk, chosen, editor),
    )


@router.get("/api/queue")
def queue_data(request: Request, desk: TheDesk, chosen: TheFilter, place: ThePlace) -> JSONResponse:
    """Return a page of a list as data: `candidates`, `next` (for `after`, or null) and `counts` by policy."""
    asked = asked_of(desk, chosen, editor_of(request))
    rows, following, facets = read_list(desk, chosen, asked, place, editor_of(request))
    return JSONResponse(
        jsonable_encoder(
            {
                "candidates": [{**row, "place": str(row["place"])} for row in rows],
                "next": str(following) if following else None,
                "total": facets.shown,
                "counts": {choice.value: choice.count for choice in facets.policies},
            }
        )
    )


@router.get("/candidates/{candidate_id}", response_class=HTMLResponse)
def candidate_page(request: Request, desk: TheDesk, candidate_id: UUID, apart: bool = False) -> HTMLResponse:
    """Show one candidate's card, whatever its state; with `apart` its passage alone, to be decided apart from its card."""
    card = read_card(desk.warehouse, candidate_id, editor_of(request), apart=apart)
    if card is None:
        raise BadRequestError(404, "There is no such candidate.")
    return desk.page(request, "candidate.html", card=card, why=desk.why(card), carried={})


@router.get("/api/candidates/{candidate_id}")
def candidate_data(request: Request, desk: TheDesk, candidate_id: UUID) -> JSONResponse:
    """Return one candidate as data: its row with all that was tagged in its article, and that in words (`lines`)."""
    card = read_card(desk.warehouse, candidate_id, editor_of(request))
    if card is None:
        raise BadRequestError(404, "There is no such candidate.")
    return JSONResponse(jsonable_encoder({**card.row, "lines": [asdict(group) for group in card.mentions.groups]}))
