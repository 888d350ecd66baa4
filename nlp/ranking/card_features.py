"""A candidate as a row of features: its words, and behind them what is known of it by name."""

from __future__ import annotations

import zlib
from collections import Counter, OrderedDict
from collections.abc import Sequence
from uuid import UUID

import numpy as np

from nlp.ranking.lessons import ALL, RankedPassage, Teaching
from nlp.ranking.sparse import Columns, SparseRow, SparseRows, Values
from nlp.ranking.words import WIDTH, DocumentFrequencies, counted_words, word_features

NAMES = 1 << 12  # columns for what is known by name: outlets, stances, tags, ages are some hundreds
NAME_WEIGHT = 0.3  # of a name beside words of length 1 together: an outlet is no more than a good word
CARD_WIDTH = WIDTH + NAMES + 1  # the last is the constant column
REMEMBERED = 30_000  # candidates whose rows are kept: some 40 MB, and a hundred days of a busy desk


class CardFeatures:
    """Makes rows of candidates, and keeps them. A row stays as it was made: later documents change no earlier row."""

    def __init__(self) -> None:
        self._frequencies = DocumentFrequencies()
        self._rows: OrderedDict[UUID, SparseRow] = OrderedDict()

    def add(self, passages: Sequence[RankedPassage]) -> None:
        """Take in passages that came: in how many each word stands tells how much it says."""
        new = {one.candidate_id: one for one in passages if one.candidate_id not in self._rows}
        counted = {each: counted_words(one.text) for each, one in new.items()}
        self._frequencies.add(counted.values())
        for each, one in new.items():
            self._rows[each] = self._made(one, ALL, counted[each])
        while len(self._rows) > REMEMBERED:
            self._rows.popitem(last=False)

    def row(self, passage: RankedPassage, speaks: Teaching = ALL) -> SparseRow:
        """Return a candidate's row with the features of which `speaks` speaks; the constant column goes with its kind.

        It may be empty where nothing is known of what `speaks` speaks.
        """
        known = self._rows.get(passage.candidate_id) if speaks == ALL else None
        return known or self._made(passage, speaks, counted_words(passage.text) if speaks.words else Counter())

    def rows(self, passages: Sequence[RankedPassage]) -> SparseRows:
        """Return the whole rows of candidates."""
        return SparseRows.of([self.row(one) for one in passages], CARD_WIDTH)

    def _made(self, passage: RankedPassage, speaks: Teaching, counted: Counter[int]) -> SparseRow:
        columns: list[Columns] = [np.array([CARD_WIDTH - 1] if speaks.kind else [], dtype=np.int32)]
        values: list[Values] = [np.ones(len(columns[0]))]
        if counted:
            words = word_features(counted, self._frequencies)
            columns.append(words.columns)
            values.append(words.values)
        names = [
            *(passage.kind if speaks.kind else ()),
            *(passage.source if speaks.source else ()),
            *(passage.news if speaks.news else ()),
        ]
        if names:
            columns.append(np.array(sorted({WIDTH + zlib.crc32(name.encode()) % NAMES for name in names})))
            values.append(np.full(len(columns[-1]), NAME_WEIGHT))
        return SparseRow(np.concatenate(columns).astype(np.int32), np.concatenate(values).astype(np.float32))
