"""What matching is scored by: pairs of document and policy found, their ranking, and their direction and stance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nlp.training.evidence import LabelledDocument
from warehouse.records import Candidate
from warehouse.vocabulary.stances import Direction, Stance

Pair = tuple[str, str]  # document, policy


@dataclass(frozen=True, slots=True)
class PairScores:
    """How well the pairs were found."""

    true: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """The share of the pairs found that are true; 1 when none was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the true pairs that were found; 1 when there are none."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class StanceScores:
    """How well the true pairs that were found were read."""

    read: int
    direction: float  # share right
    always_advances: float  # share that the answer "advances" gets
    macro_f1: float  # of the three directions
    contradicting: float  # share found as such of those that contradict
    stance: float  # share with the exact stance right


def true_pairs(documents: Iterable[LabelledDocument], policies: set[str] | None = None) -> set[Pair]:
    """Return the pairs that the annotators named, of these policies where they are given."""
    return {
        (one.document_id, label.policy)
        for one in documents
        for label in one.labels
        if policies is None or label.policy in policies
    }


def pair_scores(true: set[Pair], found: set[Pair]) -> PairScores:
    """Return the counts."""
    return PairScores(len(true), len(found), len(true & found))


def mean_average_precision(true: set[Pair], scores: Mapping[Pair, float]) -> float:
    """Return the mean over policies of the average precision of the documents' ranking. A pair without a score is last."""
    by_policy: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for pair, score in scores.items():
        by_policy[pair[1]].append((score, pair in true))
    wanted: dict[str, int] = defaultdict(int)
    for _, policy in true:
        wanted[policy] += 1
    return sum(_average_precision(by_policy[policy], count) for policy, count in wanted.items()) / len(wanted)


def _average_precision(ranked: list[tuple[float, bool]], wanted: int) -> float:
    hits, total = 0, 0.0
    for rank, (_, right) in enumerate(sorted(ranked, reverse=True), start=1):
        if right:
            hits += 1
            total += hits / rank
    return total / wanted


def best_f1(true: set[Pair], scores: Mapping[Pair, float]) -> PairScores:
    """Return the counts at the threshold that suits the answers best: what a ranking could reach, not what it does."""
    best = PairScores(len(true), 0, 0)
    right = 0
    for number, pair in enumerate(sorted(scores, key=lambda one: -scores[one]), start=1):
        right += pair in true
        reached = PairScores(len(true), number, right)
        if reached.f1 > best.f1:
            best = reached
    return best


def stance_scores(documents: Sequence[LabelledDocument], found: Mapping[Pair, Candidate]) -> StanceScores:
    """Return how the best candidate of each true pair was read. Where an annotator names two stances, either is right."""
    labels: dict[Pair, list[tuple[Stance, Direction]]] = defaultdict(list)
    for one in documents:
        for label in one.labels:
            labels[one.document_id, label.policy].append((label.stance, label.direction))
    read = [(named, found[pair]) for pair, named in labels.items() if pair in found]
    if not read:
        return StanceScores(0, 0.0, 0.0, 0.0, 0.0, 0.0)
    told = [
        (candidate.direction if any(d is candidate.direction for _, d in named) else named[0][1], candidate.direction)
        for named, candidate in read
    ]
    contradicting = [guess for truth, guess in told if truth is Direction.CONTRADICTS]
    return StanceScores(
        read=len(read),
        direction=sum(truth is guess for truth, guess in told) / len(told),
        always_advances=sum(any(d is Direction.ADVANCES for _, d in named) for named, _ in read) / len(read),
        macro_f1=sum(_f1(told, direction) for direction in Direction) / len(Direction),
        contradicting=sum(guess is Direction.CONTRADICTS for guess in contradicting) / max(len(contradicting), 1),
        stance=sum(any(s is candidate.stance for s, _ in named) for named, candidate in read) / len(read),
    )


def _f1(told: Sequence[tuple[Direction, Direction]], direction: Direction) -> float:
    right = sum(truth is direction and guess is direction for truth, guess in told)
    named = sum(truth is direction for truth, _ in told) + sum(guess is direction for _, guess in told)
    return 2 * right / named if named else 1.0
