"""The learner: a linear model for each policy on top of the matcher's score, trained on what editors decided.

Three layers, each corrected by the next: the matcher's score; a model of what is known by name (outlets, kinds, ages) that all
policies share; and a model of words and names for each policy. A new policy starts with the first two. Training goes on from
where it stood, so that one more decision costs milliseconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np

from nlp.ranking.calibration import Calibration, log_odds
from nlp.ranking.card_features import CARD_WIDTH, CardFeatures
from nlp.ranking.costs import even_costs
from nlp.ranking.lessons import ALL, Lesson, RankedPassage, standing
from nlp.ranking.linear import Examples, minimise
from nlp.ranking.sparse import Columns, SparseRow, SparseRows, Vector
from warehouse.vocabulary.decisions import Action

COST = 1.0  # of an error on a decision: a card is short, and each decision was one of an editor who read it
CALIBRATED_BY = 2_000  # decisions, the latest: what editors accept drifts
RULES = "learn-1"  # raise it when features or training change: models of another are other models
UNTAUGHT = f"{RULES}-0"  # the model before any decision


@dataclass(frozen=True, slots=True)
class SparseWeights:
    """A model's weights, without those that are nothing: dense ones of forty policies would take 300 MB."""

    columns: Columns
    values: Vector

    @classmethod
    def of(cls, dense: Vector) -> SparseWeights:
        """Return the weights that are not nothing."""
        columns = np.flatnonzero(dense)
        return cls(columns, dense[columns])

    def dense(self) -> Vector:
        """Return a weight for each column."""
        weights = np.zeros(CARD_WIDTH)
        weights[self.columns] = self.values
        return weights


NOTHING = SparseWeights(np.zeros(0, dtype=np.int64), np.zeros(0))


@dataclass(frozen=True, slots=True)
class TaughtLesson:
    """A lesson with the rows that it teaches by, made once."""

    lesson: Lesson
    row: SparseRow  # what it speaks of
    named: SparseRow  # of that, what is known by name
    unspoken: SparseRow | None  # the rest of the card: it stays as good or as bad as it is; None where all is spoken of


@dataclass(slots=True)
class PolicyLessons:
    """What was decided of one policy's candidates, the latest decision of each, and the model of it."""

    taught: dict[UUID, TaughtLesson]
    weights: SparseWeights = NOTHING


class QueueLearner:
    """Takes decisions in, and says of candidates how likely they are to be accepted. Not for several threads at once."""

    def __init__(self) -> None:
        self._features = CardFeatures()
        self._policies: dict[str, PolicyLessons] = {}
        self._shared = NOTHING
        self._calibration = Calibration()
        self._came_true: list[
            tuple[float, float, float]
        ] = []  # prior and margin before a decision; 1 where it accepted
        self._digest = hashlib.sha256(RULES.encode())
        self.model = UNTAUGHT
        self.decisions = 0

    def see(self, passages: Sequence[RankedPassage]) -> None:
        """Count the words of candidates that wait."""
        self._features.add(passages)

    def learn(self, lessons: Iterable[Lesson]) -> None:
        """Take decisions in, in their order, and train the models that they change.

        Many at once are taken in pieces, each double the one before: the margins before each piece tell how probable
        a margin is.
        """
        came = standing(lessons)
        self._features.add([one.passage for one in came])
        taken, piece = 0, max(20, self.decisions // 10)
        while taken < len(came):
            self._learn(came[taken : taken + piece])
            taken, piece = taken + piece, piece * 2

    def probability(self, passages: Sequence[RankedPassage]) -> Vector:
        """Return how likely each candidate is to be accepted."""
        return self._calibration.probability(_prior(passages), self._margins(passages))

    def _learn(self, came: Sequence[Lesson]) -> None:
        told = [one for one in came if one.teaching.words]
        passages = [one.passage for one in told]
        for one, prior, margin in zip(told, _prior(passages), self._margins(passages), strict=True):
            self._came_true.append((float(prior), float(margin), float(one.action is Action.ACCEPT)))
        self._came_true = self._came_true[-CALIBRATED_BY:]
        changed = set()
        for one in came:
            policy = self._policies.setdefault(one.passage.policy_id, PolicyLessons({}))
            policy.taught.pop(one.passage.candidate_id, None)
            taught = self._taught(one)
            if len(taught.named.columns):
                policy.taught[one.passage.candidate_id] = taught
            changed.add(one.passage.policy_id)
            self._digest.update(f"{one.sequence} {one.passage.candidate_id} {one.action} {one.reason}\n".encode())
        self.decisions += len(came)
        self._train_shared()
        for policy_id in sorted(changed):
            self._train(self._policies[policy_id])
        if self._came_true:
            known = np.array(self._came_true)
            self._calibration = Calibration.of(known[:, 0], known[:, 1], known[:, 2])
        self.model = f"{RULES}-{self.decisions}-{self._digest.hexdigest()[:10]}"

    def _taught(self, lesson: Lesson) -> TaughtLesson:
        passage, speaks = lesson.passage, lesson.teaching
        row, named = self._features.row(passage, speaks), self._features.row(passage, replace(speaks, words=False))
        if speaks == ALL:
            return TaughtLesson(lesson, row, named, None)
        whole = self._features.row(passage)
        left = ~np.isin(whole.columns, row.columns)
        return TaughtLesson(lesson, row, named, SparseRow(whole.columns[left], whole.values[left]))

    def _train_shared(self) -> None:
        """Train the model of names on every policy's decisions."""
        taught = [one for policy in self._policies.values() for one in policy.taught.values()]
        rows = [one.named for one in taught]
        self._shared = _trained(taught, rows, self._shared, NOTHING)

    def _train(self, policy: PolicyLessons) -> None:
        taught = list(policy.taught.values())
        policy.weights = _trained(taught, [one.row for one in taught], policy.weights, self._shared)

    def _margins(self, passages: Sequence[RankedPassage]) -> Vector:
        if not passages:
            return np.zeros(0)
        rows = self._features.rows(passages)
        margins = rows.dot(self._shared.dense())
        policies = np.array([one.policy_id for one in passages])
        for policy_id in set(policies.tolist()) & self._policies.keys():
            own = policies == policy_id
            margins[own] += rows.chosen(own).dot(self._policies[policy_id].weights.dense())
        return margins


def _prior(passages: Sequence[RankedPassage]) -> Vector:
    return log_odds(np.array([one.score for one in passages], dtype=np.float64))


def _trained(
    taught: Sequence[TaughtLesson], of_lessons: Sequence[SparseRow], start: SparseWeights, below: SparseWeights
) -> SparseWeights:
    """Return weights trained on lessons, over what the score and the layer below say already.

    What a lesson does not speak of counts as it did: an old story on a good subject teaches that old is bad, and how bad.
    """
    if not taught:
        return NOTHING
    rows = SparseRows.of(of_lessons, CARD_WIDTH)
    sides = np.array([1.0 if one.lesson.action is Action.ACCEPT else -1.0 for one in taught])
    before, lower = start.dense(), below.dense()
    known = before + lower
    unspoken = [
        0.0 if one.unspoken is None else float(known[one.unspoken.columns] @ one.unspoken.values) for one in taught
    ]
    offsets = _prior([one.lesson.passage for one in taught]) + rows.dot(lower) + np.array(unspoken)
    return SparseWeights.of(minimise(Examples(rows, sides, even_costs(sides, COST), offsets), before))
