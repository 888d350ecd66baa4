"""The trained model that judges bare names (entity disambiguation): a logistic regression over named features, kept as a table of weights.

`python -m nlp.training.train` makes `data/disambiguator.json` again from the sentences in `nlp/training`; a test proves that it
gives the same file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature name. A feature without a weight says nothing."""

    version: str
    weights: dict[str, float]

    def probability(self, features: Iterable[str]) -> float:
        """Return how likely it is, from 0 to 1, that a name with these features is an authority."""
        get = self.weights.get
        total = 0.0
        for name in features:
            total += get(name, 0.0)
        return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), 4)

    def strongest(self, features: Iterable[str], count: int = 5) -> list[tuple[str, float]]:
        """Return the features that weighed most, with their weights, heaviest first."""
        weighed = [(name, self.weights[name]) for name in features if name in self.weights]
        return sorted(weighed, key=lambda pair: -abs(pair[1]))[:count]


@cache
def weights() -> Model:
    """Return the shipped model. Raises FileNotFoundError when the package lacks it."""
    document = json.loads(files("nlp").joinpath("data/disambiguator.json").read_text("utf-8"))
    return Model(str(document["version"]), {str(name): float(weight) for name, weight in document["weights"].items()})
