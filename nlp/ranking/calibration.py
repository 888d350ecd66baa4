"""From a margin to a probability (Platt scaling), by what earlier margins came to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nlp.ranking.sparse import Vector

STEPS = 20
DEVIATIONS = np.array([1.0, 0.5, 3.0])  # of what is expected of shift and slopes: margins of a young model are short
CERTAIN = 0.001  # no probability is nearer to 0 or 1: an editor has the last word


@dataclass(frozen=True, slots=True)
class Calibration:
    """The probability's log odds: a shift, and two slopes, of the prior's log odds and of the margin that was learned."""

    shift: float = 0.0
    prior: float = 1.0
    learned: float = 1.0

    def probability(self, prior: Vector, learned: Vector) -> Vector:
        """Return the probabilities."""
        odds = np.clip(self.shift + self.prior * prior + self.learned * learned, -30, 30)
        certain: Vector = np.clip(1 / (1 + np.exp(-odds)), CERTAIN, 1 - CERTAIN)
        return certain

    @classmethod
    def of(cls, prior: Vector, learned: Vector, accepted: Vector) -> Calibration:
        """Return the calibration that makes likeliest what was decided (1 or 0), given what was said before each decision.

        It starts from (0, 1, 1) and is held there by a normal prior: ten decisions move it little.
        """
        centre, precision = np.array([0.0, 1.0, 1.0]), 1 / np.square(DEVIATIONS)
        design = np.column_stack([np.ones(len(prior)), prior, learned])
        values = centre.copy()
        for _ in range(STEPS):
            chance = 1 / (1 + np.exp(-np.clip(design @ values, -30, 30)))
            slope = design.T @ (chance - accepted) + precision * (values - centre)
            curve = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(precision)
            step = np.linalg.solve(curve, slope)
            values -= step
            if float(np.abs(step).max()) < 1e-6:
                break
        return cls(float(values[0]), max(0.05, float(values[1])), max(0.05, float(values[2])))


def log_odds(scores: Vector) -> Vector:
    """Return the log odds of probabilities."""
    held = np.clip(scores, CERTAIN, 1 - CERTAIN)
    odds: Vector = np.log(held / (1 - held))
    return odds
