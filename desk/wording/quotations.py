"""What an editor quotes from a text in place of the passage (excerpt selection): the sentences to choose from, and what was chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from desk.forms import BadRequestError
from desk.wording.fields import words_of
from nlp.text.sentences import split
from warehouse.records import Quotation
from warehouse.vocabulary.stances import Field

MOST_QUOTED = 4_000  # characters; the longest passage has 1,200, and what is longer is no quotation
MOST_SENTENCES = 60  # that a card lists to choose from; a form may hold so many fields more

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class QuotableSentence:
    """One sentence, or a piece of one where the passage begins or ends inside it."""

    start: int
    end: int
    words: str
    quoted: bool

    @property
    def value(self) -> str:
        """How a form names it: its offsets."""
        return f"{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class QuotedPassage:
    """What stands quoted on a card, and what it could be."""

    start: int
    end: int
    words: str
    sentences: tuple[QuotableSentence, ...]


def quoted_span(row: Row) -> tuple[int, int]:
    """Return where in its field what a candidate quotes begins and ends: the editor's words of this text, or the passage."""
    held = row["quotation"]
    if held and held["content_sha256"] == row["content_sha256"] and held["field"] == row["field"]:
        return held["start"], held["end"]
    return row["start"], row["end"]


def quoted_passage(row: Row, first: int, last: int) -> QuotedPassage:
    """Return what a candidate quotes, with the sentences of its field between two offsets, those nearest to it."""
    text = words_of(row, Field(row["field"]))
    start, end = quoted_span(row)
    sentences = tuple(_sentences(text, (start, end), (row["start"], row["end"]), first, last))
    at = next((number for number, one in enumerate(sentences) if one.quoted), 0)
    low = max(0, min(at - MOST_SENTENCES // 3, len(sentences) - MOST_SENTENCES))
    return QuotedPassage(start, end, text[start:end], sentences[low : low + MOST_SENTENCES])


def _sentences(
    text: str, quoted: tuple[int, int], passage: tuple[int, int], first: int, last: int
) -> Iterator[QuotableSentence]:
    for one in split(text):
        inside = (cut for cut in (*quoted, *passage) if one.start < cut < one.end)
        for start, end in pairwise(sorted({one.start, one.end, *inside})):
            piece = text[start:end]
            left = start + len(piece) - len(piece.lstrip())
            right = left + len(piece.strip())
            if left < right and left < last and right > first:
                yield QuotableSentence(left, right, text[left:right], quoted[0] <= left and right <= quoted[1])


def read_quotation(fields: dict[str, Any], row: Row) -> Quotation | None:
    """Return what a form or a program quotes of a candidate's text; None where that is the passage as it was put forward.

    A program sends `quotation` with `start`, `end`, `sha256` of the text that it read and, if it wants them compared,
    `words`; a form sends `quote_sha256` and a `quote` for each sentence that is ticked.

    Raises:
        BadRequestError: 422 for what is no stretch of this text, or where the text has changed since.
    """
    asked = {**fields["quotation"], "pieces": ()} if isinstance(fields.get("quotation"), dict) else _ticked(fields)
    if asked is None:
        return None
    if type(asked.get("start")) is not int or type(asked.get("end")) is not int:
        raise BadRequestError(
            422, "A quotation has a start and an end, as numbers of characters, and the text's sha256."
        )
    if asked.get("sha256") != row["content_sha256"]:
        sentence = "The article's text has changed since this quotation was chosen: look at the card again."
        raise BadRequestError(422, sentence)
    field = Field(row["field"])
    words = words_of(row, field)
    if any(words[before:after].strip() for (_, before), (after, _) in pairwise(asked.get("pieces") or ())):
        raise BadRequestError(422, "A quotation is one stretch: tick sentences that follow one another.")
    start, end = _trimmed(words, asked["start"], asked["end"])
    quoted = words[start:end]
    if "words" in asked and _letters(str(asked["words"])) != _letters(quoted):
        raise BadRequestError(422, "The words of the quotation are not those of the text at that place.")
    if (start, end) == (row["start"], row["end"]):
        return None
    return Quotation(row["revision_id"], row["content_sha256"], field, start, end, quoted)


def _trimmed(words: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch of the words without the space at its ends. Raises BadRequestError where that is none."""
    if not 0 <= start < end <= len(words) or not words[start:end].strip():
        raise BadRequestError(422, "The quotation is no stretch of the text.")
    quoted = words[start:end]
    left = start + len(quoted) - len(quoted.lstrip())
    right = left + len(quoted.strip())
    if right - left > MOST_QUOTED:
        raise BadRequestError(422, f"A quotation has at most {MOST_QUOTED:,} characters.")
    return left, right


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words))


def _ticked(fields: dict[str, Any]) -> dict[str, Any] | None:
    """Return the stretch of the sentences that are ticked in a form; None for a form that lists none."""
    if "quote_sha256" not in fields:
        return None
    parts = [part.partition("-") for part in str(fields.get("quote") or "").split()]
    if not all(first.isascii() and first.isdigit() and last.isascii() and last.isdigit() for first, _, last in parts):
        raise BadRequestError(422, "quote names something that is no sentence.")
    spans = sorted((int(first), int(last)) for first, _, last in parts)
    if not spans:
        raise BadRequestError(422, "No sentence is ticked: a quotation has at least one.")
    return {"start": spans[0][0], "end": spans[-1][1], "sha256": fields["quote_sha256"], "pieces": spans}
