"""Citations in a verdict's text: "[2]" as a link to its evidence, and numbered anew when evidence is picked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from warehouse.verdicts.rules import CITATION


@dataclass(frozen=True, slots=True)
class CitedText:
    """A piece of a verdict's text: words, or the number of a citation."""

    text: str
    number: int | None = None


def cited_text(text: str, most: int) -> tuple[CitedText, ...]:
    """Return a text in pieces; a number above `most`, which cites nothing, stays words."""
    pieces: list[CitedText] = []
    at = 0
    for found in CITATION.finditer(text):
        if not 1 <= int(found[1]) <= most:
            continue
        if found.start() > at:
            pieces.append(CitedText(text[at : found.start()]))
        pieces.append(CitedText(found[0], int(found[1])))
        at = found.end()
    if at < len(text):
        pieces.append(CitedText(text[at:]))
    return tuple(pieces)


def renumbered(text: str, numbers: Mapping[int, int]) -> str:
    """Return a text with its citations numbered anew; one that is not among `numbers` stays as it is."""

    def anew(found: re.Match[str]) -> str:
        number = int(found[1])
        return f"[{numbers.get(number, number)}]"

    return CITATION.sub(anew, text)
