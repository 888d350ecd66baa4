"""A text cut into paragraphs and segments, so that a page can mark spans in it without ever building HTML by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from warehouse.vocabulary.stances import Field


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a field to be marked: `kind` is its CSS class, `label` what a reader is told about it."""

    start: int
    end: int
    kind: str
    label: str = ""
    field: Field = Field.TEXT
    address: str = ""  # of the page of whom it names


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a paragraph over which the same spans lie."""

    text: str
    kinds: tuple[str, ...]
    label: str
    address: str = ""  # of the page of whom it names

    @property
    def marked(self) -> bool:
        """Whether any span lies over it."""
        return bool(self.kinds)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: where it starts in the text, its segments, and whether the passage touches it."""

    start: int
    segments: tuple[Segment, ...]
    in_passage: bool

    @property
    def links(self) -> tuple[tuple[str, tuple[Segment, ...]], ...]:
        """The segments in stretches that lead to one page, each with its address; "" for those that lead nowhere."""
        return tuple((address, tuple(some)) for address, some in groupby(self.segments, key=lambda each: each.address))


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text round a passage: what stands before, the paragraphs near it, what stands after."""

    before: tuple[Paragraph, ...]
    near: tuple[Paragraph, ...]
    after: tuple[Paragraph, ...]


_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*", re.UNICODE)


def term_spans(text: str, terms: Iterable[str], start: int, end: int) -> tuple[Span, ...]:
    """Return where the terms that matched stand between `start` and `end`, whole words, in any case."""
    wanted = sorted({term.strip() for term in terms if term.strip()}, key=len, reverse=True)
    if not wanted:
        return ()
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(term) for term in wanted) + r")(?!\w)", re.IGNORECASE)
    return tuple(Span(found.start(), found.end(), "term") for found in pattern.finditer(text, start, end))


def _segments(text: str, start: int, end: int, spans: Sequence[Span]) -> tuple[Segment, ...]:
    touching = [span for span in spans if span.start < end and span.end > start and span.start < span.end]
    cuts = sorted({start, end, *(min(max(edge, start), end) for span in touching for edge in (span.start, span.end))})
    segments = []
    for left, right in pairwise(cuts):
        over = [span for span in touching if span.start <= left and span.end >= right]
        kinds = tuple(dict.fromkeys(span.kind for span in over))
        label = "; ".join(dict.fromkeys(span.label for span in over if span.label))
        address = next((span.address for span in over if span.address), "")
        segments.append(Segment(text[left:right], kinds, label, address))
    return tuple(segments)


def paragraphs(text: str, spans: Iterable[Span] = (), passage: tuple[int, int] | None = None) -> tuple[Paragraph, ...]:
    """Return the paragraphs of the text, cut where a span begins or ends.

    `passage` is the stretch that is put forward; its segments get the kind `passage`. Offsets outside the text are cut
    to it, so that a record made from another revision marks less, and never fails.
    """
    whole = () if passage is None else (Span(passage[0], passage[1], "passage"),)
    marks = sorted((*whole, *spans), key=lambda span: span.start)
    found = []
    upcoming = 0
    open_marks: list[Span] = []
    for match in _PARAGRAPH.finditer(text):
        start, end = match.span()
        open_marks = [mark for mark in open_marks if mark.end > start]
        while upcoming < len(marks) and marks[upcoming].start < end:
            open_marks.append(marks[upcoming])
            upcoming += 1
        touched = passage is not None and passage[0] < end and passage[1] > start
        found.append(Paragraph(start, _segments(text, start, end, open_marks), touched))
    return tuple(found)


def excerpt(found: Sequence[Paragraph], around: int) -> Excerpt:
    """Return the paragraphs split at the passage: `around` whole paragraphs on each side of it are near."""
    touched = [index for index, paragraph in enumerate(found) if paragraph.in_passage]
    first = max(0, (touched[0] if touched else 0) - around)
    last = min(len(found), (touched[-1] if touched else 0) + around + 1)
    return Excerpt(tuple(found[:first]), tuple(found[first:last]), tuple(found[last:]))
