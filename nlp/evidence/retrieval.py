"""Retrieval: BM25 of passages and of whole articles against all policies at once, by an inverted index over the policies.

The policies are the documents and an article is the query, so the cost grows with the words that an article shares
with the policies, and hardly with their number. Rare words count by two frequencies: in the press (a table that is
trained with the models) and among the policies.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, gives the weights.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from nlp.evidence.policies import Policy
from nlp.text.words import stems

K1 = 1.2  # how soon a word's repetitions stop counting (BM25's usual value)
B = 0.75  # how much a long policy is held back (BM25's usual value)
NAMED_TWICE = 2  # times that the words of title and promise count: they say what it is about, criteria what may happen

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frequencies:
    """In how many documents of the trade press a stem stands."""

    documents: int
    of: dict[str, int]

    def rarity(self, stem: str) -> float:
        """Return the stem's inverse document frequency: about 0.5 for "council", 7 for a word never seen."""
        seen = self.of.get(stem, 0)
        return math.log(1 + (self.documents - seen + 0.5) / (seen + 0.5))


@cache
def shipped_frequencies() -> Frequencies:
    """Return the table that was made with the models."""
    table = json.loads(files("nlp").joinpath("data/word_frequencies.json").read_text(encoding="utf-8"))
    return Frequencies(table["documents"], table["of"])


class PolicyIndex:
    """The words of every policy, and which policies share them."""

    def __init__(self, policies: Sequence[Policy], frequencies: Frequencies | None = None) -> None:
        frequencies = frequencies or shipped_frequencies()
        self.size = len(policies)
        counts = [_words_of(policy) for policy in policies]
        lengths = [sum(count.values()) for count in counts]
        mean = sum(lengths) / len(lengths)
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for index, (count, length) in enumerate(zip(counts, lengths, strict=True)):
            for stem, times in count.items():
                postings[stem].append((index, times * (K1 + 1) / (times + K1 * (1 - B + B * length / mean))))
        self._rows: dict[str, tuple[npt.NDArray[np.int64], Scores]] = {}
        for stem, found in postings.items():
            weight = frequencies.rarity(stem) * math.log(1 + self.size / len(found))
            self._rows[stem] = (
                np.array([index for index, _ in found], dtype=np.int64),
                np.array([share * weight for _, share in found]),
            )

    def scores(self, texts: Sequence[Sequence[str]]) -> Scores:
        """Return the BM25 of each text (its stems) against each policy: one row a text, one column a policy."""
        columns: list[npt.NDArray[np.int64]] = []
        weights: list[Scores] = []
        for row, text in enumerate(texts):
            for stem, times in Counter(text).items():
                found = self._rows.get(stem)
                if found is not None:
                    columns.append(found[0] + row * self.size)
                    weights.append(found[1] * (times * (K1 + 1) / (times + K1)))
        if not columns:
            return np.zeros((len(texts), self.size))
        total: Scores = np.bincount(np.concatenate(columns), np.concatenate(weights), minlength=len(texts) * self.size)  # type: ignore[assignment]  # of floats where weights are given
        return total.reshape(len(texts), self.size)


def _words_of(policy: Policy) -> Counter[str]:
    words: Counter[str] = Counter()
    for text in (policy.title, policy.promise):
        for stem in stems(text):
            words[stem] += NAMED_TWICE
    for _, criterion in policy.criteria.numbered():
        words.update(set(stems(criterion)))
    for hint in policy.hints:
        for stem in stems(hint):
            words[stem] += NAMED_TWICE
    return words


def uncommon_words(policy: Policy, most: int = 60) -> tuple[str, ...]:
    """Return the stems of a policy that stand in the fewest documents of the press, the rarest `most` of them, for a search."""
    frequencies = shipped_frequencies()
    return tuple(sorted(_words_of(policy), key=lambda stem: (-frequencies.rarity(stem), stem))[:most])
