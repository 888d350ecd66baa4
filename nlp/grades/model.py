"""The trained model of whose grade it is: a logistic regression over named features. Made by `python -m nlp.training.train_grades`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class GradeModel:
    """Weights by feature name, in hundredths of a unit of log-odds. A feature without a weight says nothing."""

    version: str
    weights: dict[str, int]

    def log_odds(self, named: Iterable[str]) -> float:
        """Return the logarithm of the odds that a grade word with these features is the council's overall grade."""
        get = self.weights.get
        return sum([get(name, 0) for name in named]) / 100


@cache
def grade_weights() -> GradeModel | None:
    """Return the shipped model, or None before there is one: training starts from the rules alone."""
    path = files("nlp").joinpath("data/grades.json")
    if not path.is_file():
        return None
    document = json.loads(path.read_text("utf-8"))
    return GradeModel(
        str(document["version"]), {str(name): int(weight) for name, weight in document["weights"].items()}
    )
