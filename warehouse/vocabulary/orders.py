"""The orders of the queue (sort orders): what each is called, its key at the desk, and the number that it sorts by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from warehouse.vocabulary.tables import table_of


class QueueOrder(StrEnum):
    """An order in which the cards that wait are listed."""

    WORTH = "worth"
    NEWEST = "newest"
    NEW = "new"
    POLICY = "policy"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class QueueOrderWords:
    """What is said of an order, and its sort key: a number in SQL, the highest first, equal ones by the identifier.

    The key may use `score` (0 to 1), `day` (published at the outlet, or first seen), `seen` (when it was first put
    forward) and `policy_place` (the policy's place by title, from 1). It stands in addresses as a place in the list, so
    it must be the same for the same row each time.
    """

    words: str
    means: str
    key: str  # at the desk
    place: str
    only_new: bool = False  # lists what was first seen since the editor's last visit, and nothing else


QUEUE_ORDERS = table_of(
    QueueOrder,
    {
        QueueOrder.WORTH: QueueOrderWords(
            "what is worth most first",
            "by how likely it is accepted, after what was decided, what it would change and how new it is; at a desk that learns nothing the strongest first",
            "w",
            "score",
        ),
        QueueOrder.NEWEST: QueueOrderWords(
            "the newest first",
            "by the day of publication, on one day the strongest first",
            "t",
            "epoch(day) / 86400 + score / 2",
        ),
        QueueOrder.NEW: QueueOrderWords(
            "new since I was last here",
            "what was first seen since your last visit, the latest first",
            "f",
            "floor(epoch(seen)) + score / 2",
            only_new=True,
        ),
        QueueOrder.POLICY: QueueOrderWords(
            "by policy", "policies by title, of one policy the strongest first", "p", "score / 2 - policy_place"
        ),
        QueueOrder.SCORE: QueueOrderWords(
            "the strongest first", "by the score that the matcher gave the best passage", "y", "score"
        ),
    },
    "QUEUE_ORDERS in warehouse/vocabulary/orders.py",
)
