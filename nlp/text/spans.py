"""Looking up spans by where they stand, in time that does not grow with the square of their number."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter, itemgetter
from typing import Protocol, TypeVar


class Spanned(Protocol):
    """Anything with a first offset."""

    @property
    def start(self) -> int:
        """The offset of its first character."""


S = TypeVar("S", bound=Spanned)
_START = attrgetter("start")


def between(spans: Sequence[S], low: int, high: int) -> list[S]:
    """Return those of `spans`, which are in order, that start in `low`:`high`."""
    return list(spans[bisect_left(spans, low, key=_START) : bisect_left(spans, high, key=_START)])


def last_before(spans: Sequence[S], offset: int) -> S | None:
    """Return the last of `spans`, which are in order, that starts before `offset`."""
    place = bisect_left(spans, offset, key=_START)
    return spans[place - 1] if place else None


def overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Return whether `start`:`end` touches one of `taken`, which are in order and apart."""
    place = bisect_right(taken, start, key=itemgetter(0))
    if place and taken[place - 1][1] > start:
        return True
    return place < len(taken) and taken[place][0] < end
