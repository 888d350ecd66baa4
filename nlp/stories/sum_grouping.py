"""Grouping sums into commitments: agglomerative clustering with cannot-link constraints, in two steps.

First the sums that can be one (equal, rounded, a year's share of a whole) become amounts, by average linkage. Then an amount
is put under a larger one of which it is a part or to which it was changed; each goes under one other at most. So sums
of two schemes never come together by a chain of sums that are each a little like the next.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.stories.sum_model import CommitmentModel
from nlp.stories.sums import SumFacts, same_amount

LEAST_KEPT = 0.02  # probability below which a pair of unequal sums counts as not weighed

Pair = tuple[int, int]


@dataclass(slots=True)
class _Link:
    """The pairs between two groups."""

    total: float = 0.0  # of their probabilities
    count: int = 0
    weak: int = 0  # pairs of equal sums that are likelier of two commitments
    equal: int = 0
    forbidden: bool = False  # a pair of them is certainly of two commitments

    def add(self, other: _Link) -> None:
        self.total, self.count = self.total + other.total, self.count + other.count
        self.weak, self.equal = self.weak + other.weak, self.equal + other.equal
        self.forbidden = self.forbidden or other.forbidden

    @property
    def mean(self) -> float:
        return self.total / self.count if self.count else 0.0


def is_kept(likely: float, one: SumFacts, other: SumFacts) -> bool:
    """Return whether a pair tells anything: sums that can be one and are two always do."""
    return likely >= LEAST_KEPT or one.value == other.value or same_amount(one, other)


def group_sums(sums: Sequence[SumFacts], likely: Mapping[Pair, float], model: CommitmentModel) -> list[int]:
    """Return the number of each sum's commitment, that of its first member. `likely`: by numbers, the smaller first."""
    kept = {pair: value for pair, value in likely.items() if is_kept(value, sums[pair[0]], sums[pair[1]])}
    one_amount = {pair for pair in kept if same_amount(sums[pair[0]], sums[pair[1]])}
    amount = _amounts(sums, {pair: kept[pair] for pair in one_amount}, model)
    under = _placed_under(sums, kept, one_amount, amount, model)
    return [under[number] for number in amount]


def _amounts(sums: Sequence[SumFacts], likely: Mapping[Pair, float], model: CommitmentModel) -> list[int]:
    """Return the number of each sum's amount: the likeliest groups are joined first, while their mean is high enough."""
    links: defaultdict[int, dict[int, _Link]] = defaultdict(dict)
    for (one, other), value in likely.items():
        equal = sums[one].value == sums[other].value
        link = _Link(value, 1, int(equal and value < model.least_equal), int(equal), forbidden=value <= 0.0)
        links[one][other] = links[other][one] = link
    waiting = [(-value, one, other) for (one, other), value in likely.items() if value >= model.least]
    heapq.heapify(waiting)
    group = list(range(len(sums)))
    members = {number: [number] for number in group}
    while waiting:
        value, keep, gone = heapq.heappop(waiting)
        found = links[keep].get(gone)
        if found is None or -found.mean != value or not _may_join(found, model):
            continue  # a link that has changed since stands in the heap anew
        for member in members[gone]:
            group[member] = keep
        members[keep] += members.pop(gone)
        for other in _merge(links, keep, gone):
            if links[keep][other].mean >= model.least_mean:
                heapq.heappush(waiting, (-links[keep][other].mean, min(keep, other), max(keep, other)))
    return group


def _may_join(link: _Link, model: CommitmentModel) -> bool:
    return not link.forbidden and link.mean >= model.least_mean and link.weak <= model.most_weak * link.equal


def _merge(links: dict[int, dict[int, _Link]], keep: int, gone: int) -> list[int]:
    """Give the links of one group to another, and return whom that one is linked with."""
    for other, link in links.pop(gone).items():
        del links[other][gone]
        if other != keep:
            own = links[keep].setdefault(other, _Link())
            own.add(link)
            links[other][keep] = own
    return sorted(links[keep])


def _placed_under(
    sums: Sequence[SumFacts],
    likely: Mapping[Pair, float],
    one_amount: set[Pair],
    amount: Sequence[int],
    model: CommitmentModel,
) -> dict[int, int]:
    """Return for each amount the first of those that it is of one commitment with.

    What one article tells of two amounts goes before what two articles tell, which must be likelier.
    """
    beside: defaultdict[Pair, _Link] = defaultdict(_Link)
    apart: defaultdict[Pair, _Link] = defaultdict(_Link)
    forbidden: set[Pair] = set()
    for (one, other), value in sorted(likely.items()):
        pair = _ordered(amount[one], amount[other])
        if pair[0] == pair[1]:
            continue
        if (one, other) in one_amount:
            forbidden |= {pair} if value < model.least_equal else set()
        else:
            links = beside if sums[one].article_id == sums[other].article_id else apart
            links[pair].add(_Link(value, 1))
    mean = {pair: link.mean for pair, link in apart.items()} | {pair: link.mean for pair, link in beside.items()}
    likeliest = sorted(mean, key=lambda pair: (-mean[pair], pair))
    wished = [pair for pair in likeliest if mean[pair] >= (model.least_part if pair in beside else model.least_far)]
    size: defaultdict[int, float] = defaultdict(float)
    for number, facts in zip(amount, sums, strict=True):
        size[number] = max(size[number], facts.value)
    return _joined(wished, size, mean, forbidden, model)


def _joined(
    wished: Sequence[Pair],
    size: Mapping[int, float],
    mean: Mapping[Pair, float],
    forbidden: set[Pair],
    model: CommitmentModel,
) -> dict[int, int]:
    entry = {number: number for number in size}
    members = {number: [number] for number in size}
    placed: set[int] = set()
    for one, other in wished:
        small = one if size[one] < size[other] else other
        keep, gone = _ordered(entry[one], entry[other])
        if keep == gone or small in placed:
            continue
        between = [_ordered(a, b) for a in members[keep] for b in members[gone]]
        known = [mean[pair] for pair in between if pair in mean]
        if forbidden & set(between) or sum(known) < model.least_part * len(known):
            continue
        placed.add(small)
        entry |= dict.fromkeys(members[gone], keep)
        members[keep] += members.pop(gone)
    return entry


def _ordered(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)
