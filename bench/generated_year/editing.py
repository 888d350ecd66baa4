"""An editor who decides by the truth, at a desk that ranks as the product's does (`desk.learning`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from bench.generated_year.collecting import Intake
from bench.generated_year.year import FIRST_DAY
from desk.learning import QueueLearning
from nlp.ranking.order import PlacedCard
from warehouse.verdicts.rows import VerdictRow
from warehouse.vocabulary.decisions import Action, RejectReason

A_SITTING = 20  # cards at most
LEAST_LIKELY = (
    0.25  # a sitting ends where nothing waits that is likelier to be accepted, but for what was drawn at random
)
AT_ONCE = 5  # cards that are read before the order is asked again: the product learns after each
EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """Which parts of the order are at work."""

    name: str = "ours"
    learning: bool = True
    words: bool = True  # what passages say teaches
    names: bool = True  # what is known of them by name teaches
    stories: bool = True  # a card is a story, and not an article


@dataclass(frozen=True, slots=True)
class ReadCard:
    """A card that the editor decided."""

    sitting: int
    row: Mapping[str, Any]  # of the passage that stood for it
    accepted: bool
    drawn: bool  # at random
    passages: tuple[
        tuple[Mapping[str, Any], bool], ...
    ]  # all that the decision held for, and whether each was accepted


@dataclass(slots=True)
class SimulatedDesk:
    """Answers as the warehouse does, with what came so far and what the editor decided."""

    options: DeskOptions
    rows: dict[UUID, Mapping[str, Any]] = field(default_factory=dict)
    open: dict[UUID, Mapping[str, Any]] = field(default_factory=dict)
    stories: Mapping[UUID, UUID] = field(default_factory=dict)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    accepted: list[Mapping[str, Any]] = field(default_factory=list)
    visits: list[datetime] = field(default_factory=list)

    def take_in(self, intake: Intake) -> None:
        """Take in what came before a sitting."""
        came = {row["candidate_id"]: self._visible(row) for row in intake.rows}
        self.rows.update(came)
        self.open.update(came)
        self.stories = intake.stories
        self.visits.append(intake.at)

    def story_of(self, row: Mapping[str, Any]) -> UUID:
        """Return the story of a passage's article, or the article where cards are articles."""
        article_id: UUID = row["article_id"]
        return self.stories.get(article_id, article_id) if self.options.stories else article_id

    def query(self, name: str, **parameters: Any) -> list[dict[str, Any]]:
        """Return what the queries that the ranking asks give."""
        if name == "decisions_to_learn":
            known = self.decisions if self.options.learning else []
            return known[parameters["sequence"] :]
        if name == "passages_to_rank":
            return [dict(self.rows[each]) for each in parameters["candidate_ids"]]
        if name == "waiting_to_rank":
            return [{**row, "story_id": self.story_of(row), "state": "open"} for row in self.open.values()]
        if name in ("policy_weights", "held_from"):
            return []
        if name == "accepted_by_story":
            return list(self._accepted())
        raise LookupError(f"a desk of a generated year has no query {name}")

    def last_visit(self, editor: str, now: datetime) -> datetime | None:  # noqa: ARG002 -- one editor, at each sitting
        """Return the sitting before."""
        return self.visits[-2] if len(self.visits) > 1 else None

    def verdict_rows(self, policy_id: str | None = None) -> list[VerdictRow]:  # noqa: ARG002
        """Return no verdict: none is written."""
        return []

    def decide(self, row: Mapping[str, Any], accepted: bool) -> None:
        """Take a decision in."""
        self.open.pop(row["candidate_id"])
        self.decisions.append(
            {"sequence": len(self.decisions) + 1, "candidate_id": row["candidate_id"],
             "action": Action.ACCEPT if accepted else Action.REJECT,
             "reject_reason": None if accepted else RejectReason.NOT_THIS_POLICY}
        )  # fmt: skip
        if accepted:
            self.accepted.append(row)

    def _accepted(self) -> Iterable[dict[str, Any]]:
        passages: Counter[tuple[str, UUID, str]] = Counter()
        newest: dict[tuple[str, UUID, str], date] = {}
        for row in self.accepted:
            key = row["policy_id"], self.story_of(row), str(row["stance"])
            passages[key] += 1
            newest[key] = max(row["published_day"], newest.get(key, row["published_day"]))
        for (policy_id, story_id, stance), number in passages.items():
            yield {"policy_id": policy_id, "story_id": story_id, "stance": stance, "passages": number,
                   "newest": newest[policy_id, story_id, stance]}  # fmt: skip

    def _visible(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a row without what is not to teach."""
        if not self.options.words:
            row = {**row, "passage": "", "title": ""}
        if not self.options.names:
            row = {**row, "outlet_id": "", "field": "", "criterion": None, "announcement": None}
        return row


class TruthfulEditor:
    """Reads the cards of each sitting in the order of the desk, and accepts what the truth says is evidence."""

    def __init__(self, truth: Mapping[UUID, frozenset[str]], options: DeskOptions | None = None) -> None:
        """`truth`: the policies for which each article is evidence."""
        self._truth = truth
        self.desk = SimulatedDesk(options or DeskOptions())
        self._now = FIRST_DAY
        self._learning = QueueLearning(self.desk, lambda: self._now)
        self.read: list[ReadCard] = []

    def sit(self, number: int, intake: Intake, most: int = A_SITTING, least: float = LEAST_LIKELY) -> int:
        """Read what a sitting holds, and return how many cards that were."""
        self._now = intake.at + timedelta(minutes=5)
        self.desk.take_in(intake)
        read = 0
        while read < most:
            self._learning.refresh()
            cards = worth_reading(self._learning.order(EDITOR), least)
            if not cards:
                break
            for card in cards[: min(AT_ONCE, most - read)]:
                self._decide(number, card)
                read += 1
        return read

    def is_evidence(self, row: Mapping[str, Any]) -> bool:
        """Return whether a passage is evidence for its policy."""
        return row["policy_id"] in self._truth.get(row["article_id"], frozenset())

    def _decide(self, number: int, card: PlacedCard) -> None:
        lead = self.desk.rows[card.candidate_id]
        story, policy = self.desk.story_of(lead), lead["policy_id"]
        own = [
            row for row in self.desk.open.values() if row["policy_id"] == policy and self.desk.story_of(row) == story
        ]
        told = [(row, self.is_evidence(row)) for row in own]
        for row, accepted in told:
            self.desk.decide(row, accepted)
        self.read.append(ReadCard(number, lead, self.is_evidence(lead), card.sampled, tuple(told)))


def worth_reading(order: Sequence[PlacedCard], least: float) -> list[PlacedCard]:
    """Return the likely cards of an order, with those that were drawn at random between them; none behind the last likely one."""
    likely = [place for place, one in enumerate(order) if not one.sampled and one.worth.probability >= least]
    before = order[: likely[-1] + 1] if likely else []
    return [one for one in before if one.sampled or one.worth.probability >= least]


def read_year(
    intakes: Iterable[Intake],
    truth: Mapping[UUID, frozenset[str]],
    options: DeskOptions | None = None,
    numbers: Mapping[int, int] | None = None,
) -> TruthfulEditor:
    """Return an editor after a year of sittings; with `numbers`, so many cards are read at each, however unlikely."""
    editor = TruthfulEditor(truth, options)
    for number, intake in enumerate(intakes):
        if numbers is None:
            editor.sit(number, intake)
        else:
            editor.sit(number, intake, numbers.get(number, 0), 0.0)
    return editor


WITHOUT = (
    DeskOptions("without learning", learning=False),
    DeskOptions("without the words of passages", words=False),
    DeskOptions("without what is known by name", names=False),
    DeskOptions("without stories", stories=False),
)
"""The order without each of its parts."""
