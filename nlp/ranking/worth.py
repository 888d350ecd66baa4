"""What a card is worth an editor's minute: how likely it is accepted, times what it would change, its policy's weight, and how new it is.

Every factor that moves a card says so in words, for the card. Nothing here is learned: an editor can work each number out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nlp.ranking.lessons import RankedPassage
from warehouse.vocabulary.stances import Direction, Stance

AGAINST = 1.0  # what contradicting evidence adds: it is rarer, and it is what a tracker is for
AGAINST_VERDICT = 1.0  # a passage that points away from the verdict in force: it may have to be written anew
FIRST = 0.5  # the first accepted passage of its stance on the policy
STALE = 0.5  # at most, for a policy of which nothing was accepted for a year or more
STALE_DAYS = 365
MOVES_NOTHING = 0.3  # of its worth is left to context: it changes no verdict
STORY_HAS = {0: 1.0, 1: 0.7, 2: 0.5}  # of its worth is left after so many accepted passages of its story
STORY_HAS_THREE = 0.25
NEW = 1.25  # times, for what came since the editor was last here
AGED_DAYS = 180  # after which a report is worth half: the first cards of a new desk were up to ten years old
AGED_LEAST = 0.2  # of its worth stays with old evidence: a policy may have no other


@dataclass(frozen=True, slots=True)
class WatchedPolicy:
    """How a policy stands, as far as a new passage may change it."""

    weight: float = 1.0
    points: Direction | None = None  # where the verdict in force points; None for none, or one that points nowhere
    status: str = ""  # of that verdict, in words
    quiet_days: int | None = None  # since the newest accepted evidence was published; None: nothing was accepted yet
    accepted: Mapping[str, int] = field(default_factory=dict)  # passages by stance


@dataclass(frozen=True, slots=True)
class WaitingCard:
    """A card that waits: its best passage, with what its worth depends on."""

    passage: RankedPassage
    story_id: str
    stance: Stance
    direction: Direction
    age_days: int | None  # since it was published; None where the page gives no date
    new: bool  # whether it came since the editor was last here
    in_story: int  # passages of its story that were accepted for the policy


@dataclass(frozen=True, slots=True)
class CardWorth:
    """A card's worth, with the words for it."""

    card: WaitingCard
    probability: float
    worth: float
    factors: tuple[tuple[float, str], ...] = ()  # what moved it, each with its words

    @property
    def why(self) -> tuple[str, ...]:
        """The words for it, the strongest factor first."""
        told = sorted(self.factors, key=lambda one: -max(one[0], 1 / max(one[0], 1e-6)))
        return f"{self.probability:.0%} likely to be accepted", *(words for _, words in told)


def worth_of(card: WaitingCard, probability: float, policy: WatchedPolicy) -> CardWorth:
    """Return what a card is worth: 1 for one that is certain to be accepted and changes no more than another."""
    change = [*_changes(card, policy)]
    factors = [(1 + added, words) for added, words in change]
    if card.direction is Direction.CONTEXT:
        factors.append((MOVES_NOTHING, "context: it moves no verdict"))
    factors += _novelty(card)
    if policy.weight != 1:
        factors.append((policy.weight, f"the policy counts {policy.weight:g} times"))
    worth = probability * (1 + sum(added for added, _ in change))
    for factor, _ in factors[len(change) :]:
        worth *= factor
    return CardWorth(card, probability, worth, tuple(factors))


def _changes(card: WaitingCard, policy: WatchedPolicy) -> list[tuple[float, str]]:
    found = []
    if card.direction is Direction.CONTRADICTS:
        found.append((AGAINST, "it points against the promise"))
    if policy.points and card.direction not in (policy.points, Direction.CONTEXT):
        found.append((AGAINST_VERDICT, f"it points away from the verdict “{policy.status}”"))
    if card.direction is not Direction.CONTEXT and not policy.accepted.get(card.stance):
        found.append((FIRST, f"it would be the first that {card.stance.value} here"))
    if policy.quiet_days is not None and policy.quiet_days > STALE_DAYS / 4:
        share = min(1.0, policy.quiet_days / STALE_DAYS)
        found.append((STALE * share, f"the policy's newest evidence is {policy.quiet_days:,} days old"))
    return found


def _novelty(card: WaitingCard) -> list[tuple[float, str]]:
    found = []
    if card.new:
        found.append((NEW, "new since you were last here"))
    if card.in_story:
        left = STORY_HAS.get(card.in_story, STORY_HAS_THREE)
        passages = "a passage" if card.in_story == 1 else f"{card.in_story} passages"
        found.append(
            (
                left,
                f"{passages} of its story are accepted"
                if card.in_story > 1
                else f"{passages} of its story is accepted",
            )
        )
    if card.age_days is not None and card.age_days > AGED_DAYS / 6:
        aged = max(AGED_LEAST, 0.5 ** (card.age_days / AGED_DAYS))
        found.append((aged, f"published {card.age_days:,} days ago"))
    return found
