"""One decision for all that a choice of the queue lists (bulk action): what it would take, kept from the preview until it is taken."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any
from uuid import UUID

from warehouse.errors import AlreadyDecidedError
from warehouse.records import Decision, identifier

MOST_PASSAGES = 1_000  # of one bulk decision: two seconds of CPU, four for its undo
MOST_PREVIEWS = 50  # that are kept, the latest; of an earlier one the editor looks again
AT_ONCE = 100  # passages in one transaction: colleagues' decisions pass between two


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What one decision would take: exactly the passages that the editor was shown."""

    action_id: UUID
    passages: tuple[Mapping[str, Any], ...]  # rows of the query queue_passages

    @property
    def cards(self) -> int:
        """How many cards they stand on."""
        return len({(row["policy_id"], row["story_id"]) for row in self.passages})

    @property
    def policies(self) -> tuple[tuple[str, int], ...]:
        """Each policy's title with its passages, the most first."""
        return tuple(Counter(row["policy_title"] for row in self.passages).most_common())


@dataclass(frozen=True, slots=True)
class BulkPreviews:
    """The latest previews, in memory. Any thread may use it."""

    _held: OrderedDict[UUID, BulkPreview] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def keep(self, preview: BulkPreview) -> BulkPreview:
        """Keep a preview, and return it."""
        with self._lock:
            self._held[preview.action_id] = preview
            while len(self._held) > MOST_PREVIEWS:
                self._held.popitem(last=False)
        return preview

    def find(self, action_id: UUID) -> BulkPreview | None:
        """Return a preview, or None where it is not kept any more."""
        with self._lock:
            return self._held.get(action_id)


@dataclass(frozen=True, slots=True)
class BulkReceipt:
    """What a bulk decision took, and what it left alone as somebody else had decided it by then."""

    taken: tuple[UUID, ...]
    left: tuple[UUID, ...]


def decide_all(warehouse: Any, preview: BulkPreview, decision: Decision) -> BulkReceipt:
    """Keep one decision on every passage of a preview, under one action; return what was taken. Sent twice it is one.

    The first that is taken carries the action's own identifier, so that its undo brings all of them back.
    """
    waiting = [_decision_on(row, decision, preview.action_id) for row in preview.passages]
    taken: list[UUID] = []
    while waiting and not taken:
        first = replace(waiting.pop(0), decision_id=preview.action_id)
        try:
            warehouse.decide(first)
            taken.append(first.candidate_id)
        except AlreadyDecidedError:
            continue
    for batch in _batches(waiting):
        taken += _kept(warehouse, batch)
    held = set(taken)
    left = tuple(row["candidate_id"] for row in preview.passages if row["candidate_id"] not in held)
    return BulkReceipt(tuple(taken), left)


def _decision_on(row: Mapping[str, Any], decision: Decision, action_id: UUID) -> Decision:
    return replace(
        decision,
        decision_id=identifier(str(action_id), str(row["candidate_id"])),
        candidate_id=row["candidate_id"],
        replaces=row["decision_id"],
        action_id=action_id,
    )


def _batches(decisions: Sequence[Decision]) -> Iterator[list[Decision]]:
    for first in range(0, len(decisions), AT_ONCE):
        yield list(decisions[first : first + AT_ONCE])


def _kept(warehouse: Any, batch: list[Decision]) -> list[UUID]:
    """Return the candidates of a batch that were taken: where its first was decided meanwhile, the next one leads it."""
    while batch:
        try:
            return [each.decision.candidate_id for each in warehouse.decide_card(batch[0], batch[1:])]
        except AlreadyDecidedError:
            batch = batch[1:]
    return []
