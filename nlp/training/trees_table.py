"""Boosted trees of scikit-learn as the table of nodes that `nlp.evidence.boosted_trees` reads."""

from __future__ import annotations

from typing import Any


def trees_table(model: Any, *, threshold_digits: int, value_digits: int) -> dict[str, Any]:
    """Return the nodes of all trees one after the other; thresholds and log odds have so many digits after the point."""
    table: dict[str, Any] = {
        "base": round(float(model._baseline_prediction[0, 0]), value_digits),
        "depth": model.max_depth,
        "roots": [], "feature": [], "threshold": [], "left": [], "right": [], "value": [],
    }  # fmt: skip
    for (tree,) in model._predictors:
        first = len(table["feature"])
        table["roots"].append(first)
        for number, node in enumerate(tree.nodes):
            leaf = bool(node["is_leaf"])
            table["feature"].append(0 if leaf else int(node["feature_idx"]))
            table["threshold"].append(0.0 if leaf else round(float(node["num_threshold"]), threshold_digits))
            table["left"].append(first + (number if leaf else int(node["left"])))
            table["right"].append(first + (number if leaf else int(node["right"])))
            table["value"].append(round(float(node["value"]), value_digits) if leaf else 0.0)
    return table
