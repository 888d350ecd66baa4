"""Which sums are worth weighing against each other (blocking): found by their amounts and their articles, not by trying all pairs."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from nlp.stories.article import ArticleSigns
from nlp.stories.clustering import candidate_pairs
from nlp.stories.pairs import probability
from nlp.stories.sums import MOST_YEARS, SumMention, same_amount

LEAST_STORY = 0.4  # probability that two articles are of one story, for a sum of one to be a part of the other's
LEAST_LIKENESS = 0.05  # of the words beside them: sums of other articles below it are not weighed as part and whole
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
    if mention.years == 1:
        found |= {mention.value * years for years in range(2, MOST_YEARS)}
    return (amount for amount in found if amount > 0)


def part_pairs(
    mentions: Sequence[SumMention], near: Mapping[int, Iterable[int]] | None = None
) -> Iterator[tuple[int, int]]:
    """Yield (part, whole) for the pairs of which one may belong to the other: of one article, of one story, or named in both.

    `near` gives, by the id of an article's signs, those of articles that may report the same event, where that is known.
    """
    of_article: defaultdict[int, list[int]] = defaultdict(list)
    of_value: defaultdict[float, list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        of_article[id(mention.article.signs)].append(number)
        of_value[mention.value].append(number)
    if near is None:
        near = _near_articles([mentions[own[0]].article.signs for own in of_article.values()])
    for number, mention in enumerate(mentions):
        signs = mention.article.signs
        wholes = set(of_article[id(signs)])
        wholes.update(whole for other in near.get(id(signs), ()) for whole in of_article.get(other, ()))
        named = (whole for value in signs.sums for whole in of_value.get(value, ()))
        wholes.update(whole for whole in named if beside(mention, mentions[whole]) >= LEAST_LIKENESS)
        for whole in sorted(wholes):
            larger = mentions[whole].value >= mention.value
            if whole != number and larger and not same_amount(mention, mentions[whole]):
                yield number, whole


def beside(one: SumMention, other: SumMention) -> float:
    """Return the likeness of the words beside two sums, 0 to 1."""
    return sum(weight * other.vector.get(stem, 0.0) for stem, weight in one.vector.items())


def _near_articles(articles: Sequence[ArticleSigns]) -> defaultdict[int, list[int]]:
    """Return for each article those that may report the same event; both by the id of their signs."""
    near: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in candidate_pairs(articles):
        if probability(articles[one], articles[other]) >= LEAST_STORY:
            near[id(articles[one])].append(id(articles[other]))
            near[id(articles[other])].append(id(articles[one]))
    return near
