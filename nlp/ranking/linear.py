"""A linear support vector machine with the squared hinge loss, trained by truncated Newton steps from where it stood.

The same optimum as LIBLINEAR's L2-regularised L2-loss SVM in the primal (Lin, Weng and Keerthi, "Trust Region Newton
Method for Logistic Regression", 2008; Chapelle, "Training a Support Vector Machine in the Primal", 2007). A warm start makes
what one more decision costs small: most of the examples stay on their side of the margin.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nlp.ranking.sparse import SparseRows, Vector

NEWTON_STEPS = 8  # at most; from a warm start two or three are enough
CONJUGATE_STEPS = 25  # products with the Hessian in a step, at most: the direction needs no more than two digits
NEAR = 0.002  # of the first gradient's length: where training ends
HALVINGS = 6  # of a step that does not lower the loss


@dataclass(frozen=True, slots=True)
class Examples:
    """What is learned from: rows, which side each is on (1 or -1), how much each counts, and what is known of it before."""

    rows: SparseRows
    sides: Vector
    costs: Vector  # of an error on the row; 0 leaves it out
    offsets: Vector  # a margin that the row has before any weight: the prior


def minimise(examples: Examples, start: Vector) -> Vector:
    """Return the weights that minimise half their square and the examples' squared hinge losses, from `start` on.

    Columns that no example has get no weight, and cost nothing: the steps are taken among the others alone.
    """
    present = np.zeros(examples.rows.width, dtype=bool)
    present[examples.rows.columns] = True
    held = np.flatnonzero(present)
    place = np.empty(examples.rows.width, dtype=np.int32)
    place[held] = np.arange(len(held), dtype=np.int32)
    compact = replace(examples.rows, columns=place[examples.rows.columns], width=len(held))
    weights = np.zeros_like(start)
    weights[held] = _fit(replace(examples, rows=compact), start[held])
    return weights


def _fit(examples: Examples, start: Vector) -> Vector:
    weights = start.copy()
    margins = examples.rows.dot(weights) + examples.offsets
    gradient, active = _gradient(examples, weights, margins)
    untrained, _ = _gradient(examples, np.zeros_like(start), examples.offsets)
    enough = NEAR * max(float(np.linalg.norm(untrained)), 1e-12)
    for _ in range(NEWTON_STEPS):
        if float(np.linalg.norm(gradient)) <= enough:
            break
        direction = _newton_direction(examples, active, gradient)
        moved = examples.rows.dot(direction)
        step, loss = 1.0, _loss(examples, weights, margins)
        for _ in range(HALVINGS):
            if _loss(examples, weights + step * direction, margins + step * moved) < loss:
                break
            step /= 2
        else:
            break
        weights += step * direction
        margins += step * moved
        gradient, active = _gradient(examples, weights, margins)
    return weights


def _loss(examples: Examples, weights: Vector, margins: Vector) -> float:
    short = np.maximum(0.0, 1.0 - examples.sides * margins)
    return float(weights @ weights / 2 + (examples.costs * short * short).sum())


def _gradient(examples: Examples, weights: Vector, margins: Vector) -> tuple[Vector, npt.NDArray[np.bool_]]:
    short = 1.0 - examples.sides * margins
    active = (short > 0) & (examples.costs > 0)
    pull = np.where(active, -2.0 * examples.costs * short * examples.sides, 0.0)
    return weights + examples.rows.sums(pull), active


def _newton_direction(examples: Examples, active: npt.NDArray[np.bool_], gradient: Vector) -> Vector:
    """Return the direction that conjugate gradients find for the Hessian of the rows inside the margin."""
    inside = examples.rows.chosen(active)
    costs = 2.0 * examples.costs[active]
    direction = np.zeros_like(gradient)
    residual = -gradient
    search = residual.copy()
    size = float(residual @ residual)
    enough = 0.01 * size
    for _ in range(CONJUGATE_STEPS):
        product = search + inside.sums(costs * inside.dot(search)) if len(inside) else search
        along = size / float(search @ product)
        direction += along * search
        residual -= along * product
        before, size = size, float(residual @ residual)
        if size <= enough:
            break
        search = residual + (size / before) * search
    return direction
