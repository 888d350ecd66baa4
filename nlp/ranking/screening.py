"""Screening (technology-assisted review): reading a pool of documents in the order that what was read so far teaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.ranking.costs import balanced_costs
from nlp.ranking.linear import Examples, minimise
from nlp.ranking.sparse import SparseRow, SparseRows, Vector
from nlp.ranking.words import WIDTH, as_documents, word_features

RETRAINED_EVERY = 0.0025  # of what was read: a relevant one teaches at once, among a thousand the third irrelevant one


@dataclass(frozen=True, slots=True)
class ScreeningPool:
    """The documents of a pool as rows, each with a constant column at the end (the bias)."""

    rows: SparseRows

    @classmethod
    def of(cls, texts: Sequence[str]) -> ScreeningPool:
        """Return the pool of these texts."""
        counted, frequencies = as_documents(texts)
        rows = SparseRows.of([with_bias(word_features(words, frequencies)) for words in counted], WIDTH + 1)
        held, columns = np.unique(
            rows.columns, return_inverse=True
        )  # the pool is all there is: no other column will come
        return cls(SparseRows(rows.starts, columns.astype(np.int32), rows.values, len(held)))


def with_bias(row: SparseRow) -> SparseRow:
    """Return a row of words with the constant column behind them."""
    return SparseRow(np.append(row.columns, WIDTH), np.append(row.values, 1.0))


class Screening:
    """One pass through a pool: `next` says which document to read, `read` what was found in it."""

    def __init__(self, pool: ScreeningPool) -> None:
        self._rows = pool.rows
        self._sides: Vector = np.zeros(len(pool.rows))  # 1 relevant, -1 irrelevant, 0 unread
        self._weights: Vector = np.zeros(pool.rows.width)
        self._scores: Vector = np.zeros(len(pool.rows))
        self._untaught = 0
        self._read = 0

    @property
    def unread(self) -> npt.NDArray[np.bool_]:
        """Which documents are still to be read."""
        unread: npt.NDArray[np.bool_] = self._sides == 0
        return unread

    def read(self, document: int, relevant: bool) -> None:
        """Take in what was found in a document."""
        self._sides[document] = 1.0 if relevant else -1.0
        self._read += 1
        self._untaught += 1
        if relevant or self._untaught >= RETRAINED_EVERY * self._read:
            self._train()

    def next(self) -> int:
        """Return the unread document that is likeliest to be relevant. Raises ValueError where all are read."""
        if not self.unread.any():
            raise ValueError("every document of the pool is read")
        return int(np.argmax(np.where(self.unread, self._scores, -np.inf)))

    def _train(self) -> None:
        known = ~self.unread
        sides = self._sides[known]
        if len(set(sides.tolist())) < 2:
            return
        self._untaught = 0
        examples = Examples(self._rows.chosen(known), sides, balanced_costs(sides), np.zeros(len(sides)))
        self._weights = minimise(examples, self._weights)
        self._scores = self._rows.dot(self._weights)
