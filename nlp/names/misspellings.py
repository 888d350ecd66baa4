"""Council names with one letter wrong, where "council" stands after them and leaves no doubt: "Middlesborough Council"."""

from __future__ import annotations

import re
from functools import cache

from nlp.names import gazetteer
from nlp.names.gazetteer import Name

_CANDIDATE = re.compile(
    r"(?<![\w-])(?P<name>[A-Z][a-z]{5,15})(?P<tail> (?:(?:[Mm]etropolitan|[Cc]ity|[Cc]ounty|[Bb]orough|[Dd]istrict) ){0,2}(?:[Cc]ouncil|MBC|BC|CC|DC)(?!\w))"
)
SHORTEST = 6  # letters: shorter names have neighbours that are other words


def _deletions(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(1, len(word))}


@cache
def _index() -> dict[str, tuple[Name, ...]]:
    index: dict[str, list[Name]] = {}
    for surface, name in gazetteer.names().items():
        if surface.isalpha() and not surface.isupper() and len(surface) >= SHORTEST and name.strength == gazetteer.BARE:
            for form in {surface.lower(), *_deletions(surface.lower())}:
                index.setdefault(form, []).append(name)
    return {form: tuple(found) for form, found in index.items()}


def find_misspelt(plain: str) -> list[tuple[int, int, Name]]:
    """Return the misspelt full names in a plain text: start, end and the one name that is a letter away."""
    found: list[tuple[int, int, Name]] = []
    known = gazetteer.names()
    for match in _CANDIDATE.finditer(plain):
        word = match["name"]
        if word in known:
            continue
        near = _near(word.lower())
        if len(near) == 1:
            found.append((match.start(), match.end(), near[0]))
    return found


def _near(word: str) -> list[Name]:
    index = _index()
    candidates: dict[str, Name] = {}
    for form in {word, *_deletions(word)}:
        for name in index.get(form, ()):
            if name.surface[0].lower() == word[0] and abs(len(name.surface) - len(word)) <= 1:
                candidates[name.surface] = name
    return list(candidates.values())
