"""How like two texts are: cosines over rare words, and shares of what both hold."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from nlp.evidence.retrieval import Frequencies, shipped_frequencies
from nlp.stories.article import ArticleSigns

NAME_RARITY = 6.0  # of a name that no stem of the table knows


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
        kept = signs.__dict__["vector"] = _of_length_one(
            {stem: (1 + math.log(count)) * table.rarity(stem) for stem, count in signs.stems.items()}
        )
    return kept


def split_vector(signs: ArticleSigns) -> tuple[dict[str, float], dict[str, float]]:
    """Return the vectors of the words that name nobody and nothing, and of those that do, each of length 1. They are kept."""
    kept: tuple[dict[str, float], dict[str, float]] | None = signs.__dict__.get("split_vector")
    if kept is None:
        names = signs.name_stems
        plain = {stem: weight for stem, weight in vector(signs).items() if stem not in names and not stem[0].isdigit()}
        named = {stem: weight for stem, weight in vector(signs).items() if stem in names}
        kept = signs.__dict__["split_vector"] = _of_length_one(plain), _of_length_one(named)
    return kept


def _of_length_one(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {stem: weight / length for stem, weight in weights.items()}


def containment(one: ArticleSigns, other: ArticleSigns) -> float:
    """Return the share of the shorter one's shingles that stand in the other too."""
    least = min(len(one.shingles), len(other.shingles))
    return len(one.shingles & other.shingles) / least if least else 0.0


def jaccard(one: Collection[str], other: Collection[str]) -> float:
    """Return the share of what either holds that both hold."""
    left, right = set(one), set(other)
    return len(left & right) / len(left | right) if left or right else 0.0


def overlap(one: Collection[object], other: Collection[object]) -> float:
    """Return the share of what the one holds that holds less that the other holds too; 0 where either holds nothing."""
    least = min(len(one), len(other))
    return len(set(one) & set(other)) / least if least else 0.0


def rare_jaccard(one: Collection[str], other: Collection[str], table: Frequencies) -> float:
    """Return the share of what either holds that both hold, each counted by its rarity."""
    left, right = set(one), set(other)
    whole = sum(rarity(word, table) for word in left | right)
    return sum(rarity(word, table) for word in left & right) / whole if whole else 0.0


def rarity(name: str, table: Frequencies) -> float:
    """Return how rare a stem is, or a name of several words."""
    return NAME_RARITY if " " in name else table.rarity(name)
