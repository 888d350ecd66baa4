"""What goes into extraction and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipelines.rules import PageRules
from warehouse.records import Comment, DateCandidate, Wall
from warehouse.vocabulary.collection import DatePrecision


@dataclass(frozen=True, slots=True)
class RawPage:
    """One captured page, as its bytes came, with what was known before it was opened."""

    body: bytes
    content_type: str | None
    content_encoding: str | None
    url: str
    captured_at: datetime  # aware; no date of publication may lie after it
    rules: PageRules | None = None
    listed_title: str | None = None  # by the feed or listing that led here
    listed_published: datetime | None = None
    held_title: str | None = None  # of the text that is held of the article at this address


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from a page: the fields of a revision that do not depend on where it is stored."""

    title: str
    standfirst: str | None
    authors: tuple[str, ...]
    published: datetime | None
    published_precision: DatePrecision | None
    modified: datetime | None
    dates: tuple[DateCandidate, ...]
    section: str | None
    tags: tuple[str, ...]
    text: str  # paragraphs, joined by a blank line
    comments: tuple[Comment, ...]
    corrections: tuple[str, ...]
    captions: tuple[str, ...]
    wall: Wall
    wall_reason: str | None
    language: str | None  # ISO 639-1
    confidence: float  # 0 to 1
    reasons: tuple[str, ...]
    extractor: str
    canonical: str | None = None  # rel=canonical, absolute
