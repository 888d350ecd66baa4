"""How much an error on each example costs, when one side is rarer than the other (class weights)."""

from __future__ import annotations

import numpy as np

from nlp.ranking.sparse import Vector

# As ASReview's ELAS u4 has them, which were chosen on other screening data: see its models.py.
COST = 0.11  # of an error on an example, on average: more of it follows single examples, less the words that many share
BALANCE = 9.8  # what all relevant examples count together, against all irrelevant ones


def even_costs(sides: Vector, cost: float = COST) -> Vector:
    """Return the same cost for each example."""
    return np.full(len(sides), cost)


def balanced_costs(sides: Vector, balance: float = BALANCE, cost: float = COST) -> Vector:
    """Return costs by which the relevant examples (side 1) together count `balance` times what the others do.

    With one side alone, all cost the same.
    """
    relevant = sides > 0
    found, others = int(relevant.sum()), int((~relevant).sum())
    if not found or not others:
        return even_costs(sides, cost)
    costs = np.where(relevant, balance * others / found, 1.0)
    balanced: Vector = costs * (cost * len(sides) / costs.sum())
    return balanced
