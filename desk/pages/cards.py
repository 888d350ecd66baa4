"""One candidate as an editor assesses it: the passage in its article, the promise, and all that was tagged around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from desk.pages.card_context import CardContext, read_context
from desk.state import Warehouse
from desk.wording.fields import MarkedPassage, marked_field, words_of
from desk.wording.mentions import Mentions, mentions_of
from desk.wording.passages import Excerpt, Paragraph, Span, excerpt, term_spans
from desk.wording.quotations import QuotedPassage, quoted_passage, quoted_span
from nlp.text.attribution import speaker_of
from warehouse.vocabulary.policies import CriterionKind
from warehouse.vocabulary.stances import Field

PARAGRAPHS_AROUND = 2  # shown on each side of the passage; the rest of the article is one key press away
MAX_TEXT_CHARACTERS = 60_000  # of one article on a card; the 95th percentile of the trade press is about 9,000


@dataclass(frozen=True, slots=True)
class Card:
    """What the card of one candidate shows."""

    row: dict[str, Any]  # of the query candidate
    excerpt: Excerpt
    mentions: Mentions
    criteria: dict[str, tuple[str, ...]]
    doubts: tuple[str, ...]  # what lowered the extraction's confidence
    others: list[dict[str, Any]]  # the article's candidates for other policies
    history: tuple[dict[str, Any], ...]  # every decision on the candidate, the latest first
    deferrals: tuple[dict[str, Any], ...]  # of a deferred candidate: each time that it was deferred, the latest first
    criterion: str  # the sentence of the criterion that the passage speaks to; "" for none
    headline: tuple[Paragraph, ...]
    standfirst: tuple[Paragraph, ...]
    corrections: tuple[Paragraph, ...]
    context: CardContext
    quotation: QuotedPassage
    speaker: str  # who says it, in the words of the text; "" where the text does not say


def criteria_of(row: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the sentences of a policy's criteria by kind."""
    return {kind: tuple(row[kind] or ()) for kind in CriterionKind}


def criterion_of(row: dict[str, Any]) -> str:
    """Return a candidate's criterion with its sentence, "progress 2: Buses are bought."; "" where it names none."""
    name = str(row["criterion"] or "")
    kind, _, number = name.partition(" ")
    sentences = tuple(row[kind] or ()) if kind in set(CriterionKind) else ()
    known = number.isdigit() and 0 < int(number) <= len(sentences)
    return f"{name}: {sentences[int(number) - 1]}" if known else name


def marked_in(row: dict[str, Any], text: str) -> tuple[Span, ...]:
    """Return the spans of a candidate in its field's text: the sentence that carries it, and the terms in its passage."""
    whole = (row["sentence_start"], row["sentence_end"]) == (row["start"], row["end"])
    sentence = () if whole else (Span(row["sentence_start"], row["sentence_end"], "sentence"),)
    found = (*sentence, *term_spans(text, row["terms"] or (), row["start"], row["end"]))
    return tuple(replace(span, field=Field(row["field"])) for span in found)


def deferrals_of(said: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Return those of a candidate's decisions that deferred it, the latest first, without those that an undo made stand again."""
    deferrals = []
    for at, row in enumerate(said):
        before = said[at + 2] if at + 2 < len(said) else None
        undone = said[at + 1]["action"] in {"accept", "reject"} if before else False
        put_back = undone and before and before["action"] == "defer" and before["note"] == row["note"]
        if row["action"] == "defer" and not put_back:
            deferrals.append(row)
    return tuple(deferrals)


def _bounds(shown: Excerpt) -> tuple[int, int]:
    """Return where the paragraphs near a passage begin and end in the text."""
    first = shown.near[0].start if shown.near else 0
    return first, shown.after[0].start if shown.after else MAX_TEXT_CHARACTERS


def read_card(warehouse: Warehouse, candidate_id: UUID, viewer: str = "", *, apart: bool = False) -> Card | None:
    """Return the card of a candidate, or None if there is no such candidate; with `apart`, of this passage alone.

    It shows what the editor `viewer` may see: in a review by two editors, the decision that is held is its editor's alone.
    """
    rows = warehouse.query("candidate", candidate_id=candidate_id, viewer=viewer or None)
    if not rows:
        return None
    row = rows[0]
    passage = MarkedPassage(Field(row["field"]), *quoted_span(row))
    mentions = mentions_of(row, row["published_day"])
    spans = (*mentions.spans, *marked_in(row, words_of(row, passage.field)))
    shown = {field: marked_field(row, field, spans, passage, most=MAX_TEXT_CHARACTERS).paragraphs() for field in Field}
    others = warehouse.query("article_candidates", article_id=row["article_id"])
    said = (
        tuple(warehouse.query("candidate_decisions", candidate_id=candidate_id, viewer=viewer or None))
        if row["decision_id"]
        else ()
    )
    near = excerpt(shown[Field.TEXT], PARAGRAPHS_AROUND)
    return Card(
        row=row,
        excerpt=near,
        mentions=mentions,
        criteria=criteria_of(row),
        doubts=tuple(row["reasons"] or ()),
        others=[other for other in others if other["candidate_id"] != row["candidate_id"]],
        history=said,
        deferrals=deferrals_of(said) if row["state"] == "deferred" else (),
        criterion=criterion_of(row),
        headline=shown[Field.TITLE],
        standfirst=shown[Field.STANDFIRST],
        corrections=shown[Field.CORRECTIONS],
        context=read_context(warehouse, row, viewer, apart=apart),
        speaker=speaker_of(words_of(row, Field(row["field"])), row["sentence_start"], row["sentence_end"]),
        quotation=quoted_passage(row, *(_bounds(near) if passage.field is Field.TEXT else (0, MAX_TEXT_CHARACTERS))),
    )
