"""Does the interval of recall keep its promise? `python -m bench.recall [--runs 400]`.

Simulated queues whose evidence is known: cards with scores and evidence by chance of the score, more or less well calibrated;
the editor reads the best, and a share of what was left is drawn by strata and read. Printed is how often the interval holds
the true recall, how wide it is, and how often it says that nothing is known; beside it the normal interval of the same
Horvitz-Thompson estimate, and an elusion sample without strata with Clopper and Pearson's interval's upper end.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
import numpy.typing as npt

from bench.figure import Figure, measured_cpu
from nlp.ranking.recall import StratumSample, band_of, estimate_recall, pooled

BOUNDS = (0.1, 0.25, 0.5)  # of the strata
PROMISE = 0.93


@dataclass(frozen=True, slots=True)
class SimulatedQueue:
    """A year's queue: how much comes, how much of it is evidence, how good the order is, how much is read and drawn."""

    name: str
    cards: int
    evidence: float  # share
    separation: float  # of the scores of evidence and the rest, in deviations
    read: float  # share, by score
    drawn: float  # share of the rest


QUEUES = (
    SimulatedQueue("a good order", 4_000, 0.10, 2.5, 0.30, 0.05),
    SimulatedQueue("a fair order", 4_000, 0.10, 1.5, 0.30, 0.05),
    SimulatedQueue("an order that knows little", 4_000, 0.10, 0.7, 0.30, 0.05),
    SimulatedQueue("rare evidence", 10_000, 0.01, 2.0, 0.15, 0.05),
    SimulatedQueue("much evidence", 2_000, 0.40, 1.5, 0.50, 0.10),
    SimulatedQueue("hardly drawn", 4_000, 0.10, 1.5, 0.30, 0.02),
    SimulatedQueue("nearly all read", 3_000, 0.15, 2.0, 0.70, 0.05),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the intervals of a queue's runs were."""

    held: float  # share that holds the truth, of those that say something
    width: float
    known: float  # share that says something
    normal_held: float  # of the normal interval


def samples_of(queue: SimulatedQueue, numbers: np.random.Generator) -> tuple[int, int, list[StratumSample]]:
    """Return one run: the evidence there is, the evidence found by reading, and the samples of the rest."""
    evidence = numbers.random(queue.cards) < queue.evidence
    margins = numbers.normal(size=queue.cards) + queue.separation * evidence
    scores: npt.NDArray[np.float64] = 1 / (1 + np.exp(-(margins - queue.separation)))
    cut = np.quantile(scores, 1 - queue.read)
    left = scores < cut
    drawn = left & (numbers.random(queue.cards) < queue.drawn)
    bands = np.array([band_of(score, BOUNDS) for score in scores])
    samples = []
    for band in range(len(BOUNDS) + 1):
        inside = left & (bands == band)
        if inside.any() and not (inside & drawn).any():
            drawn[np.flatnonzero(inside)[0]] = True
        samples.append(
            StratumSample(band, int(inside.sum()), int((inside & drawn).sum()), int((inside & drawn & evidence).sum()))
        )
    return int(evidence.sum()), int((evidence & ~left).sum()), samples


def normal_interval(found: int, samples: Sequence[StratumSample]) -> tuple[float, float]:
    """Return the interval of the Horvitz-Thompson total by its estimated variance, as textbooks have it."""
    known = found + sum(one.evidence for one in samples)
    hidden = variance = 0.0
    for one in samples:
        if not one.read:
            continue
        share = one.evidence / one.read
        hidden += (one.left - one.read) * share
        variance += one.left * (one.left - one.read) / one.read * share * (1 - share) * one.read / max(1, one.read - 1)
    spread = 1.96 * math.sqrt(variance)
    return known / max(1.0, known + hidden + spread), known / max(1.0, known + max(0.0, hidden - spread))


def simulate_queue(queue: SimulatedQueue, runs: int, seed: int = 1) -> Coverage:
    """Return how the intervals of so many runs hold the truth."""
    numbers = np.random.default_rng(seed)
    held, widths, normal = [], [], []
    for run in range(runs):
        total, found, samples = samples_of(queue, numbers)
        estimate = estimate_recall(found, samples, seed=run)
        truth = (found + sum(one.evidence for one in samples)) / total
        low, high = normal_interval(found, pooled(samples))
        normal.append(low <= truth <= high)
        if estimate is not None:
            held.append(estimate.low <= truth <= estimate.high)
            widths.append(estimate.high - estimate.low)
    return Coverage(fmean(held or [1.0]), fmean(widths or [0.0]), len(held) / runs, fmean(normal))


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table."""
    with measured_cpu() as cpu:
        all_of = [simulate_queue(queue, 60 if quick else 400) for queue in QUEUES]
    worst, peer = min(one.held for one in all_of), min(one.normal_held for one in all_of)
    return [
        Figure(
            f"Interval of recall (95%): simulated queues of which it holds the truth, the worst of {len(QUEUES)} kinds",
            f"{worst:.3f}", f"{peer:.3f}: the normal interval of the same estimate", worst / peer, cpu.seconds,
        )
    ]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the coverage of each kind of queue; return 1 where one is below the promise."""
    parser = argparse.ArgumentParser(description="Measure how often the interval of recall holds the truth.")
    parser.add_argument("--runs", type=int, default=400)
    options = parser.parse_args(arguments)
    failed = 0
    for queue in QUEUES:
        found = simulate_queue(queue, options.runs)
        failed += found.held < PROMISE
        print(
            f"{queue.name:28} holds the truth {found.held:.3f} (normal {found.normal_held:.3f})   "
            f"width {found.width:.2f}   says something {found.known:.2f}"
        )
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
