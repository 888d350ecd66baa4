"""A figure: what was measured, ours, a peer's in the same run, and the CPU seconds of both."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table."""

    measure: str  # with what is warm, in process or sampled
    ours: str
    peer: str  # its value and its name; "none: ..." says why there is none
    ratio: float | None  # how much better ours is; None where there is no peer
    cpu: float  # seconds of ours
    peer_cpu: float | None = None


@dataclass(slots=True)
class Spent:
    """CPU seconds of a block, known when it has ended."""

    seconds: float = 0.0


def cpu_seconds_so_far() -> float:
    """Return the CPU seconds of this process and of the children that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


@contextmanager
def measured_cpu() -> Iterator[Spent]:
    """Measure the CPU seconds of a block, its child processes included."""
    spent, before = Spent(), cpu_seconds_so_far()
    try:
        yield spent
    finally:
        spent.seconds = cpu_seconds_so_far() - before
