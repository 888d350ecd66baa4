"""Passages (text segmentation): the paragraph-sized pieces of a text that an editor reads one at a time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

SHORT = 60  # characters: a piece below this is a heading or a caption, and goes with the paragraph after it
LONG = 1200  # characters: a paragraph above this is cut at the end of a sentence, so that a passage fits on the screen
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_SENTENCE_END = re.compile(r"[.!?]['\"\u2019\u201d)]{0,2}\s+(?=[A-Z\u2018\u201c'\"£0-9])")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text: `text[start:end]`, without space at its ends."""

    start: int
    end: int


def passages(text: str) -> tuple[Passage, ...]:
    """Return the passages of the text in order. They do not overlap, and together hold all but white space."""
    pieces: list[Passage] = []
    held: int | None = None  # start of a short piece that waits for the next one
    for start, end in _pieces(text):
        if end - start < SHORT:
            held = start if held is None else held
            if end - held < SHORT:
                continue
        pieces.append(Passage(start if held is None else held, end))
        held = None
    if held is not None:
        pieces.append(Passage(held, len(text.rstrip())))
    return tuple(pieces)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        while end - start > LONG:
            cuts = [m.end() for m in _SENTENCE_END.finditer(text, start + LONG // 3, start + LONG)]
            cut = cuts[len(cuts) // 2] if cuts else _last_space(text, start, start + LONG)
            yield from _trimmed(text, start, cut)
            start = cut
        yield from _trimmed(text, start, end)


def _last_space(text: str, start: int, end: int) -> int:
    space = text.rfind(" ", start + 1, end)
    return space if space > start else end


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        left = start + len(piece) - len(piece.lstrip())
        yield left, left + len(stripped)


def fingerprint(passage: str) -> str:
    """Return the SHA-256 of the passage in small letters with single spaces and straight quotes, in hexadecimal.

    An outlet that restyles its quotes or breaks its lines anew has not written a new passage.
    """
    straight = passage.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})
    return hashlib.sha256(_SPACES.sub(" ", straight).strip().casefold().encode("utf-8", "surrogatepass")).hexdigest()
