"""The queue as it learns: what was decided is taken in beside the requests, and what waits is put in order by it."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from desk.ranking.head import HeadBook
from desk.wording.words import LONDON
from nlp.ranking.learner import UNTAUGHT, QueueLearner
from nlp.ranking.lessons import Lesson, RankedPassage
from nlp.ranking.order import PlacedCard, reading_order
from nlp.ranking.worth import CardWorth, WaitingCard, WatchedPolicy, worth_of
from warehouse.errors import WarehouseError
from warehouse.records import DecisionRanking
from warehouse.verdicts.rows import VerdictRow
from warehouse.vocabulary.decisions import Action, RejectReason
from warehouse.vocabulary.policies import points_of
from warehouse.vocabulary.stances import Direction, Stance

DEFERRED_DAYS = 7  # a card that was put off comes back after a week
RANKED_AT_MOST = 5_000  # passages that wait, the strongest; more would take longer than 200 ms of CPU after a decision
READ_AT_ONCE = 2_000  # decisions or passages read in one query

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RankedCandidate:
    """A candidate with what its card's worth depends on."""

    passage: RankedPassage
    stance: Stance
    direction: Direction
    published: date | None
    came: datetime


CardKey = tuple[str, str]  # policy and story


@dataclass(frozen=True, slots=True)
class Ranked:
    """What the ranking said at one moment."""

    model: str = UNTAUGHT
    decisions: int = 0
    leads: Mapping[CardKey, RankedCandidate] = field(default_factory=dict)  # the likeliest passage of each card
    cards: Mapping[UUID, CardKey] = field(default_factory=dict)  # of each passage
    least: float = 0.0  # the score down to which the passages that wait were read
    probabilities: Mapping[UUID, float] = field(default_factory=dict)
    standings: Mapping[str, WatchedPolicy] = field(default_factory=dict)
    in_story: Mapping[tuple[str, str], int] = field(default_factory=dict)


class QueueLearning:
    """Learns from the warehouse's decisions in a thread of its own, which lives while there is something to learn."""

    def __init__(self, warehouse: Any, now: Callable[[], datetime]) -> None:
        self._warehouse = warehouse
        self._now = now
        self._learner = QueueLearner()
        self._known: dict[UUID, RankedCandidate] = {}
        self._sequence = 0
        self._work = threading.Lock()  # one learns at a time
        self._state = threading.Lock()  # guards the three below
        self._caught_up = threading.Condition(self._state)
        self._asked = self._running = self._closed = False
        self._drawn: dict[str, frozenset[UUID]] = {}  # by editor: what was drawn at random and shown
        self._missed: set[UUID] = set()  # passages that came since, for which the ranking was asked to look again
        self.heads = HeadBook()
        self.ranked = Ranked()

    def tell(self) -> None:
        """Say that something was decided or loaded. Returns at once; may be called from any thread."""
        with self._state:
            self._asked = True
            if self._running or self._closed:
                return
            self._running = True
        threading.Thread(target=self._keep_up, name="learn", daemon=True).start()

    def close(self) -> None:
        """Learn no more, and wait for what is under way."""
        with self._state:
            self._closed = True
        with self._work:
            pass

    def refresh(self) -> Ranked:
        """Take in what was decided since, rank what waits, and return that. Raises WarehouseError."""
        with self._work:
            self._learn()
            self.ranked = self._rank()
            return self.ranked

    def order(self, editor: str) -> list[PlacedCard]:
        """Return the cards that wait in the order in which this editor should read them. Raises WarehouseError."""
        ranked = self.ranked if self.ranked.leads else self.refresh()
        today, since = self._moment_of(editor)
        own = {row["candidate_id"] for row in self._warehouse.query("held_from", viewer=editor)} if editor else set()
        leads = [(lead, story) for (_, story), lead in ranked.leads.items() if lead.passage.candidate_id not in own]
        worths = [self._worth(ranked, lead, story, today, since) for lead, story in leads]
        return reading_order(worths, ranked.decisions)

    def arranging(self, editor: str) -> Callable[[Sequence[Mapping[str, Any]]], dict[UUID, bool]]:
        """Return what puts rows of the query queue in the order in which this editor should read them: their candidates, and whether each was drawn.

        It reads nothing, so that it may be called in the middle of a query. A card that came since the ranking last looked
        counts by its score alone, and the ranking looks again.
        """
        ranked, (today, since) = self.ranked, self._moment_of(editor)

        def arranged(rows: Sequence[Mapping[str, Any]]) -> dict[UUID, bool]:
            shown, worths = {}, []
            for row in rows:
                card = row["policy_id"], str(row["story_id"])
                lead = ranked.leads.get(card) or newcomer(row)
                shown[lead.passage.candidate_id] = row["candidate_id"]
                worths.append(self._worth(ranked, lead, card[1], today, since))
            missed = {row["candidate_id"] for row in rows if row["score"] > ranked.least} - ranked.cards.keys()
            if missed - self._missed:
                self._missed = missed
                self.tell()
            return {shown[one.candidate_id]: one.sampled for one in reading_order(worths, ranked.decisions)}

        return arranged

    def show(self, editor: str, drawn: Iterable[UUID], *, more: bool = False) -> None:
        """Keep in mind what was drawn at random and shown to an editor, so that decisions on it are known for samples.

        `more`: beside what was shown before.
        """
        before = self._drawn.get(editor, frozenset()) if more else frozenset()
        self._drawn[editor] = before.union(drawn)

    def wait(self, seconds: float) -> None:
        """Wait until what was told is learned, and no longer than so many seconds."""
        with self._caught_up:
            self._caught_up.wait_for(lambda: not self._running, seconds)

    @property
    def behind(self) -> bool:
        """Whether something was told that the ranking does not know yet."""
        with self._state:
            return self._running

    def ranking_of(self, candidate_id: UUID, editor: str) -> DecisionRanking | None:
        """Return what the ranking says of a candidate now; None of one that it has not seen."""
        ranked = self.ranked
        probability = ranked.probabilities.get(candidate_id)
        if probability is None:
            return None
        sampled = candidate_id in self._drawn.get(editor, frozenset())
        return DecisionRanking(ranked.model, round(probability, 4), sampled)

    def why(self, candidate_id: UUID) -> tuple[str, ...]:
        """Return in words what a candidate's card is worth; nothing of one that the ranking has not seen."""
        ranked = self.ranked
        card = ranked.cards.get(candidate_id)
        if card is None:
            return ()
        return self._worth(ranked, ranked.leads[card], card[1], self._now().astimezone(LONDON).date(), None).why

    def _moment_of(self, editor: str) -> tuple[date, datetime | None]:
        """Return the day it is in London, and when the editor was last here."""
        now = self._now()
        return now.astimezone(LONDON).date(), self._warehouse.last_visit(editor, now)

    def _keep_up(self) -> None:
        while True:
            with self._state:
                if not self._asked or self._closed:
                    self._running = False
                    self._caught_up.notify_all()
                    return
                self._asked = False
            try:
                self.refresh()
            except WarehouseError as error:
                log.warning("the queue does not learn for now: %s", error)
            except Exception:
                log.exception("the queue could not learn")

    def _learn(self) -> None:
        while rows := self._warehouse.query("decisions_to_learn", sequence=self._sequence, number=READ_AT_ONCE):
            self._read([row["candidate_id"] for row in rows])
            self._learner.learn(
                Lesson(
                    row["sequence"],
                    self._known[row["candidate_id"]].passage,
                    Action(row["action"]),
                    RejectReason(row["reject_reason"]) if row["reject_reason"] else None,
                )
                for row in rows
                if row["candidate_id"] in self._known
            )
            self._sequence = rows[-1]["sequence"]

    def _read(self, candidate_ids: Sequence[UUID]) -> None:
        """Read what is not known yet of these candidates."""
        missing = [each for each in dict.fromkeys(candidate_ids) if each not in self._known]
        for start in range(0, len(missing), READ_AT_ONCE):
            wanted = missing[start : start + READ_AT_ONCE]
            for row in self._warehouse.query("passages_to_rank", candidate_ids=wanted):
                self._known[row["candidate_id"]] = ranked_candidate(row)

    def _rank(self) -> Ranked:
        due = self._now() - timedelta(days=DEFERRED_DAYS)
        rows = self._warehouse.query("waiting_to_rank", due=due, number=RANKED_AT_MOST)
        self._read([row["candidate_id"] for row in rows])
        waiting = [
            (self._known[row["candidate_id"]], str(row["story_id"]))
            for row in rows
            if row["candidate_id"] in self._known
        ]
        passages = [one.passage for one, _ in waiting]
        self._learner.see(passages)
        chances = self._learner.probability(passages)
        best: dict[CardKey, tuple[float, RankedCandidate]] = {}
        for (one, story), chance in zip(waiting, chances, strict=True):
            key = one.passage.policy_id, story
            if key not in best or chance > best[key][0]:
                best[key] = float(chance), one
        accepted = self._warehouse.query("accepted_by_story")
        in_story: Counter[tuple[str, str]] = Counter()
        for row in accepted:
            in_story[row["policy_id"], str(row["story_id"])] += row["passages"]
        return Ranked(
            model=self._learner.model,
            decisions=self._learner.decisions,
            leads={card: one for card, (_, one) in best.items()},
            cards={one.passage.candidate_id: (one.passage.policy_id, story) for one, story in waiting},
            least=rows[-1]["score"] if len(rows) == RANKED_AT_MOST else -1.0,
            probabilities={
                one.passage.candidate_id: float(chance) for (one, _), chance in zip(waiting, chances, strict=True)
            },
            standings=standings(
                self._warehouse.verdict_rows(),
                accepted,
                {row["policy_id"]: row["weight"] for row in self._warehouse.query("policy_weights")},
                self._now().astimezone(LONDON).date(),
            ),
            in_story=in_story,
        )

    def _worth(
        self, ranked: Ranked, lead: RankedCandidate, story: str, today: date, since: datetime | None
    ) -> CardWorth:
        card = WaitingCard(
            passage=lead.passage,
            story_id=story,
            stance=lead.stance,
            direction=lead.direction,
            age_days=max(0, (today - lead.published).days) if lead.published else None,
            new=since is not None and lead.came > since,
            in_story=ranked.in_story.get((lead.passage.policy_id, story), 0),
        )
        standing = ranked.standings.get(lead.passage.policy_id, WatchedPolicy())
        probability = ranked.probabilities.get(lead.passage.candidate_id, lead.passage.score)
        return worth_of(card, probability, standing)


def newcomer(row: Mapping[str, Any]) -> RankedCandidate:
    """Return a candidate that the ranking has not seen, from a row of the query queue as it was found."""
    passage = RankedPassage(row["candidate_id"], row["policy_id"], "", row["score"])
    came = row["seen"] or datetime.min.replace(tzinfo=UTC)
    return RankedCandidate(passage, Stance(row["stance"]), Direction(row["direction"]), None, came)


def ranked_candidate(row: Mapping[str, Any]) -> RankedCandidate:
    """Return a candidate from a row of the query passages_to_rank."""
    came, published = row["first_made_at"], row["published_day"]
    age = None if published is None else (came.astimezone(LONDON).date() - published).days
    aged = "unknown" if age is None else "days" if age < 14 else "months" if age < 180 else "years"
    told = ("told=again",) if (row["announcement"] or 0) > 1 else ()
    passage = RankedPassage(
        candidate_id=row["candidate_id"],
        policy_id=row["policy_id"],
        text=f"{row['title'] or ''}\n{row['passage']}",
        score=row["score"],
        kind=(f"stance={row['stance']}", f"criterion={str(row['criterion'] or 'none').split()[0]}"),
        source=(f"outlet={row['outlet_id']}", f"field={row['field']}"),
        news=(f"age={aged}", *told),
    )
    return RankedCandidate(passage, Stance(row["stance"]), Direction(row["direction"]), published, came)


def standings(
    book: Sequence[VerdictRow], accepted: Sequence[Mapping[str, Any]], weights: Mapping[str, float], today: date
) -> dict[str, WatchedPolicy]:
    """Return how each policy stands, by its verdict in force, by what was accepted for it and by the weight of its file."""
    statuses = {row.policy_id: row.written.verdict.status for row in book if row.written}
    stances: dict[str, Counter[str]] = {}
    newest: dict[str, date] = {}
    for row in accepted:
        policy_id = row["policy_id"]
        stances.setdefault(policy_id, Counter())[row["stance"]] += row["passages"]
        if row["newest"] is not None:
            newest[policy_id] = max(row["newest"], newest.get(policy_id, row["newest"]))
    return {
        each: WatchedPolicy(
            weight=weights.get(each, 1.0),
            points=points_of(statuses.get(each, "")),
            status=statuses.get(each, ""),
            quiet_days=max(0, (today - newest[each]).days) if each in newest else None,
            accepted=stances.get(each, Counter()),
        )
        for each in statuses.keys() | stances.keys() | weights.keys()
    }
