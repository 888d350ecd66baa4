"""The order of the queue: by worth, with a seeded share drawn at random, a policy's cards together.

What is drawn at random keeps the order honest: it teaches of cards that the order would never have shown, and tells how much
lies among them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from uuid import UUID

from nlp.ranking.worth import CardWorth

SAMPLED_EVERY = 20  # places: one in twenty is drawn at random
BATCH = 20  # places among which a policy's cards stand together: an editor reads its criteria once
SEED = "pledgewatch"


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A card at its place."""

    worth: CardWorth
    sampled: bool  # it stands here because it was drawn, and not for its worth

    @property
    def candidate_id(self) -> UUID:
        """The passage that stands for the card."""
        return self.worth.card.passage.candidate_id

    @property
    def why(self) -> tuple[str, ...]:
        """The words for its place, the strongest first."""
        drawn = ("drawn at random, to learn what the order leaves out",) if self.sampled else ()
        return (*drawn, *self.worth.why)


def draw(candidate_id: UUID, seed: str = SEED) -> float:
    """Return a candidate's number in [0, 1) by which it is drawn: the lowest first. It says nothing of the candidate."""
    digest = hashlib.sha256(f"{seed} {candidate_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def reading_order(cards: Iterable[CardWorth], decided: int = 0, seed: str = SEED) -> list[PlacedCard]:
    """Return the cards in the order in which to read them.

    `decided`: how many were read before, so that every twentieth is drawn however short a sitting is.
    """
    ranked = sorted(cards, key=lambda one: (-one.worth, str(one.card.passage.candidate_id)))
    drawn = iter(sorted(ranked, key=lambda one: draw(one.card.passage.candidate_id, seed)))
    by_worth = iter(ranked)
    placed: dict[UUID, PlacedCard] = {}
    for place in count(decided + 1):
        sampled = place % SAMPLED_EVERY == 0
        source = drawn if sampled else by_worth
        one = next((each for each in source if each.card.passage.candidate_id not in placed), None)
        if one is None:
            break
        placed[one.card.passage.candidate_id] = PlacedCard(one, sampled)
    return _together(list(placed.values()))


def _together(placed: Sequence[PlacedCard]) -> list[PlacedCard]:
    """Put a policy's cards together within each batch, in the order of their policies' best."""
    ordered: list[PlacedCard] = []
    for start in range(0, len(placed), BATCH):
        batch = placed[start : start + BATCH]
        policies = list(dict.fromkeys(one.worth.card.passage.policy_id for one in batch))
        ordered += sorted(batch, key=lambda one: policies.index(one.worth.card.passage.policy_id))
    return ordered
