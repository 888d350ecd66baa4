"""A page of the queue by worth: the head by what was learned, what lies below it by score."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from desk.learning import QueueLearning
from desk.ranking.head import FIRST_PLACE, HEAD_CARDS, NARROWED_CARDS, ListHead

Rows = list[dict[str, Any]]
LOOKS_INTO_ARTICLES = ("article_ids", "council", "trust", "funding", "since", "until", "story_id")
HIGHEST_SCORE = 1.0


def is_below_head(place: float | None) -> bool:
    """Return whether a place lies below the head of its list."""
    return place is not None and place <= HIGHEST_SCORE


class WorthListing:
    """Pages of one choice for one editor. `choice` names it, `asked` are the parameters that it asks of the query queue."""

    def __init__(self, learning: QueueLearning, editor: str, choice: str, asked: Mapping[str, Any]) -> None:
        self._learning = learning
        self._editor = editor
        self._choice = choice
        self.length = NARROWED_CARDS if any(asked[name] for name in LOOKS_INTO_ARTICLES) else HEAD_CARDS
        self._arranged = learning.arranging(editor)

    def page(
        self, query: Callable[..., Rows], asked: Mapping[str, Any], after: tuple[float, UUID] | None, most: int
    ) -> tuple[Rows, tuple[float, UUID] | None]:
        """Return `most` rows of the head after a place, each with its `place`, and the place after which the next page begins.

        A head that ends within the page ends it: what lies below is another page.
        """
        head: ListHead | None = self._learning.heads.find(self._editor, self._choice) if after else None
        left = 0

        def choose(found: Rows) -> Rows:
            nonlocal head, left
            if head is None:
                head = self._began(found)
            begun = head.place_of(after[1], after[0]) if after else FIRST_PLACE + 1
            rows = [{**row, "place": place} for place, row in head.placed(found) if place < begun]
            left = len(rows) - most
            drawn = head.drawn.intersection(row["candidate_id"] for row in rows[:most])
            self._learning.show(self._editor, drawn, more=after is not None)
            return rows[:most]

        rows = query("queue", **asked, number=self.length + 1, arrange=choose)
        if left > 0:
            return rows, (rows[-1]["place"], rows[-1]["candidate_id"])
        return rows, head.floor if head else None

    def _began(self, found: Sequence[Mapping[str, Any]]) -> ListHead:
        """Return the head of what was found, in the order of now, and keep it for later pages."""
        head = ListHead.of(self._arranged(found[: self.length]), found, self.length)
        self._learning.heads.keep(self._editor, self._choice, head)
        return head

    def whole(self, found: Rows) -> Rows:
        """Return all rows that were found, the head in the order of now and the others as they are."""
        places = {each: at for at, each in enumerate(self._arranged(found[: self.length]))}
        head = sorted(found[: self.length], key=lambda row: places[row["candidate_id"]])
        return [*head, *found[self.length :]]
