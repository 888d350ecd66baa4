"""Grouping sums into commitments (agglomerative clustering with cannot-link constraints)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nlp.stories.sum_model import CommitmentModel

LEAST_KEPT = 0.02  # probability below which a pair of unequal sums counts as not weighed

Pair = tuple[int, int]


def is_kept(likely: float, one: float, other: float) -> bool:
    """Return whether a pair of sums of these amounts tells anything: equal sums that are two always do."""
    return likely >= LEAST_KEPT or one == other


def group_sums(amounts: Sequence[float], likely: Mapping[Pair, float], model: CommitmentModel) -> list[int]:
    """Return the number of each sum's group, that of its first member. `likely`: by numbers, the smaller first.

    The likeliest pair comes first. Its groups are joined unless the mean of the pairs between them is too low, or two
    equal sums in them are not of one commitment: one scheme's money must not be taken for another's because a third
    sum is like both.
    """
    kept = {pair: value for pair, value in likely.items() if is_kept(value, amounts[pair[0]], amounts[pair[1]])}
    group = list(range(len(amounts)))
    members = {number: [number] for number in group}
    for (one, other), value in sorted(kept.items(), key=lambda item: (-item[1], item[0])):
        if value < model.least:
            break
        keep, gone = sorted((group[one], group[other]))
        if keep == gone or not _join(members[keep], members[gone], amounts, kept, model):
            continue
        for member in members[gone]:
            group[member] = keep
        members[keep] += members.pop(gone)
    return group


def _join(
    some: Sequence[int],
    others: Sequence[int],
    amounts: Sequence[float],
    kept: Mapping[Pair, float],
    model: CommitmentModel,
) -> bool:
    total, count = 0.0, 0
    for one in some:
        for other in others:
            value = kept.get((one, other) if one < other else (other, one))
            if value is None:
                continue
            if amounts[one] == amounts[other] and value < model.least_equal:
                return False
            total, count = total + value, count + 1
    return total >= model.least_mean * count
