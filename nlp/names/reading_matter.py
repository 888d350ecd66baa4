"""Reading the council and reading the pastime (word-sense disambiguation): the one name that is a word of every day at the head of a line."""

from __future__ import annotations

import re

from nlp.text.wordings import word_sets

SURFACE = "Reading"
_WORDS = word_sets("name_wordings.txt")
# "Reading" as the word of every day. What follows it, and what stands before it.
_READING_AFTER = _WORDS["words after the pastime"]
_READING_BEFORE = _WORDS["words before the pastime"]
_NEXT_WORD = re.compile(r" (?P<word>[A-Za-z]+)")
_NEXT_WORD_BACK = re.compile(r"(?P<word>[A-Za-z]+) $")


def is_reading_matter(plain: str, start: int, end: int) -> bool:
    """Return whether "Reading" is what readers do: "Reading time: 4 minutes", "RECOMMENDED READING", a line of its own."""
    line = plain[plain.rfind("\n", 0, start) + 1 :].split("\n", 1)[0].strip(" :-–—•*")
    if line == plain[start:end]:
        return True
    before, after = _NEXT_WORD_BACK.search(plain, max(0, start - 20), start), _NEXT_WORD.match(plain, end)
    word = after["word"].lower() if after else ""
    if before is not None and before["word"].lower() in _READING_BEFORE:
        return not (after and word in ("council", "borough"))
    # "and" and "for" follow a council too: they tell only where the word opens its line.
    return word in _READING_AFTER and (word not in ("and", "for", "on", "out", "scheme") or line.isupper())
