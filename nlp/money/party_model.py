"""The trained models of who gives and who gets a sum: a logistic regression each, over named features. Made by `python -m nlp.training.train_parties`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from nlp.money.party_mentions import PartyKind

CROSSED = 6  # features of a pair that are weighed a second time, together with what sort of body it is


class PartyRole(StrEnum):
    """What a body is to a sum."""

    GIVER = "giver"
    RECEIVER = "receiver"


Weights = Mapping[str, tuple[int, int]]  # of the giver and of the receiver, in hundredths of a unit of log-odds


@dataclass(frozen=True, slots=True)
class PartyPair:
    """A body that a sum may concern, with the features of the two."""

    identifier: str
    kind: PartyKind
    named: list[str]
    said: bool  # the sum's sentence names it or refers to it, with more than a pronoun


@dataclass(frozen=True, slots=True)
class SumParties:
    """The bodies that a sum may concern, and the features of the sum that are the same whoever it concerns."""

    around: list[str]
    pairs: list[PartyPair]

    def features(self, pair: PartyPair) -> list[str]:
        """Return all that is weighed of a pair, by name."""
        crossed = (f"{pair.kind}: {name}" for name in (*self.around, *pair.named[:CROSSED]))
        return [*self.around, *pair.named, *crossed]


def logistic(log_odds: float) -> float:
    """Return the probability of these log-odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


@dataclass(frozen=True, slots=True)
class PartyModels:
    """Both models. A feature without weights says nothing."""

    version: str
    plain: Weights
    crossed: dict[PartyKind, Weights]  # of the features that are weighed together with what sort of body it is

    def probabilities(self, parties: SumParties) -> list[tuple[PartyPair, float, float]]:
        """Return for each body how likely it is to give the sum, and how likely to get it: 0 to 1 each."""
        base = _sum(self.plain, parties.around)
        of_kind: dict[PartyKind, tuple[int, int]] = {}
        found = []
        for pair in parties.pairs:
            crossed = self.crossed[pair.kind]
            if pair.kind not in of_kind:
                of_kind[pair.kind] = _sum(crossed, parties.around)
            kind, own, both = of_kind[pair.kind], _sum(self.plain, pair.named), _sum(crossed, pair.named[:CROSSED])
            giver, receiver = base[0] + kind[0] + own[0] + both[0], base[1] + kind[1] + own[1] + both[1]
            found.append((pair, logistic(giver / 100), logistic(receiver / 100)))
        return found


def _sum(weights: Weights, named: Iterable[str]) -> tuple[int, int]:
    giver = receiver = 0
    get = weights.get
    for name in named:
        weight = get(name)
        if weight is not None:
            giver += weight[0]
            receiver += weight[1]
    return giver, receiver


@cache
def party_models() -> PartyModels | None:
    """Return the shipped models, or None before there are any."""
    path = files("nlp").joinpath("data/parties.json")
    if not path.is_file():
        return None
    document = json.loads(path.read_text("utf-8"))
    plain: dict[str, tuple[int, int]] = {}
    crossed: dict[PartyKind, dict[str, tuple[int, int]]] = {kind: {} for kind in PartyKind}
    kinds = {f"{kind}": kind for kind in PartyKind}
    for name, (giver, receiver) in document["weights"].items():
        before, joined, rest = name.partition(": ")
        if joined and before in kinds:
            crossed[kinds[before]][rest] = (giver, receiver)
        else:
            plain[name] = (giver, receiver)
    return PartyModels(str(document["version"]), plain, dict(crossed))
