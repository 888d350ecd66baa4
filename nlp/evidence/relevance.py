"""Which pairs of a passage and a policy are worth reading: logistic regressions over named features.

Two of them, each trained by `python -m nlp.training.train_evidence` on documents that others wrote: the gate, over what
costs nothing, and the ranking, over what the encoder says of the pairs that passed the gate.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from nlp.evidence.features import LEXICAL, SEMANTIC, Features

RANKED_BY = (*LEXICAL, *SEMANTIC)

Probabilities = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """A logistic regression: a weight for each feature, applied as it comes."""

    names: tuple[str, ...]
    weights: npt.NDArray[np.float64]
    bias: float
    threshold: float

    def probability(self, features: Features) -> Probabilities:
        """Return the probability for each row of features: an array of the shape of `features` without its last axis."""
        odds: Probabilities = features @ self.weights + self.bias
        result: Probabilities = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        return result


@dataclass(frozen=True, slots=True)
class RelevanceModels:
    """The gate, the ranking of what passed it, and the least score of a candidate."""

    gate: LogisticModel
    ranking: LogisticModel
    least_score: float
    version: str  # of these and of the score's trees


def _model(table: dict[str, dict[str, object]], name: str, expected: Sequence[str]) -> LogisticModel:
    entry = table[name]
    weights = entry["weights"]
    assert isinstance(weights, dict)
    if list(weights) != list(expected):
        raise ValueError(f"nlp/data/relevance.json: the features of '{name}' are not those of the code; train it again")
    values = np.array(list(weights.values()), dtype=np.float64)
    return LogisticModel(tuple(expected), values, float(str(entry["bias"])), float(str(entry["threshold"])))


@cache
def load_relevance() -> RelevanceModels:
    """Return the trained models. Raises ValueError where they were trained on other features than the code has."""
    table = json.loads(files("nlp").joinpath("data/relevance.json").read_text(encoding="utf-8"))
    return RelevanceModels(
        gate=_model(table, "gate", LEXICAL),
        ranking=_model(table, "ranking", RANKED_BY),
        least_score=float(table["score"]["threshold"]),
        version=str(table["version"]),
    )
