"""Boosted regression trees (gradient boosting), read from a table of their nodes: nothing of scikit-learn at run time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Nodes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class BoostedTrees:
    """The nodes of all trees as arrays: a row goes left where its feature is at most the threshold."""

    base: float  # log odds before any tree
    depth: int  # steps from a root to the farthest leaf
    roots: Nodes
    feature: Nodes
    threshold: Floats
    left: Nodes  # node; a leaf's is itself
    right: Nodes
    value: Floats  # log odds that a leaf adds

    def probability(self, rows: Floats) -> Floats:
        """Return the probability of each row of features, 0 to 1."""
        nodes = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        for _ in range(self.depth):
            goes_left = np.take_along_axis(rows, self.feature[nodes], axis=1) <= self.threshold[nodes]
            nodes = np.where(goes_left, self.left[nodes], self.right[nodes])
        odds = self.base + self.value[nodes].sum(axis=1)
        result: Floats = 1 / (1 + np.exp(-odds))
        return result


def read_trees(table: Mapping[str, Any]) -> BoostedTrees:
    """Return the trees of a table that `nlp.training.trees_table` made."""
    return BoostedTrees(
        base=float(table["base"]),
        depth=int(table["depth"]),
        roots=np.array(table["roots"], dtype=np.int64),
        feature=np.array(table["feature"], dtype=np.int64),
        threshold=np.array(table["threshold"], dtype=np.float64),
        left=np.array(table["left"], dtype=np.int64),
        right=np.array(table["right"], dtype=np.int64),
        value=np.array(table["value"], dtype=np.float64),
    )
