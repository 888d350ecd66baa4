"""How likely two sums are of one commitment: a logistic regression and boosted trees over named features, half each.

The regression carries what is always so; the trees find what tells only together with something else. Made by
`python -m nlp.training.train_stories`; nothing of scikit-learn at run time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.evidence.boosted_trees import BoostedTrees, read_trees
from nlp.stories.sum_comparison import SumComparison
from nlp.stories.sum_constraints import constrained
from nlp.stories.sum_features import sum_features

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CommitmentModel:
    """Weighs two sums. The thresholds are probabilities."""

    names: tuple[str, ...]
    weights: Floats
    bias: float
    trees: BoostedTrees
    least: float  # of the likeliest sums that can be one, for them to be joined
    least_mean: float  # of all pairs between two groups of such sums
    least_equal: float  # of each pair of equal sums in two groups: below it they are two commitments
    most_weak: float  # share of the pairs of equal sums between two groups that may be below it
    least_part: float  # of a smaller sum and a larger one that one article tells
    least_far: float  # of those that only two articles tell

    @property
    def least_joining(self) -> float:
        """The probability below which no pair of sums of two articles brings groups together."""
        return min(self.least, self.least_far)

    def probabilities(self, pairs: Sequence[SumComparison]) -> Floats:
        """Return how likely the sums of each pair are of one commitment; 0 for those that are certainly not."""
        if not pairs:
            return np.zeros(0)
        found = self.weigh(np.array([self.values(pair) for pair in pairs]))
        return np.array([constrained(pair, value) for pair, value in zip(pairs, found.tolist(), strict=True)])

    def values(self, pair: SumComparison) -> list[float]:
        """Return the features of a pair in the model's order."""
        found = sum_features(pair)
        return [found.get(name, 0.0) for name in self.names]

    def weigh(self, rows: Floats) -> Floats:
        """Return the mean of what the regression and the trees say of rows of features."""
        regression = 1 / (1 + np.exp(-(rows @ self.weights + self.bias)))
        mean: Floats = (regression + self.trees.probability(rows)) / 2
        return mean


def read_model(row: dict[str, Any]) -> CommitmentModel:
    """Return the model that an entry of stories.json holds."""
    return CommitmentModel(
        tuple(row["weights"]),
        np.array(list(row["weights"].values()), dtype=np.float64),
        row["bias"],
        read_trees(row["trees"]),
        row["least"],
        row["least mean"],
        row["least equal"],
        row["most weak"],
        row["least part"],
        row["least far"],
    )


@cache
def load_commitment_model() -> CommitmentModel:
    """Return the shipped model."""
    table = json.loads(files("nlp").joinpath("data/stories.json").read_text(encoding="utf-8"))
    return read_model(table["commitments"])
