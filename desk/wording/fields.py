"""The fields of a revision as a page shows them: headline, standfirst, text and corrections, each with its own marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desk.wording.passages import Paragraph, Span, paragraphs
from warehouse.vocabulary.stances import Field

BETWEEN = "\n\n"  # corrections, as their offsets count them


@dataclass(frozen=True, slots=True)
class MarkedField:
    """A field of a revision, with what to mark in it."""

    words: str
    spans: tuple[Span, ...]
    passage: tuple[int, int] | None

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Return the field cut into paragraphs, marked."""
        return paragraphs(self.words, self.spans, self.passage)


@dataclass(frozen=True, slots=True)
class MarkedPassage:
    """A passage that is marked, in the field that it stands in."""

    field: Field
    start: int
    end: int


def marked_field(
    revision: Mapping[str, Any],
    field: Field,
    spans: Iterable[Span],
    passage: MarkedPassage | None = None,
    *,
    most: int | None = None,
) -> MarkedField:
    """Return a field of a revision with those of the spans that stand in it, cut after `most` characters."""
    here = (passage.start, passage.end) if passage is not None and passage.field is field else None
    own = tuple(span for span in spans if span.field is field)
    return MarkedField(words_of(revision, field)[:most], own, here)


def words_of(revision: Mapping[str, Any], field: Field) -> str:
    """Return what a field of a revision holds: the characters that offsets in it count."""
    if field is Field.CORRECTIONS:
        return BETWEEN.join(revision["corrections"] or ())
    return revision[str(field)] or ""
