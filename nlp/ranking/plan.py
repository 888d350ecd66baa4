"""What fits into an editor's minutes, by the editor's own pace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from nlp.ranking.order import PlacedCard

USUAL_SECONDS = 25.0  # a card, for an editor of whom nothing is known yet
LONGEST_SECONDS = 300.0  # between two decisions of one sitting; a longer pause was spent elsewhere
LEAST_PAUSES = 5  # known, before an editor's own pace counts


@dataclass(frozen=True, slots=True)
class PlannedPolicy:
    """The cards of one policy in a plan."""

    policy_id: str
    cards: int


@dataclass(frozen=True, slots=True)
class ReadingPlan:
    """What to read in so many minutes."""

    minutes: int
    seconds: float  # a card, that were reckoned with
    own_pace: bool  # whether these are the editor's own
    cards: tuple[PlacedCard, ...]
    policies: tuple[PlannedPolicy, ...]  # in the order in which they come


def pace(decided_at: Sequence[datetime]) -> float | None:
    """Return an editor's seconds a card, by the pauses between decisions of one sitting; None where too few are known.

    Decisions of one moment are one card's.
    """
    moments = sorted(set(decided_at))
    pauses = [(after - before).total_seconds() for before, after in pairwise(moments)]
    within = [pause for pause in pauses if 0 < pause <= LONGEST_SECONDS]
    return median(within) if len(within) >= LEAST_PAUSES else None


def plan(order: Sequence[PlacedCard], minutes: int, own: float | None) -> ReadingPlan:
    """Return the first cards of an order that fit into the minutes; one card at least, where any waits."""
    seconds = own or USUAL_SECONDS
    fitting = max(1, int(timedelta(minutes=minutes).total_seconds() / seconds))
    cards = tuple(order[:fitting])
    counts = Counter(one.worth.card.passage.policy_id for one in cards)
    policies = tuple(PlannedPolicy(policy_id, number) for policy_id, number in counts.items())
    return ReadingPlan(minutes, seconds, own is not None, cards, policies)
