"""What one more decision costs the learner: `python -m bench.learning [--decisions 10000]`.

Invented passages of ninety words on one policy (the worst case) and on forty, half of them accepted by words that belong to
the policy. Measured is the CPU of taking one more decision in and of scoring what waits. Beside it scikit-learn's LinearSVC
on rows of the same words, trained from nothing, as one would without a warm start.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import uuid
from collections.abc import Sequence
from statistics import median

from bench.figure import Figure, measured_cpu
from nlp.ranking.learner import QueueLearner
from nlp.ranking.lessons import Lesson, RankedPassage
from warehouse.vocabulary.decisions import Action

VOCABULARY = 20_000
OWN_WORDS = 25  # of a policy, for each side
WORDS = 90  # of a passage
WAITING = 2_000  # candidates to score
TRIES = 7


def invented_lessons(count: int, policies: int, numbers: random.Random, first: int = 0) -> list[Lesson]:
    """Return decisions on invented passages."""
    made = []
    for number in range(first, first + count):
        policy, accepted = numbers.randrange(policies), numbers.random() < 0.45
        own = policy * 2 * OWN_WORDS + (0 if accepted else OWN_WORDS)
        words = [
            own + numbers.randrange(OWN_WORDS)
            if numbers.random() < 0.15
            else int(numbers.paretovariate(0.6)) % VOCABULARY
            for _ in range(WORDS)
        ]
        passage = RankedPassage(
            uuid.UUID(int=number + 1), f"policy-{policy}", " ".join(f"w{word}" for word in words), numbers.uniform(0.3, 0.9),
            (f"stance={numbers.randrange(4)}",), (f"outlet={numbers.randrange(20)}",), ("age=weeks",),
        )  # fmt: skip
        made.append(Lesson(number + 1, passage, Action.ACCEPT if accepted else Action.REJECT))
    return made


def one_more(decisions: int, policies: int) -> tuple[float, float]:
    """Return the CPU milliseconds of one decision more and of scoring the waiting ones; medians."""
    numbers = random.Random(7)
    learner = QueueLearner()
    learner.learn(invented_lessons(decisions, policies, numbers))
    waiting = [one.passage for one in invented_lessons(WAITING, policies, numbers, first=10 * decisions)]
    learner.see(waiting)
    taken, scored = [], []
    for number in range(TRIES):
        came = invented_lessons(1, policies, numbers, first=decisions + number)
        began = time.process_time()
        learner.learn(came)
        taken.append(time.process_time() - began)
        began = time.process_time()
        learner.probability(waiting)
        scored.append(time.process_time() - began)
    return 1000 * median(taken), 1000 * median(scored)


def from_nothing(decisions: int) -> float | None:
    """Return the CPU milliseconds of scikit-learn's LinearSVC on the same passages; None where it is not installed."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.svm import LinearSVC
    except ImportError:
        return None
    lessons = invented_lessons(decisions, 1, random.Random(7))
    rows = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit_transform([one.passage.text for one in lessons])
    with measured_cpu() as cpu:
        LinearSVC().fit(rows, [one.action is Action.ACCEPT for one in lessons])
    return 1000 * cpu.seconds


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table."""
    decisions = 1_000 if quick else 10_000
    with measured_cpu() as cpu:
        taken, scored = max(one_more(decisions, 1), one_more(decisions, 40))
    peer = from_nothing(decisions)
    return [
        Figure(
            f"CPU of one decision more at {decisions:,}, and of scoring {WAITING:,} candidates after it",
            f"{taken:.0f} ms and {scored:.0f} ms",
            f"{peer:.0f} ms: scikit-learn's LinearSVC, trained from nothing" if peer else "none: scikit-learn is not installed",
            peer / taken if peer else None,
            cpu.seconds,
        )
    ]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures, and return 0."""
    parser = argparse.ArgumentParser(description="Measure what one more decision costs the learner.")
    parser.add_argument("--decisions", type=int, default=10_000)
    options = parser.parse_args(arguments)
    for policies in (1, 40):
        taken, scored = one_more(options.decisions, policies)
        print(
            f"{options.decisions:,} decisions on {policies} policies: {taken:.0f} ms of CPU for one more, {scored:.0f} ms for {WAITING:,} scores"
        )
    peer = from_nothing(options.decisions)
    print(f"scikit-learn's LinearSVC from nothing: {peer:.0f} ms" if peer else "scikit-learn is not installed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
