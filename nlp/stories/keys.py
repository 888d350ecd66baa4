"""By what an article, or a sum, is found again among those that are stored (blocking keys of an inverted index)."""

from __future__ import annotations

import hashlib
import heapq
import math
from collections.abc import Mapping

from nlp.stories.article import ArticleSigns
from nlp.stories.blocking import STEP, possible_amounts
from nlp.stories.clustering import RAREST
from nlp.stories.likeness import vector
from nlp.stories.sums import SumMention
from warehouse.records import BlockingKey

BESIDE = 8  # rare stems beside a sum that it is found by, together with its amount
OF_ARTICLE = 8  # rare stems of its whole article, likewise
NEIGHBOURS = 40  # articles that an article is weighed against; sums that a sum is


def story_keys(signs: ArticleSigns) -> list[BlockingKey]:
    """Return the rarest words of an article, the rarest first."""
    return [BlockingKey(_number(stem), weight) for stem, weight in _rarest(vector(signs), RAREST)]


def sum_words(mention: SumMention) -> tuple[int, ...]:
    """Return the rarest words beside a sum and of its article."""
    beside = _rarest(mention.vector, BESIDE)
    whole = _rarest(vector(mention.article.signs), OF_ARTICLE)
    return tuple(dict.fromkeys(_number(stem) for stem, _ in (*beside, *whole)))


def sum_steps(mention: SumMention) -> tuple[int, ...]:
    """Return the steps of what the whole may be: two sums that are one when rounded stand in one step or in neighbours."""
    return tuple(sorted({math.floor(math.log(amount) / STEP) for amount in possible_amounts(mention)}))


def _rarest(weights: Mapping[str, float], number: int) -> list[tuple[str, float]]:
    return heapq.nlargest(number, weights.items(), key=lambda item: (item[1], item[0]))


def _number(words: str) -> int:
    """Return 63 bits of a hash: the same in every process."""
    return int.from_bytes(hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).digest()) >> 1
