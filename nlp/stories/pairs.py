"""How likely two articles are of one story (event detection, near-duplicate detection): a logistic regression over named features."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.evidence.retrieval import Frequencies, shipped_frequencies
from nlp.stories.article import ArticleSigns

FEATURES = (
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
    "days apart",
    "same week",
    "same outlet",
    "likeness and same week",
)
SAME_WEEK_DAYS = 7.0
UNKNOWN_DAYS = 2.0  # apart, where one has no date: as reports of one event usually are
MOST_SHARED = 3.0  # sentences, quotes, sums: more of them tell no more
NAME_RARITY = 6.0  # of a name that no stem of the table knows


@dataclass(frozen=True, slots=True)
class PairModel:
    """Weights of the features, and the probability from which two articles are of one story."""

    weights: tuple[float, ...]
    bias: float
    threshold: float
    copied: float  # containment from which an article is a copy
    rewritten: float  # likewise a rewrite


def pair_features(one: ArticleSigns, other: ArticleSigns) -> list[float]:
    """Return the values of FEATURES for two articles, in either order."""
    table = shipped_frequencies()
    likeness = cosine(one, other)
    apart = UNKNOWN_DAYS if one.day is None or other.day is None else abs(one.day - other.day)
    week = float(apart <= SAME_WEEK_DAYS)
    shared_names = one.names & other.names
    lead_one, lead_other = one.lead_councils, other.lead_councils
    strangers = float(bool(lead_one) and bool(lead_other) and not lead_one & lead_other)
    return [
        likeness,
        rare_jaccard(one.lead_stems, other.lead_stems, table),
        rare_jaccard(one.title_stems, other.title_stems, table),
        containment(one, other),
        min(len(one.sentences & other.sentences), MOST_SHARED),
        min(len(one.quotes & other.quotes), MOST_SHARED),
        min(len(one.sums & other.sums), MOST_SHARED),
        float(bool(one.sums) and bool(other.sums) and not one.sums & other.sums),
        min(len(one.numbers & other.numbers), MOST_SHARED),
        math.log1p(sum(_rarity(name, table) for name in shared_names)),
        rare_jaccard(one.names, other.names, table),
        jaccard(one.councils.keys(), other.councils.keys()),
        strangers,
        math.log1p(apart),
        week,
        float(bool(one.article.outlet) and one.article.outlet == other.article.outlet),
        likeness * week,
    ]


def probability(one: ArticleSigns, other: ArticleSigns) -> float:
    """Return how likely the two are of one story, 0 to 1."""
    model = load_pair_model()
    total = model.bias + sum(
        weight * value for weight, value in zip(model.weights, pair_features(one, other), strict=True)
    )
    return 1 / (1 + math.exp(-total))


def cosine(one: ArticleSigns, other: ArticleSigns) -> float:
    """Return the cosine of the two by TF-IDF over their stems."""
    return dot_product(vector(one), vector(other))


def dot_product(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the dot product of two sparse vectors."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[stem] for stem, weight in one.items() if stem in other)


def vector(signs: ArticleSigns) -> dict[str, float]:
    """Return an article's TF-IDF vector of length 1. It is kept with the article."""
    kept: dict[str, float] | None = signs.__dict__.get("vector")
    if kept is None:
        table = shipped_frequencies()
        raw = {stem: (1 + math.log(count)) * table.rarity(stem) for stem, count in signs.stems.items()}
        length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        kept = signs.__dict__["vector"] = {stem: weight / length for stem, weight in raw.items()}
    return kept


def containment(one: ArticleSigns, other: ArticleSigns) -> float:
    """Return the share of the shorter one's shingles that stand in the other too."""
    least = min(len(one.shingles), len(other.shingles))
    return len(one.shingles & other.shingles) / least if least else 0.0


def jaccard(one: Collection[str], other: Collection[str]) -> float:
    """Return the share of what either holds that both hold."""
    left, right = set(one), set(other)
    return len(left & right) / len(left | right) if left or right else 0.0


def rare_jaccard(one: Collection[str], other: Collection[str], table: Frequencies) -> float:
    """Return the same, each counted by its rarity."""
    left, right = set(one), set(other)
    whole = sum(_rarity(word, table) for word in left | right)
    return sum(_rarity(word, table) for word in left & right) / whole if whole else 0.0


def _rarity(name: str, table: Frequencies) -> float:
    return NAME_RARITY if " " in name else table.rarity(name)


@cache
def load_pair_model() -> PairModel:
    """Return the shipped model, made by `python -m nlp.training.train_stories`."""
    row = json.loads(files("nlp").joinpath("data/stories.json").read_text(encoding="utf-8"))["pairs"]
    weights = tuple(float(row["weights"][name]) for name in FEATURES)
    return PairModel(weights, row["bias"], row["threshold"], row["copied"], row["rewritten"])
