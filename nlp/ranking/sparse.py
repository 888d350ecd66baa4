"""Sparse rows (CSR): for each document the columns that it has, and their values; no more of a matrix than training needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Columns = npt.NDArray[np.int64] | npt.NDArray[np.int32]
Values = npt.NDArray[np.float64] | npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SparseRow:
    """One document: its columns and their values, at least one."""

    columns: Columns
    values: Values


@dataclass(frozen=True, slots=True)
class SparseRows:
    """Documents, one after the other. Each has a column at least, or sums by `reduceat` would run into the next row."""

    starts: Columns  # where each row begins, and the end of the last: one longer than there are rows
    columns: Columns
    values: Values
    width: int  # columns there could be

    @classmethod
    def of(cls, rows: Sequence[SparseRow], width: int) -> SparseRows:
        """Return the rows together. Raises ValueError for a row without columns."""
        lengths = np.array([len(row.columns) for row in rows], dtype=np.int64)
        if len(rows) and not lengths.all():
            raise ValueError("a row without columns cannot be told from the next one")
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        return cls(starts, _joined(row.columns for row in rows), _joined(row.values for row in rows), width)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> Columns:
        """How many columns each row has."""
        return np.diff(self.starts)

    def dot(self, weights: Vector) -> Vector:
        """Return each row's product with a weight for each column."""
        if not len(self):
            return np.zeros(0)
        products: Vector = np.add.reduceat(self.values * weights[self.columns], self.starts[:-1])
        return products

    def sums(self, of_rows: Vector) -> Vector:
        """Return for each column the sum of its values, each times the number of its row (the transposed product)."""
        spread = self.values * np.repeat(of_rows, self.lengths)
        totals: Vector = np.bincount(self.columns, spread, minlength=self.width)  # type: ignore[assignment]  # of floats where weights are given
        return totals

    def chosen(self, rows: npt.NDArray[np.bool_]) -> SparseRows:
        """Return the rows for which `rows` is true."""
        lengths = self.lengths
        inside = np.repeat(rows, lengths)
        starts = np.concatenate([[0], np.cumsum(lengths[rows])]).astype(np.int64)
        return SparseRows(starts, self.columns[inside], self.values[inside], self.width)


def _joined(parts: Iterable[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    each = list(parts)
    return np.concatenate(each) if each else np.zeros(0, dtype=np.int64)
