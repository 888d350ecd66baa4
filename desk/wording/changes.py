"""What changed between two texts of an article, as a person reads it: the paragraphs that differ, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

WORD = re.compile(r"\S+\s*")
MOST_WORDS = 1_500  # of a paragraph compared word by word: the comparison takes time with the square of them


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are the same in both texts, gone from the earlier one, or new in the later one."""

    kind: str  # same, gone, new
    text: str


def changes(before: str, after: str) -> list[tuple[Piece, ...]]:
    """Return the paragraphs in which two texts differ, in the later one's order; none where they are the same."""
    earlier, later = before.split("\n\n"), after.split("\n\n")
    changed: list[tuple[Piece, ...]] = []
    for kind, i, j, k, m in SequenceMatcher(None, earlier, later, autojunk=False).get_opcodes():
        if kind != "equal":
            changed += [tuple(_words(old or "", new or "")) for old, new in zip_longest(earlier[i:j], later[k:m])]
    return changed


def _words(before: str, after: str) -> Iterator[Piece]:
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        old, new = [before], [after]
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(new[k:m]))
            continue
        if j > i:
            yield Piece("gone", "".join(old[i:j]))
        if m > k:
            yield Piece("new", "".join(new[k:m]))
