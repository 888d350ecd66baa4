"""What stands around a candidate on its card: its story, the other passages of the card, and its place in the funding ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from desk.pages.together import MOST_TOGETHER
from desk.state import Warehouse
from desk.wording.words import counted, day, ordinal
from warehouse.vocabulary.stories import RELATIONS, Relation

INDEPENDENT = (Relation.ORIGINAL, Relation.INDEPENDENT)


@dataclass(frozen=True, slots=True)
class StoryLine:
    """The story of a candidate's article: one line, and the articles behind it."""

    sentence: str  # "7 articles, 6 outlets, 2 independent"; "" for a story of one article
    articles: tuple[dict[str, Any], ...]  # the earliest first; each with what it is in the story, in words


@dataclass(frozen=True, slots=True)
class CardContext:
    """What a card shows beside its best passage."""

    passages: tuple[dict[str, Any], ...]  # the others of the card, the best first; none where it is decided apart
    story: StoryLine
    readings: tuple[dict[str, Any], ...]  # the two decisions between which this editor may settle; else none
    ledger: str  # "Third announcement of the same £84m, first 12 May 2019 in LGC"; "" where there is nothing to tell


def read_context(
    warehouse: Warehouse, candidate_id: UUID, article_id: UUID, viewer: str, *, apart: bool
) -> CardContext:
    """Return what stands around a candidate; with `apart`, without the card's other passages."""
    asked = {"candidate_id": candidate_id, "viewer": viewer or None}
    passages = [] if apart else warehouse.query("card_passages", **asked, number=MOST_TOGETHER)
    return CardContext(
        passages=tuple(passages),
        readings=tuple(warehouse.query("card_readings", **asked)),
        story=_story(warehouse.query("story_of", article_id=article_id)),
        ledger=_ledger(warehouse.query("commitment_of", candidate_id=candidate_id)),
    )


def _story(rows: list[dict[str, Any]]) -> StoryLine:
    if len(rows) < 2:
        return StoryLine("", ())
    outlets = {row["outlet_id"] for row in rows}
    independent = {row["outlet_id"] for row in rows if row["relation"] in INDEPENDENT}
    sentence = f"{counted(len(rows), 'article')}, {counted(len(outlets), 'outlet')}, {len(independent):,} independent"
    told = tuple({**row, "means": RELATIONS[Relation(row["relation"])].means} for row in rows)
    return StoryLine(sentence, told)


def _ledger(rows: list[dict[str, Any]]) -> str:
    if not rows or rows[0]["announcement"] < 2:
        return ""
    row = rows[0]
    return f"{ordinal(row['announcement']).capitalize()} announcement of the same {row['surface']}, first {day(row['first_day'])} in {row['first_outlet']}"
