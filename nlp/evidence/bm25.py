"""BM25 of a passage against what a policy says of itself (promise, criteria, phrases): the ranking's cold start."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from nlp.evidence.policies import Policy

K1 = 1.2  # how soon a word's repetitions stop counting (BM25's usual value)
B = 0.75  # how much a long passage is held back (BM25's usual value)
MEAN_LENGTH = 60  # words of a press paragraph
POINTS_PER_UNIT = 0.05  # of BM25: about twenty units separate a passage on the subject from one beside it
MOST_POINTS = 1.0  # it orders what the phrases have found, and finds nothing alone
_WORD = re.compile(r"[a-z][a-z']{2,}")
_STOP_WORDS = """
the and for are was were has have had with that this these those from into out their them they its been being
    not but who which what when where will would can could may might than then there here his her she our your you
    all any one two more most less few some such only also over under about after before again other another each
    every both between does did done doing get gets give gives given take takes make makes made put say says said
    nor per way well
"""
_STOP = frozenset(_STOP_WORDS.split())


def _words(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(text) if word not in _STOP]


def _stem(word: str) -> str:
    word = word.removesuffix("'s").replace("'", "")
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


class Lexicon:
    """The words of each policy, weighed by how few of the policies share them."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        texts = [set(_words(" ".join(_own_words(policy)).lower())) for policy in policies]
        spread = Counter(word for words in texts for word in words)
        count = len(policies)
        self._weights: list[dict[str, float]] = [
            {word: math.log(1 + (count - spread[word] + 0.5) / (spread[word] + 0.5)) for word in sorted(words)}
            for words in texts
        ]

    def points(self, policy: int, passage: str) -> float:
        """Return the points, 0 to MOST_POINTS, of the passage (made by `plain`) for the policy of that index."""
        words = _words(passage)
        weights = self._weights[policy]
        norm = K1 * (1 - B + B * len(words) / MEAN_LENGTH)
        total = 0.0
        for word, times in Counter(words).items():
            weight = weights.get(word)
            if weight is not None:
                total += weight * times * (K1 + 1) / (times + norm)
        return min(MOST_POINTS, POINTS_PER_UNIT * total)


def _own_words(policy: Policy) -> list[str]:
    criteria = policy.criteria
    phrases = [term.phrase.source.replace("*", "").replace("|", " ") for term in policy.search.terms]
    return [policy.title, policy.promise, *criteria.completion, *criteria.progress, *criteria.failure, *phrases]
