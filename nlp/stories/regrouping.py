"""Grouping again what new members touch, with the names of the groups kept (incremental clustering)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from nlp.stories.clustering import agglomerate

Pairs = Mapping[tuple[UUID, UUID], float]


def groups_of(ordered: Sequence[UUID], likely: Pairs, least: float) -> list[list[UUID]]:
    """Return the groups of these members by average linkage, in their order. A pair that is not given has probability 0."""
    place = {member: number for number, member in enumerate(ordered)}
    weighed = {
        (min(place[one], place[other]), max(place[one], place[other])): value for (one, other), value in likely.items()
    }
    return split_by(ordered, agglomerate(len(ordered), weighed, least))


def split_by(ordered: Sequence[UUID], numbers: Sequence[int]) -> list[list[UUID]]:
    """Return the members by their groups' numbers, in their order."""
    found: dict[int, list[UUID]] = {}
    for member, number in zip(ordered, numbers, strict=True):
        found.setdefault(number, []).append(member)
    return list(found.values())


def keep_names(
    groups: Sequence[Sequence[UUID]], held: Mapping[UUID, UUID], new: Callable[[UUID], UUID]
) -> dict[UUID, UUID]:
    """Return the name of each member's group.

    A name that members had before goes to the group that has the most of them, then to the earlier one; a name is given
    once. A group that gets none takes its first member's own, or, where that member was of another group before and its
    own name may be in use, what `new` makes of it.
    """
    before = [Counter(held[member] for member in group if member in held) for group in groups]
    wishes = sorted(
        ((-count, number, str(name), name) for number, names in enumerate(before) for name, count in names.items()),
        key=lambda wish: wish[:3],
    )
    given: dict[int, UUID] = {}
    for _, number, _, name in wishes:
        if number not in given and name not in given.values():
            given[number] = name
    for number, group in enumerate(groups):
        given.setdefault(number, new(group[0]) if group[0] in held else group[0])
    return {member: given[number] for number, group in enumerate(groups) for member in group}
