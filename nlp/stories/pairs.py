"""How likely two articles are of one story (event detection, near-duplicate detection): two small models over named features.

Two articles with dates are weighed by boosted trees, which were shown strangers of one week and subject; where a date is
missing, by a logistic regression over what their texts tell alone. Made by `python -m nlp.training.train_stories`; nothing of scikit-learn at run time.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from nlp.evidence.boosted_trees import BoostedTrees, read_trees
from nlp.evidence.retrieval import shipped_frequencies
from nlp.stories.article import ArticleSigns
from nlp.stories.likeness import containment, cosine, dot_product, jaccard, overlap, rare_jaccard, rarity, split_vector

TEXT_FEATURES = (
    "likeness of the words",
    "likeness of the leads",
    "likeness of the titles",
    "containment",
    "shared sentences",
    "shared quotes",
    "shared sums",
    "sums without a twin",
    "shared figures",
    "rarity of shared names",
    "likeness of the names",
    "shared councils",
    "other councils in the leads",
)
"""What is told of any two articles."""

TIME_FEATURES = ("days apart", "same week", "same outlet", "likeness and same week")
"""What is told of two that have dates."""

EVENT_FEATURES = (
    "likeness without names",
    "likeness of names alone",
    "least of the two",
    "their product",
    "likeness of the leads without names",
    "likeness of the titles without names",
    "overlap of names",
    "overlap of people",
    "other people",
    "overlap of figures",
    "other figures",
    "overlap of sums",
    "overlap of councils",
    "one main council",
    "other main council",
    "word pairs",
    "word pairs without names",
    "signs against",
    "likeness less signs against",
)
"""Whether it is one event of a kind or two: what is alike beside the names, what in the names alone, and what speaks against it."""

FEATURES = (*TEXT_FEATURES, *TIME_FEATURES, *EVENT_FEATURES)
SAME_WEEK_DAYS = 7.0
MOST_SHARED = 3.0  # sentences, quotes, sums: more of them tell no more
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


def text_features(one: ArticleSigns, other: ArticleSigns) -> list[float]:
    """Return the values of TEXT_FEATURES for two articles."""
    table = shipped_frequencies()
    shared_names = one.names & other.names
    return [
        cosine(one, other),
        rare_jaccard(one.lead_stems, other.lead_stems, table),
        rare_jaccard(one.title_stems, other.title_stems, table),
        containment(one, other),
        min(len(one.sentences & other.sentences), MOST_SHARED),
        min(len(one.quotes & other.quotes), MOST_SHARED),
        min(len(one.sums & other.sums), MOST_SHARED),
        float(_disjoint(one.sums, other.sums)),
        min(len(one.numbers & other.numbers), MOST_SHARED),
        math.log1p(sum(rarity(name, table) for name in shared_names)),
        rare_jaccard(one.names, other.names, table),
        jaccard(one.councils.keys(), other.councils.keys()),
        float(_disjoint(one.lead_councils, other.lead_councils)),
    ]


def all_features(one: ArticleSigns, other: ArticleSigns) -> list[float]:
    """Return the values of FEATURES for two articles. Raises ValueError where one has no date."""
    if one.day is None or other.day is None:
        raise ValueError("an article without a date is weighed by its text alone")
    text, apart = text_features(one, other), abs(one.day - other.day)
    week = float(apart <= SAME_WEEK_DAYS)
    outlet = float(bool(one.article.outlet) and one.article.outlet == other.article.outlet)
    return [*text, math.log1p(apart), week, outlet, text[0] * week, *event_features(one, other)]


def event_features(one: ArticleSigns, other: ArticleSigns) -> list[float]:
    """Return the values of EVENT_FEATURES for two articles."""
    table = shipped_frequencies()
    (plain, named), (plain_other, named_other) = split_vector(one), split_vector(other)
    without, alone = dot_product(plain, plain_other), dot_product(named, named_other)
    names = one.name_stems | other.name_stems
    people, figures = _disjoint(one.people, other.people), _disjoint(one.numbers, other.numbers)
    main, main_other = one.main_council, other.main_council
    councils = main is not None and main_other is not None
    against = (
        float(people) + float(figures) + float(councils and main != main_other) + float(_disjoint(one.sums, other.sums))
    )
    pairs_without = [{pair for pair in each.word_pairs if not names & set(pair)} for each in (one, other)]
    return [
        without,
        alone,
        min(without, alone),
        without * alone,
        rare_jaccard(one.lead_stems - names, other.lead_stems - names, table),
        rare_jaccard(one.title_stems - names, other.title_stems - names, table),
        overlap(one.names, other.names),
        overlap(one.people, other.people),
        float(people),
        overlap(one.numbers, other.numbers),
        float(figures),
        overlap(one.sums, other.sums),
        overlap(one.councils.keys(), other.councils.keys()),
        float(councils and main == main_other),
        float(councils and main != main_other),
        overlap(one.word_pairs, other.word_pairs),
        overlap(*pairs_without),
        against,
        cosine(one, other) / (1 + against),
    ]  # fmt: skip


def _disjoint(one: Collection[object], other: Collection[object]) -> bool:
    """Return whether both hold something, and nothing in common."""
    return bool(one) and bool(other) and not set(one) & set(other)
