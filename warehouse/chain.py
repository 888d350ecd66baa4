"""A hash chain: each row's hash is made over the row before it too, so that a row that was changed, put in or taken out is found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

FIRST_HASH = "0" * 64  # before the first row of a chain


@dataclass(frozen=True, slots=True)
class Chain:
    """How far a log's rows prove one another."""

    count: int
    sha256: str  # of the last row
    broken: int | None  # the place of the first row that is not the one that was written


def chained(before: str, content: str) -> str:
    """Return the hash of a row, from the hash of the row before it and its own content."""
    return hashlib.sha256(f"{before}\n{content}".encode("utf-8", "surrogatepass")).hexdigest()


def checked_chain(rows: Iterable[tuple[int, str, str | None]]) -> Chain:
    """Return how far rows (place, content, hash) prove one another, in their order; a row without a hash breaks the chain."""
    before, count, broken = FIRST_HASH, 0, None
    for sequence, content, sha256 in rows:
        count += 1
        before = chained(before, content)
        if broken is None and sha256 != before:
            broken = sequence
    return Chain(count, before, broken)
