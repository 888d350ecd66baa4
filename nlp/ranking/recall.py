"""How much of the evidence was found (recall), estimated from reads drawn at random from what was left unread.

What was left is parted into strata by score. Of each, so many were drawn and read, and so many of these were evidence: the
Horvitz-Thompson estimate of what a stratum hides is the drawn evidence, each counted once for every card that it stands for.
Policies and weeks are pooled, stratum by stratum: one policy's week has too few reads to say anything.

The interval is from the posterior of what each stratum still hides: a beta-binomial with Jeffreys' prior, which keeps its
promise where a stratum's sample has no evidence at all and a normal interval would be a point. Strata are drawn from
together, so the widths of strata do not add up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

CONFIDENCE = 0.95
DRAWS = 4_000  # of the posterior: the interval's ends are right to half a point
LEAST_READS = 20  # drawn at random, before anything is said: with fewer, 14% missed and none missed look alike
WIDEST = 0.6  # of an interval that is worth saying; a wider one says that it is not known
PRIOR = 0.5  # Jeffreys', shared by the strata: half a read that was evidence in all of them together, as the interval is of their sum
SEED = 20261128


@dataclass(frozen=True, slots=True)
class StratumSample:
    """A part of what was left unread, and what was drawn from it."""

    stratum: Hashable  # its band of scores
    left: int  # cards left, with those that were drawn
    read: int  # of them, drawn and read
    evidence: int  # of those, accepted


@dataclass(frozen=True, slots=True)
class RecallEstimate:
    """An estimate of recall with its interval, all in 0 to 1."""

    found: int  # pieces of evidence that the order found
    missed: float  # that what was left hides
    recall: float
    low: float
    high: float
    reads: int  # that it rests on


def estimate_recall(found: int, samples: Iterable[StratumSample], *, seed: int = SEED) -> RecallEstimate | None:
    """Return how much was found, or None where the samples allow no saying ("not yet known").

    `found`: pieces of evidence that were found among what was not drawn. Evidence that was drawn counts as found too: it
    is known now. Raises ValueError for a sample larger than its stratum.
    """
    strata = pooled(samples)
    reads = sum(one.read for one in strata)
    if reads < LEAST_READS or any(one.left and not one.read for one in strata):
        return None
    known = found + sum(one.evidence for one in strata)
    hidden = sum((one.left - one.read) * one.evidence / one.read for one in strata if one.read)
    numbers = np.random.default_rng(seed)
    missed = np.zeros(DRAWS)
    for one in strata:
        share = numbers.beta(one.evidence + PRIOR / len(strata), one.read - one.evidence + PRIOR, DRAWS)
        missed += numbers.binomial(one.left - one.read, share)
    if not known + hidden:
        return None
    drawn = known / np.maximum(known + missed, 1)
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = (float(end) for end in np.percentile(drawn, [tail, 100 - tail]))
    recall = known / (known + hidden)
    low, high = min(low, recall), max(high, recall)
    return None if high - low > WIDEST else RecallEstimate(known, hidden, recall, low, high, reads)


def pooled(samples: Iterable[StratumSample]) -> list[StratumSample]:
    """Return the samples of each stratum together, over policies and weeks.

    Raises:
        ValueError: more was read than was left, or more was evidence than was read.
    """
    totals: defaultdict[Hashable, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in samples:
        if not 0 <= one.evidence <= one.read <= one.left:
            raise ValueError(f"stratum {one.stratum}: {one.evidence} of {one.read} of {one.left}")
        for place, number in enumerate((one.left, one.read, one.evidence)):
            totals[one.stratum][place] += number
    return [
        StratumSample(stratum, *numbers) for stratum, numbers in sorted(totals.items(), key=lambda item: str(item[0]))
    ]


@dataclass(frozen=True, slots=True)
class CaptureRecapture:
    """How many there are, by how many of what one channel found another one found too (Chapman's estimator)."""

    both: int
    first: int
    second: int
    total: float
    low: float
    high: float


def chapman(first: int, second: int, both: int) -> CaptureRecapture | None:
    """Return the number of pieces of evidence that two channels allow to guess; None where they share fewer than seven.

    It supposes that the channels find independently: where both miss the same, there are more. Chapman, 1951; the
    interval is Sadinle's (2009), on the logarithm of what neither found. Raises ValueError for impossible counts.
    """
    if not 0 <= both <= min(first, second):
        raise ValueError(f"{both} found by both of {first} and {second}")
    if both < 7:
        return None
    only_first, only_second = first - both, second - both
    total = (first + 1) * (second + 1) / (both + 1) - 1
    spread = np.sqrt(
        1 / (both + 0.5)
        + 1 / (only_second + 0.5)
        + 1 / (only_first + 0.5)
        + (both + 0.5) / ((only_second + 0.5) * (only_first + 0.5))
    )
    unseen = (only_second + 0.5) * (only_first + 0.5) / (both + 0.5)
    seen = both + only_first + only_second - 0.5
    low, high = (float(seen + unseen * np.exp(side * 1.96 * spread)) for side in (-1, 1))
    return CaptureRecapture(both, first, second, total, low, high)


def band_of(score: float, bounds: Sequence[float]) -> int:
    """Return the stratum of a score: how many of the bounds lie at or below it."""
    return sum(score >= bound for bound in bounds)
