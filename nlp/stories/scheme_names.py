"""The proper names of funds, grants and programmes in a text ("Holiday Activities and Food programme"), and whether two can be one."""

from __future__ import annotations

import re
from collections.abc import Collection

from nlp.evidence.retrieval import shipped_frequencies
from nlp.text.words import stems

SchemeName = frozenset[str]  # the stems of a name without its head: "fund", "programme"

LEAST_SHARED = (
    0.85  # of the shorter name, by rarity, that two names of one scheme have in common where each has a word of its own
)
_HEADS = frozenset((
    "fund", "funds", "grant", "grants", "programme", "programmes", "scheme", "pilot", "trial", "initiative",
    "allowance", "allocation", "agreement", "pathfinder", "pathfinders", "project", "drive", "uplift", "bursary",
    "levy",
))  # fmt: skip
_CAPITAL = r"[A-Z][\w’'-]*,?"
_NAME = re.compile(rf"\b{_CAPITAL}(?: (?:(?:of|for|and|to|in|the|with|from|on|&) ){{0,2}}{_CAPITAL})*(?: [a-z]+\b)?")
_EMPTY = frozenset((
    "a", "an", "the", "of", "for", "and", "to", "in", "with", "from", "on", "under", "this", "that", "its",
    "another", "but", "it", "our", "england", "english", "wales", "welsh", "government", "governments",
    "ministers", "councils", "council", "department", "labour", "conservative", "chancellor", "education",
))  # fmt: skip  # words that begin a sentence or say who pays, and name no scheme
_EMPTY_STEMS = frozenset(stems(" ".join(sorted(_EMPTY))))
_NO_NAME = frozenset(stems("national new"))  # a part of a name, and no name alone


def scheme_names(text: str) -> frozenset[SchemeName]:
    """Return the names of schemes that a text gives, each by its stems."""
    found: set[SchemeName] = set()
    for match in _NAME.finditer(text):
        words = match[0].replace(",", "").replace("’", "'").split()
        heads = [place for place, word in enumerate(words) if word.lower() in _HEADS]
        if heads and (name := _named(words[: heads[-1]])):
            found.add(name)
    return frozenset(found)


def _named(words: list[str]) -> SchemeName:
    while words and words[0].lower() in _EMPTY:
        words = words[1:]
    found = frozenset(stem for stem in stems(" ".join(words)) if stem not in _EMPTY_STEMS and not stem[0].isdigit())
    return found if found - _NO_NAME else frozenset()


def may_be_one(some: Collection[SchemeName], others: Collection[SchemeName]) -> bool:
    """Return whether a name of these may be one of those: shortened, or with hardly a word of its own."""
    return any(one <= other or other <= one or _shared(one, other) >= LEAST_SHARED for one in some for other in others)


def _shared(one: SchemeName, other: SchemeName) -> float:
    shortest = min(_weight(one), _weight(other))
    return _weight(one & other) / shortest if shortest else 0.0


def _weight(name: Collection[str]) -> float:
    table = shipped_frequencies()
    return sum(table.rarity(stem) for stem in name)
