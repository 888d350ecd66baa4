"""Whether two readings are texts of one article: by the sentences that stand in both, word for word.

Counting shared words would not do: a template that outlets fill in anew for each council shares nearly all of its words
and hardly a sentence, for the names and figures stand in every one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.metadata.title import agreement

SENTENCE_END = re.compile(r"(?<=[.!?…:”\"'’)])\s+|\n+")
NO_LETTER = re.compile(r"[\W_]+")
COPY = 0.8  # of the shorter text's letters, in sentences of the other: an edited copy
LENGTHS = 0.6  # shorter to longer: less, and one quotes the other, or was cut
TITLES_AGREE = 0.5  # of the words of the shorter headline
STRANGER = 0.1  # of the letters and fewer: the texts have nothing to do with each other
NEW_TITLE = 0.3  # of the words and fewer: the headlines have nothing to do with each other
SHORTEST = 200  # letters: of texts as short as a notice, only equal ones are one


@dataclass(frozen=True, slots=True)
class Reading:
    """What is compared of a text."""

    title: str
    text: str


def shared(one: str, other: str) -> float:
    """Return which part of the shorter text's letters stands in sentences that the other has, too; 0 to 1."""
    first, second = _sentences(one), _sentences(other)
    shorter, longer = sorted((first, second), key=lambda held: sum(map(len, held)))
    total = sum(map(len, shorter))
    known = set(longer)
    return sum(len(sentence) for sentence in shorter if sentence in known) / total if total else 0.0


def is_copy(one: Reading, other: Reading) -> bool:
    """Return whether two readings are texts of one article, equal or lightly edited."""
    if _agree(one, other) < TITLES_AGREE:
        return False  # one text under two headlines: a notice that many addresses show, or a piece told twice
    shorter, longer = sorted((_letters(one.text), _letters(other.text)), key=len)
    if shorter == longer:
        return bool(shorter)
    if len(shorter) < SHORTEST or len(shorter) < LENGTHS * len(longer):
        return False
    return shared(one.text, other.text) >= COPY


def is_stranger(one: Reading, other: Reading) -> bool:
    """Return whether neither headline nor a sentence of one reading is the other's: another page at the same address."""
    return _agree(one, other) <= NEW_TITLE and shared(one.text, other.text) <= STRANGER


def is_cut(whole: Reading, other: Reading) -> bool:
    """Return whether the other reading is the beginning of a whole text and no more, as before a wall."""
    return len(_letters(other.text)) < COPY * len(_letters(whole.text)) and shared(whole.text, other.text) >= COPY


def _agree(one: Reading, other: Reading) -> float:
    return agreement(one.title, other.title)


def _sentences(text: str) -> list[str]:
    return [letters for sentence in SENTENCE_END.split(text) if (letters := _letters(sentence))]


def _letters(text: str) -> str:
    return NO_LETTER.sub("", text).casefold()
