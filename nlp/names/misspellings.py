"""Names with one letter wrong (approximate string matching): "Middlesborough Council", "Central Bedforshire", "Brighter Future for Children".

A name of one word needs "council" after it; one of several words is known by the words that are right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise

from nlp.names import gazetteer
from nlp.names.gazetteer import Name

_CANDIDATE = re.compile(
    r"(?<![\w-])(?P<name>[A-Z][a-z]{5,15})(?P<tail> (?:(?:[Mm]etropolitan|[Cc]ity|[Cc]ounty|[Bb]orough|[Dd]istrict) ){0,2}(?:[Cc]ouncil|MBC|BC|CC|DC)(?!\w))"
)
# A name of one word that is told by what stands beside it: "Middlesborough's children's services", "social workers in Seffton".
_OF_SERVICES = re.compile(
    r"(?<![\w-])(?P<name>[A-Z][a-z]{5,15})(?='s (?:children's|social (?:care|work|services)))"
    r"|(?:[Ss]ervices|[Ss]ocial workers|[Ff]oster carers) (?:in|at|for) (?P<after>[A-Z][a-z]{5,15})(?![\w-]| [A-Z])"
)
WORDS_REMEMBERED = 1 << 14  # capitalised words of which is kept whether they may be misspelt names
SHORTEST = 6  # letters: shorter names have neighbours that are other words


LONGEST_NAME = 60  # characters: what is longer is a sentence
_WORD = re.compile(r"[A-Za-z][\w'&-]*")


class NearNames:
    """Names of several words, found where one letter of them is missing, doubled or another."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: defaultdict[str, list[str]] = defaultdict(list)
        self._by_second: defaultdict[str, list[str]] = defaultdict(list)
        for name in names:
            words = name.split(" ")
            if len(words) > 1 and len(name) >= 2 * SHORTEST and not name.isupper():
                self._by_first[words[0]].append(name)
                for second in (words[1], f"{words[1]}'s"):
                    self._by_second[name[0] + second].append(name)

    def find(self, plain: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and the right name of each that is one letter off. A name that is right is not yielded."""
        words, starts = _words(plain)
        first, second = self._by_first, self._by_second
        for place, (word, following) in enumerate(pairwise((*words, ""))):
            if word > "a" or (word not in first and word[0] + following not in second):
                continue  # every capital is less than any small letter
            start = starts[place]
            for name in {*first.get(word, ()), *second.get(word[0] + following, ())}:
                last = place + name.count(" ")
                found = plain[start : starts[last] + len(words[last]) if last < len(words) else start].removesuffix(
                    "'s"
                )
                if found != name and len(found) <= LONGEST_NAME and one_letter_off(found, name):
                    yield start, start + len(found), name


@lru_cache(maxsize=1)  # the names of councils and those of trusts are looked for in one text
def _words(plain: str) -> tuple[list[str], list[int]]:
    """Return the words of a text and where each begins."""
    matches = list(_WORD.finditer(plain))
    return [match[0] for match in matches], [match.start() for match in matches]


def one_letter_off(found: str, name: str) -> bool:
    """Return whether two strings differ by one letter that is missing, added or another, and not in the first place."""
    if abs(len(found) - len(name)) > 1 or found[:1] != name[:1]:
        return False
    same = next((n for n, (a, b) in enumerate(zip(found, name, strict=False)) if a != b), min(len(found), len(name)))
    rest, other = found[same:], name[same:]
    if len(found) == len(name):  # another capital or another dash is another way of writing, and no slip
        return (
            rest[1:] == other[1:] and rest[:1].isalpha() and other[:1].isalpha() and rest[0].lower() != other[0].lower()
        )
    longer, shorter = (rest, other) if len(found) > len(name) else (other, rest)
    return longer[1:] == shorter and longer[:1].isalpha()


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
    if not any(_near_miss(word.partition("'")[0]) for word in set(_words(plain)[0]) if word < "a"):
        return found
    known = gazetteer.names()
    for match in _CANDIDATE.finditer(plain):
        word = match["name"]
        if word in known:
            continue
        near = _near(word.lower())
        if len(near) == 1:
            found.append((match.start(), match.end(), near[0]))
    for match in _OF_SERVICES.finditer(plain):
        group = "name" if match["name"] else "after"
        word = match[group]
        near = [
            name for name in _near(word.lower()) if len(name.surface) != len(word)
        ]  # another letter makes another place
        if word not in known and len(near) == 1:
            found.append((*match.span(group), near[0]))
    return found


@lru_cache(maxsize=WORDS_REMEMBERED)
def _near_miss(word: str) -> bool:
    """Return whether a word with a capital may be a misspelt name: most texts have none, and are looked at no further."""
    return word not in gazetteer.names() and bool(_near(word.lower()))


def _near(word: str) -> list[Name]:
    index = _index()
    candidates: dict[str, Name] = {}
    for form in {word, *_deletions(word)}:
        for name in index.get(form, ()):
            if name.surface[0].lower() == word[0] and abs(len(name.surface) - len(word)) <= 1:
                candidates[name.surface] = name
    return list(candidates.values())
