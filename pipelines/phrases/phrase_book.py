"""Phrases of a kind, a line of a text file each, searched for in one pass.

A phrase is written as it reads, in small letters: `(a|b)` is either, `(a)?` may be left out, `..` is up to 60 characters
in between; `^` and `$` hold it to the line's beginning or end, punctuation apart; `~` marks a weak one, which honest prose
holds as well. What a phrase must hold, its hint, is looked for first, in one automaton for all phrases.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ahocorasick_rs

SHORTEST_HINT = 3  # characters: a shorter one is on every line, and spares nothing
PUNCTUATION = r"[\W_]{0,20}"
EDGE = r"(?:(?<!\w)|(?!\w))"  # no letters of a longer word on both sides
STRUCTURE = re.compile(r"\\.|\[[^\]]*\]|[()|]")  # what is escaped or in a class of characters is no structure
NO_LETTERS = re.compile(r"\\.|\[[^\]]*\](?:\{[\d,]+\}|[*+?])?|\.\{[\d,]+\}|.\?|\{[\d,]+\}|[*+|^$]| ?\.\. ?")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase: its kind, its pattern over a line in small letters, what it holds, and whether it is weak."""

    kind: str
    pattern: re.Pattern[str]
    hints: frozenset[str]  # of which a line with the phrase holds one; none: the phrase is tried on every line
    weak: bool


@dataclass(frozen=True, slots=True)
class PhraseFound:
    """A phrase in a line, with the share of the line's characters that it takes."""

    kind: str
    weak: bool
    share: float


class PhraseBook:
    """The phrases of some kinds, in the order in which the kinds are asked."""

    def __init__(self, phrases: tuple[Phrase, ...]) -> None:
        self.phrases = phrases
        hints = sorted({hint for phrase in phrases for hint in phrase.hints})
        self._automaton = ahocorasick_rs.AhoCorasick(hints)
        self._by_hint = [[place for place, one in enumerate(phrases) if hint in one.hints] for hint in hints]
        # `search` tries a pattern at every character, though it is held to the first: `match` does not.
        self._looks = [
            one.pattern.match if one.pattern.pattern.startswith("^") else one.pattern.search for one in phrases
        ]
        self._always = [place for place, one in enumerate(phrases) if not one.hints]

    def find(self, line: str) -> PhraseFound | None:
        """Return a phrase that a line holds: strong before weak, then the one that takes most of the line."""
        lowered = line.lower().replace("’", "'")
        places = set(self._always)
        for hint, _, _ in self._automaton.find_matches_as_indexes(lowered, overlapping=True):
            places.update(self._by_hint[hint])
        found: PhraseFound | None = None
        for place in sorted(places):
            phrase = self.phrases[place]
            if found is not None and phrase.weak and not found.weak:
                continue
            match = self._looks[place](lowered)
            if match:
                one = PhraseFound(phrase.kind, phrase.weak, len(match[0]) / max(len(lowered), 1))
                if found is None or (one.weak, -one.share) < (found.weak, -found.share):
                    found = one
        return found


@cache
def phrase_book(*kinds: str) -> PhraseBook:
    """Return the phrases of these kinds, read from the file of each. Raises ValueError, with file and line, for a bad one."""
    return PhraseBook(tuple(phrase for kind in kinds for phrase in _read(kind)))


def _read(kind: str) -> list[Phrase]:
    path = Path(__file__).parent / f"{kind}.txt"
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip("\n")
        if text.strip() and not text.startswith("#"):
            try:
                found.append(compile_phrase(kind.replace("_", " "), text))
            except re.error as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from error
    return found


def compile_phrase(kind: str, text: str) -> Phrase:
    """Return a phrase from its line. Raises re.error where it cannot be read."""
    weak = text.startswith("~")
    body = text.removeprefix("~")
    begins, ends = body.startswith("^"), body.endswith("$") and not body.endswith("\\$")
    words = body.removeprefix("^").removesuffix("$") if ends else body.removeprefix("^")
    pattern = re.sub(r" ?\.\. ?", ".{0,60}", re.sub(r"(?<!\\)\((?!\?)", "(?:", words))
    head = "^" + PUNCTUATION if begins else EDGE
    tail = PUNCTUATION + "$" if ends else EDGE
    return Phrase(kind, re.compile(head + "(?:" + pattern + ")" + tail), hints_of(words), weak)


def hints_of(words: str) -> frozenset[str]:
    """Return strings of which every line with a phrase holds one, the longest that can be had; none where there are none.

    They are the longest run of plain characters, or the alternatives of a group that may not be left out.
    """
    options = [[_longest(words)]]
    for start, end in _groups(words):
        if words[end : end + 1] not in {"?", "{", "*"}:
            options.append([_longest(part) for part in _alternatives(words[start + 1 : end - 1])])
    best = max(options, key=lambda parts: min(map(len, parts)))
    return frozenset(best) if min(map(len, best)) >= SHORTEST_HINT else frozenset()


def _groups(words: str) -> list[tuple[int, int]]:
    """Return where the outermost groups of a phrase begin and end."""
    found, depth, start = [], 0, 0
    for match in STRUCTURE.finditer(words):
        if match[0] == "(":
            depth += 1
            start = match.start() if depth == 1 else start
        elif match[0] == ")":
            depth -= 1
            if depth == 0:
                found.append((start, match.end()))
    return found


def _alternatives(words: str) -> list[str]:
    """Return the alternatives of a group's inside."""
    inside = _groups(words)
    bars = [
        match.start()
        for match in STRUCTURE.finditer(words)
        if match[0] == "|" and not any(start < match.start() < end for start, end in inside)
    ]
    edges = [-1, *bars, len(words)]
    return [words[left + 1 : right] for left, right in itertools.pairwise(edges)]


def _longest(words: str) -> str:
    """Return the longest run of plain characters outside of any group."""
    bare, last = [], 0
    for start, end in _groups(words):
        bare.append(words[last:start])
        last = end
    pieces = NO_LETTERS.sub("\0", "\0".join([*bare, words[last:]])).split("\0")
    return max((piece.strip() for piece in pieces), key=len, default="")
