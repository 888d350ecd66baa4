"""The head of the queue's list by worth: its strongest cards, put in order by what was learned.

The order changes with every decision. So that pages neither skip a card nor list one twice, the order in which a list
began is kept for its later pages. What lies below the head follows by its score.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

HEAD_CARDS = 300  # that are put in order for a page of fifty: their identifiers and worth cost some 12 ms of CPU
NARROWED_CARDS = 150  # where a choice looks into articles: each card found costs more there
FIRST_PLACE = 1_000_000.0  # of the head; below the head a place is a score, from 0 to 1
KEPT_LISTS = 200  # some 10 MB; of a list that was dropped, the next page goes on by the order of now


@dataclass(frozen=True, slots=True)
class ListHead:
    """The cards of a head in their order, each by the passage that stands for it."""

    positions: Mapping[UUID, int]
    floor: tuple[float, UUID] | None  # score and passage of the weakest; None where nothing lies below
    drawn: frozenset[UUID] = frozenset()  # that stand where they stand by a draw from all that waits

    @classmethod
    def of(cls, ordered: Mapping[UUID, bool], found: Sequence[Mapping[str, Any]], length: int) -> ListHead:
        """Return the head of rows that were found, the strongest first: `length` of them, if there are more.

        `ordered` has them in their order, and whether each was drawn at random. A draw from the strongest alone is no sample of all that waits, and is not told as one.
        """
        positions = {each: position for position, each in enumerate(ordered)}
        if len(found) <= length:
            return cls(positions, None, frozenset(each for each, drawn in ordered.items() if drawn))
        return cls(positions, (found[length - 1]["score"], found[length - 1]["candidate_id"]))

    def covers(self, row: Mapping[str, Any]) -> bool:
        """Return whether a row belongs to the head, and not to what follows by score."""
        if self.floor is None:
            return True
        score, weakest = self.floor
        return bool(row["score"] > score or (row["score"] == score and row["candidate_id"] <= weakest))

    def placed(self, found: Iterable[Mapping[str, Any]]) -> list[tuple[float, Mapping[str, Any]]]:
        """Return the rows of the head with their places in the list, in its order; what came since stands at its end."""
        end = len(self.positions)
        rows = [(self.positions.get(row["candidate_id"], end), row) for row in found if self.covers(row)]
        rows.sort(key=lambda each: each[0])
        late = 0
        placed = []
        for position, row in rows:
            late += position == end
            placed.append((FIRST_PLACE - (position if position < end else end - 1 + late), row))
        return placed

    def place_of(self, candidate_id: UUID, otherwise: float) -> float:
        """Return the place of a card; `otherwise` of one that the head does not know."""
        position = self.positions.get(candidate_id)
        return otherwise if position is None else FIRST_PLACE - position


class HeadBook:
    """The heads as editors were last shown them, by editor and choice. Its methods may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._heads: OrderedDict[tuple[str, str], ListHead] = OrderedDict()

    def keep(self, editor: str, choice: str, head: ListHead) -> None:
        """Keep the head with which a list began."""
        with self._lock:
            self._heads[editor, choice] = head
            self._heads.move_to_end((editor, choice))
            while len(self._heads) > KEPT_LISTS:
                self._heads.popitem(last=False)

    def find(self, editor: str, choice: str) -> ListHead | None:
        """Return the head with which a list began, if it is still kept."""
        with self._lock:
            return self._heads.get((editor, choice))
