"""Which sums are worth weighing against each other (blocking): found by their amounts and their articles, not by trying all pairs."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from nlp.stories.article import ArticleSigns
from nlp.stories.clustering import candidate_pairs
from nlp.stories.likeness import cosine
from nlp.stories.pairs import probabilities
from nlp.stories.sums import MOST_YEARS, SumMention, same_amount

LEAST_STORY = 0.3  # probability that two articles are of one story, for all their sums to be weighed against each other
LEAST_LIKENESS = 0.1  # of two articles with a sum in common, likewise
STEP = 0.0203  # of the logarithm of an amount: two that are one when rounded stand in one step or in neighbours


def same_pairs(mentions: Sequence[SumMention]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of sums that can be one, the earlier number first."""
    holding: defaultdict[int, list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        steps = {math.floor(math.log(amount) / STEP) for amount in possible_amounts(mention)}
        near = {other for step in steps for beside in (step - 1, step, step + 1) for other in holding[beside]}
        yield from ((other, number) for other in sorted(near) if same_amount(mention, mentions[other]))
        for step in steps:
            holding[step].append(number)


def possible_amounts(mention: SumMention) -> Iterable[float]:
    """Return the positive amounts that another sum must have, rounded, to be one with this one."""
    found = set(mention.totals)
    if mention.is_rate:
        found |= {mention.value * years for years in range(2, MOST_YEARS)}
    return (amount for amount in found if amount > 0)


def weighable_pairs(
    mentions: Sequence[SumMention], near: Mapping[int, Iterable[int]] | None = None
) -> list[tuple[int, int]]:
    """Return the pairs of sums that are worth weighing, the earlier number first.

    They are the sums that can be one, and all sums of one article, of two that may report one event, and of two alike ones
    that have a sum in common.

    `near` gives, by the id of an article's signs, those of articles that may report the same event, where that is known.
    """
    of_article: defaultdict[int, list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        of_article[id(mention.article.signs)].append(number)
    signs = {key: mentions[own[0]].article.signs for key, own in of_article.items()}
    if near is None:
        near = _near_articles(list(signs.values()))
    found = set(same_pairs(mentions))
    articles = {(key, key) for key in of_article}
    articles |= {(key, other) for key, others in near.items() if key in signs for other in others if other in signs}
    sharing = {(id(mentions[one].article.signs), id(mentions[other].article.signs)) for one, other in found}
    articles |= {(one, other) for one, other in sharing if cosine(signs[one], signs[other]) >= LEAST_LIKENESS}
    for one, other in articles:
        found.update(
            (min(pair), max(pair)) for pair in product(of_article[one], of_article[other]) if pair[0] != pair[1]
        )
    return sorted(found)


def _near_articles(articles: Sequence[ArticleSigns]) -> defaultdict[int, list[int]]:
    """Return for each article those that may report the same event; both by the id of their signs."""
    near: defaultdict[int, list[int]] = defaultdict(list)
    couples = list(candidate_pairs(articles))
    weighed = probabilities([(articles[one], articles[other]) for one, other in couples])
    for (one, other), likely in zip(couples, weighed, strict=True):
        if likely >= LEAST_STORY:
            near[id(articles[one])].append(id(articles[other]))
            near[id(articles[other])].append(id(articles[one]))
    return near
