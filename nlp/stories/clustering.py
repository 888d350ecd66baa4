"""Grouping articles into stories (agglomerative clustering, average linkage), over the pairs that share rare words.

An inverted index of rare stems finds the pairs worth weighing: MinHash finds copies, and misses two reporters' accounts
of one event, which share names and figures and no sentence.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from nlp.stories.article import ArticleSigns
from nlp.stories.likeness import vector
from nlp.stories.pairs import load_pair_model, probabilities

WINDOW_DAYS = 30.0  # articles further apart report other events, or the same one as history
LEAST_SHARED = 1  # of those, for a pair to be weighed
RAREST = 40  # stems of an article by which others are looked up
MOST_ARTICLES = 400  # that share a stem: a commoner one tells nothing, and its pairs would be the square of it


def candidate_pairs(articles: Sequence[ArticleSigns]) -> Iterable[tuple[int, int]]:
    """Yield the pairs of articles that share rare stems and stand within the window, each once."""
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for number, signs in enumerate(articles):
        rare = heapq.nlargest(RAREST, vector(signs).items(), key=lambda item: (item[1], item[0]))
        shared: Counter[int] = Counter()
        for stem, _ in rare:
            if len(holding[stem]) <= MOST_ARTICLES:
                shared.update(holding[stem])
            holding[stem].append(number)
        for other, count in shared.items():
            if count >= LEAST_SHARED and within(articles[other], signs):
                yield other, number


def within(one: ArticleSigns, other: ArticleSigns) -> bool:
    """Return whether two articles are near enough in time; one without a date is near to all."""
    return one.day is None or other.day is None or abs(one.day - other.day) <= WINDOW_DAYS


def cluster(articles: Sequence[ArticleSigns]) -> list[int]:
    """Return the number of each article's story: that of the first of its articles."""
    couples = list(candidate_pairs(articles))
    weighed = probabilities([(articles[one], articles[other]) for one, other in couples])
    return agglomerate(len(articles), dict(zip(couples, weighed, strict=True)), load_pair_model().threshold)


def agglomerate(count: int, likely: dict[tuple[int, int], float], least: float) -> list[int]:
    """Join the two groups with the highest mean probability until none reaches `least`; return each member's group.

    A pair that is not in `likely` has probability 0. A group's number is its smallest member.
    """
    members: dict[int, list[int]] = {number: [number] for number in range(count)}
    linked: dict[int, dict[int, float]] = {number: {} for number in range(count)}  # sums of probabilities
    for (one, other), value in likely.items():
        linked[one][other] = linked[other][one] = value
    heap = [(-value, one, other) for (one, other), value in likely.items() if value >= least]
    heapq.heapify(heap)
    while heap:
        value, one, other = heapq.heappop(heap)
        if one not in members or other not in members or -value != _mean(members, linked, one, other):
            continue
        keep, gone = min(one, other), max(one, other)
        members[keep] += members.pop(gone)
        for near, total in linked.pop(gone).items():
            linked[near].pop(gone, None)
            if near != keep:
                linked[keep][near] = linked[near][keep] = linked[keep].get(near, 0.0) + total
        for near in linked[keep]:
            mean = _mean(members, linked, keep, near)
            if mean >= least:
                heapq.heappush(heap, (-mean, min(keep, near), max(keep, near)))
    story = [0] * count
    for number, own in members.items():
        for member in own:
            story[member] = min(own) if number else 0
    return story


def _mean(members: dict[int, list[int]], linked: dict[int, dict[int, float]], one: int, other: int) -> float:
    return linked[one].get(other, 0.0) / (len(members[one]) * len(members[other]))
