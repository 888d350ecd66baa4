"""How likely two articles are of one story (event detection, near-duplicate detection): two small models over named features.

Two articles with dates are weighed by boosted trees, which were shown strangers of one week and subject; where a date is
missing, by a logistic regression over what their texts tell alone. Made by `python -m nlp.training.train_stories`; nothing of scikit-learn at run time.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from nlp.evidence.boosted_trees import BoostedTrees, read_trees
from nlp.stories.article import ArticleSigns
from nlp.stories.pair_features import TEXT_FEATURES, all_features, text_features

SAME_PAIRS = 256  # pairs of articles whose answer is kept: each of their sums asks for it again, soon after


@dataclass(frozen=True, slots=True)
class PairModel:
    """What weighs two articles, and the probability from which they are of one story, whichever of the two gave it."""

    weights: tuple[float, ...]  # of the regression
    bias: float
    trees: BoostedTrees
    threshold: float
    copied: float  # containment from which an article is a copy
    rewritten: float  # likewise a rewrite

    def without_dates(self, one: ArticleSigns, other: ArticleSigns) -> float:
        """Return what the regression says."""
        values = zip(self.weights, text_features(one, other), strict=True)
        return 1 / (1 + math.exp(-(self.bias + sum(weight * value for weight, value in values))))


@lru_cache(maxsize=SAME_PAIRS)
def probability(one: ArticleSigns, other: ArticleSigns) -> float:
    """Return how likely the two are of one story, 0 to 1."""
    return probabilities([(one, other)])[0]


def probabilities(pairs: Sequence[tuple[ArticleSigns, ArticleSigns]]) -> list[float]:
    """Return how likely the two of each pair are of one story, 0 to 1: many at once cost less than one by one."""
    model = load_pair_model()
    dated = [one.day is not None and other.day is not None for one, other in pairs]
    rows = [all_features(*pair) for pair, known in zip(pairs, dated, strict=True) if known]
    weighed = iter(model.trees.probability(np.array(rows)).tolist() if rows else ())
    return [next(weighed) if known else model.without_dates(*pair) for pair, known in zip(pairs, dated, strict=True)]


@cache
def load_pair_model() -> PairModel:
    """Return the shipped model."""
    row = json.loads(files("nlp").joinpath("data/stories.json").read_text(encoding="utf-8"))["pairs"]
    weights = tuple(float(row["weights"][name]) for name in TEXT_FEATURES)
    trees = read_trees(row["trees"])
    return PairModel(weights, row["bias"], trees, row["threshold"], row["copied"], row["rewritten"])
