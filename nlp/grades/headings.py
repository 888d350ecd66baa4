"""Headings of a round-up: the council under whose name a paragraph stands."""

from __future__ import annotations

from bisect import bisect_right

from warehouse.records import Mention

LONGEST = 70  # characters: a longer line is a sentence


def sections(plain: str, mentions: tuple[Mention, ...]) -> list[tuple[int, str]]:
    """Return where each section begins and its council ("" for a heading without one); nothing unless two councils head sections."""
    named: dict[int, set[str]] = {}
    for mention in mentions:
        opening = plain.rfind("\n", max(0, mention.start - LONGEST), mention.start)
        if mention.label == "COUNCIL" and (opening >= 0 or mention.start < LONGEST):
            end = plain.find("\n", mention.end, opening + LONGEST + 2)
            if end >= 0 or len(plain) < opening + LONGEST:
                named.setdefault(opening + 1, set()).add(mention.identifier)
    if len(named) < 2:
        return []
    found: list[tuple[int, str]] = []
    start = 0
    for line in plain.split("\n"):
        said = line.strip()
        if said and len(said) <= LONGEST and said[-1] not in ".!?,;\"'”":
            codes = named.get(start, set())
            found.append((start, next(iter(codes)) if len(codes) == 1 else ""))
        start += len(line) + 1
    return found if len({code for _, code in found if code}) > 1 else []


def heading(found: list[tuple[int, str]], offset: int) -> str:
    """Return the council whose section holds the offset, or ""."""
    place = bisect_right(found, offset, key=lambda section: section[0])
    return found[place - 1][1] if place else ""
