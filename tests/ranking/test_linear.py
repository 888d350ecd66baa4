"""The linear model against scikit-learn's, and the sparse rows that it is trained on."""

import numpy as np
import pytest
from sklearn.svm import LinearSVC

from nlp.ranking.costs import balanced_costs, even_costs
from nlp.ranking.linear import Examples, minimise
from nlp.ranking.sparse import SparseRow, SparseRows, Vector


def some_rows(count: int, width: int) -> tuple[SparseRows, Vector, Vector]:
    numbers = np.random.default_rng(4)
    dense = numbers.normal(size=(count, width)) * (numbers.random((count, width)) < 0.3)
    dense[:, -1] = 1.0
    sides = np.where(dense[:, 0] + numbers.normal(size=count) > 0.5, 1.0, -1.0)
    rows = [SparseRow(np.flatnonzero(row), row[np.flatnonzero(row)]) for row in dense]
    return SparseRows.of(rows, width + 5), dense, sides


def test_the_optimum_is_the_one_that_liblinear_finds() -> None:
    rows, dense, sides = some_rows(200, 30)
    costs = balanced_costs(sides, balance=3.0, cost=0.2)
    ours = minimise(Examples(rows, sides, costs, np.zeros(200)), np.zeros(rows.width))
    theirs = LinearSVC(loss="squared_hinge", C=1.0, fit_intercept=False, tol=1e-8, max_iter=10_000)
    theirs.fit(dense, sides, sample_weight=costs)
    assert ours[:30] == pytest.approx(theirs.coef_[0], abs=0.01)
    assert not ours[30:].any(), "a column that no example has gets no weight"


def test_from_where_it_stood_it_comes_to_the_same() -> None:
    rows, _, sides = some_rows(200, 30)
    examples = Examples(rows, sides, even_costs(sides), np.zeros(200))
    cold = minimise(examples, np.zeros(rows.width))
    warm = minimise(examples, cold + 0.05 * (np.arange(rows.width) < 30))
    assert warm == pytest.approx(cold, abs=0.02)


def test_what_is_known_before_is_not_learned_again() -> None:
    rows, _, sides = some_rows(200, 30)
    known = minimise(Examples(rows, sides, even_costs(sides), 5 * sides), np.zeros(rows.width))
    assert not known.any()


def test_a_row_without_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="without columns"):
        SparseRows.of([SparseRow(np.array([1]), np.ones(1)), SparseRow(np.zeros(0, dtype=np.int64), np.zeros(0))], 4)


def test_with_one_side_alone_all_examples_cost_the_same() -> None:
    assert set(balanced_costs(np.ones(5)).tolist()) == {0.11}
