"""A cheap sentence split: good enough to bound a rule's reach, at a thousandth of a parser's price."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

# A full stop, question or exclamation mark, closing quotes or brackets, space, then something that can open a sentence.
_BOUNDARY = re.compile(r"[.!?…][\"'”’)\]]{0,3}[ \t\u00a0]+(?=[\"'“‘(\[]?[A-Z0-9£])|\n\s*")
# What comes before a full stop that ends no sentence.
LONGEST = 1200  # characters: what is longer is a table or a broken page, and every rule's reach is a sentence
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|St|Cllr|Clr|Rev|Hon|Rt|Lt|Gen|Sgt|Insp|No|nos?|vs|approx|Ltd|Inc|Co|Jr|Sr|etc|e\.g|i\.e|p|pp|a\.m|p\.m|c|ch)|\b[A-Z])$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the text: offsets of its first character and of the one after its last."""

    start: int
    end: int


def split(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of `text` in order. A line break always ends one."""
    sentences: list[Sentence] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        stop = match.start()
        if text[stop : stop + 1] == "." and _ABBREVIATION.search(text, max(start, stop - 8), stop):
            continue
        end = stop + len(match.group().rstrip())
        _add(text, start, end, sentences)
        start = match.end()
    if start < len(text):
        end = start + len(text[start:].rstrip())
        _add(text, start, end, sentences)
    return tuple(sentences)


def _add(text: str, start: int, end: int, sentences: list[Sentence]) -> None:
    """Append the sentence, without the space at its end; one that is too long in pieces, cut at spaces."""
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        sentences.append(Sentence(start, cut))
        start = cut + 1 if text[cut : cut + 1] == " " else cut
    end = start + len(text[start:end].rstrip())
    if end > start:
        sentences.append(Sentence(start, end))


@dataclass(frozen=True, slots=True)
class SentenceIndex:
    """Finds the sentence that holds an offset."""

    sentences: tuple[Sentence, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> SentenceIndex:
        """Return the index of the sentences of `text`."""
        sentences = split(text)
        return cls(sentences, tuple(sentence.start for sentence in sentences))

    def number(self, offset: int) -> int:
        """Return the place in order of the sentence at `offset` (0 before the first)."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def at(self, offset: int) -> Sentence:
        """Return the sentence at `offset`; an empty one for a text without any."""
        return self.sentences[self.number(offset)] if self.sentences else Sentence(0, 0)
