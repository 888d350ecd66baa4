"""What a choice asks of the warehouse: the parameters of the named queries, with the articles that its search finds."""

from __future__ import annotations

from typing import Any

from desk.filters import Filter
from desk.forms import BadRequestError
from desk.searching import read_query
from desk.state import Desk
from warehouse.saved_searches import SavedSearch
from warehouse.vocabulary.decisions import CandidateState
from warehouse.vocabulary.orders import QUEUE_ORDERS, QueueOrder
from warehouse.vocabulary.stances import STANCES

SAVED_KEYS = (*"123456789", "0")[len(STANCES) :]  # open the first saved searches; the digits before choose a stance
MOST_FOUND = 100_000  # articles that a search in the queue may find: each is told to the warehouse


def asked_of(desk: Desk, chosen: Filter, editor: str) -> dict[str, Any]:
    """Return the parameters of the queries queue, queue_counts, decided and decided_counts under a choice, but for the state.

    The order that lists what is new asks when the editor was last here; who has no name has never been.

    Raises:
        BadRequestError: 422 for a search that cannot be asked or finds too much, 503 where there is no index yet.
    """
    asked = chosen.parameters
    del asked["state"]
    asked["article_ids"] = _found(desk, chosen.q) if chosen.q else None
    only_new = QUEUE_ORDERS[QueueOrder(chosen.sort)].only_new
    asked["viewer"] = editor or None
    asked["seen_after"] = desk.warehouse.last_visit(editor, desk.now()) if only_new and editor else None
    return asked


def by_worth(desk: Desk, chosen: Filter) -> bool:
    """Return whether a choice lists what waits by what was learned."""
    return chosen.sort == QueueOrder.WORTH and chosen.state == CandidateState.OPEN and desk.learning is not None


def sort_of(chosen: Filter) -> QueueOrder | None:
    """Return the order that the warehouse is asked for, or None for its own, by score: what is learned is put in order on top of that."""
    return None if chosen.sort in {QueueOrder.SCORE, QueueOrder.WORTH} else QueueOrder(chosen.sort)


def saved_address(saved: SavedSearch) -> str:
    """Return the address of a saved search's queue."""
    return f"/?{saved.choice}" if saved.choice else "/"


def _found(desk: Desk, text: str) -> list[str]:
    found = desk.search.article_ids(read_query(text), most=MOST_FOUND + 1)
    if len(found) > MOST_FOUND:
        raise BadRequestError(422, f"This search finds more than {MOST_FOUND:,} articles: narrow it.")
    return [str(article_id) for article_id in found]
