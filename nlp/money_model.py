"""The trained half of `money_kind`: weights over the words round a sum, one set for each kind. Made by `python -m nlp.train`."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[A-Za-z][\w'’]*|£|\d[\d.,]*|[,.;:()]")
NEAR = 7  # words on either side


def features(before: str, after: str, period: str, value: float, rule: str) -> list[str]:
    """Return the names of the features of a sum: the words round it, its period, its size, and what the rules say."""
    left = [_name(word) for word in _WORD.findall(before)][-NEAR:]
    right = [_name(word) for word in _WORD.findall(after)][:NEAR]
    size = "pence" if value < 1000 else "small" if value < 100_000 else "middle" if value < 2_000_000 else "large"
    named = [
        "bias", f"rule={rule}", f"size={size}", f"period={period if period in ('none', '1y', '1w', '1d') else 'years'}", f"size={size} rule={rule}",
        f"l1={left[-1] if left else '^'}", f"l2={' '.join(left[-2:])}", f"r1={right[0] if right else '$'}", f"r2={' '.join(right[:2])}", f"r12={right[1] if len(right) > 1 else '$'}",
    ]  # fmt: skip
    named.extend(f"l~{word}" for word in set(left))
    named.extend(f"r~{word}" for word in set(right))
    named.extend(f"n~{word}" for word in set(left[-4:]) | set(right[:4]))
    return named


def _name(word: str) -> str:
    if word[0].isdigit():
        return "#"
    word = word.lower().replace("’", "'").removesuffix("'s")
    for ending in ("ings", "ing", "ed", "es", "s"):  # a crude stem: "saves", "saved" and "saving" are one word
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


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
    kinds = tuple(sorted(document["weights"]))
    table: dict[str, list[float]] = {}
    for column, kind in enumerate(kinds):
        for name, weight in document["weights"][kind].items():
            table.setdefault(str(name), [0.0] * len(kinds))[column] = float(weight)
    return KindModel(str(document["version"]), kinds, {name: tuple(row) for name, row in table.items()})
