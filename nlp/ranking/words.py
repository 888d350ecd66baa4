"""The words of a document as sparse features: words and pairs of neighbours, hashed, weighted by TF-IDF.

Hashing (Weinberger and others, 2009) needs no vocabulary, so that a document's columns never change as others come. Words
stay as they are written, stop words too: "no longer" and "is to" are half of what an editor decides by.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from nlp.ranking.sparse import Columns, SparseRow, Vector

WIDTH = 1 << 20  # columns: with a quarter of them, pairs that share a column cost some points of work saved
_WORD = re.compile(r"\w\w+")


def counted_words(text: str) -> Counter[int]:
    """Return the columns of the text's words and pairs of neighbours, each with how often it stands there."""
    words = _WORD.findall(text.lower())
    pairs = (f"{one} {next_one}" for one, next_one in pairwise(words))
    return Counter(zlib.crc32(term.encode()) % WIDTH for terms in (words, pairs) for term in terms)


class DocumentFrequencies:
    """In how many documents each column stands."""

    def __init__(self) -> None:
        self.documents = 0
        self._of = np.zeros(WIDTH, dtype=np.float32)

    def add(self, documents: Iterable[Counter[int]]) -> None:
        """Count documents that came."""
        for words in documents:
            self.documents += 1
            self._of[np.fromiter(words, dtype=np.int64, count=len(words))] += 1

    def rarity(self, columns: Columns) -> Vector:
        """Return the columns' inverse document frequencies, smoothed: 1 for what stands everywhere."""
        rarities: Vector = np.log((1 + self.documents) / (1 + self._of[columns])) + 1
        return rarities


def word_features(words: Counter[int], frequencies: DocumentFrequencies) -> SparseRow:
    """Return a document's TF-IDF (the logarithm of its counts), of length 1; without words, no columns."""
    columns = np.fromiter(words, dtype=np.int64, count=len(words))
    counts = np.fromiter((1 + math.log(times) for times in words.values()), dtype=np.float64, count=len(words))
    values = counts * frequencies.rarity(columns)
    length = float(np.linalg.norm(values))
    return SparseRow(columns, values / length if length else values)


def texts_together(*fields: str | None) -> str:
    """Return the fields of a document as one text; a sentence of one field has no pair with the next field's."""
    return "\n".join(field for field in fields if field)


def as_documents(texts: Sequence[str]) -> tuple[list[Counter[int]], DocumentFrequencies]:
    """Return the counted words of texts, and their document frequencies."""
    counted = [counted_words(text) for text in texts]
    frequencies = DocumentFrequencies()
    frequencies.add(counted)
    return counted, frequencies
