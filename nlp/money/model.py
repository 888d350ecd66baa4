"""The trained half of `money_kind`: weights over what stands round a sum. Made by `python -m nlp.training.train_money`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class KindModel:
    """For each feature, its weight for each of `kinds`. A feature without weights says nothing."""

    version: str
    kinds: tuple[str, ...]
    weights: dict[str, tuple[float, ...]]

    def probabilities(self, named: Iterable[str]) -> dict[str, float]:
        """Return how likely each kind is; the values sum to 1."""
        rows = [self.weights[name] for name in named if name in self.weights]
        totals = [sum(column) for column in zip(*rows, strict=True)] if rows else [0.0] * len(self.kinds)
        top = max(totals)
        powers = [math.exp(total - top) for total in totals]
        whole = sum(powers)
        return {kind: power / whole for kind, power in zip(self.kinds, powers, strict=True)}


@cache
def weights() -> KindModel | None:
    """Return the shipped model, or None before there is one: training starts from the rules alone."""
    path = files("nlp").joinpath("data/money_kind.json")
    if not path.is_file():
        return None
    document = json.loads(path.read_text("utf-8"))
    table = {str(name): tuple(weight / 100 for weight in row) for name, row in document["weights"].items()}
    return KindModel(str(document["version"]), tuple(document["kinds"]), table)
