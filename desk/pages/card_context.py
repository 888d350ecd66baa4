"""What stands around a candidate on its card: its story, the other passages of the card, and its place in the funding ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desk.pages.together import MOST_TOGETHER
from desk.state import Warehouse
from desk.wording.changes import Piece, changes
from desk.wording.words import counted, day, ordinal
from warehouse.vocabulary.stories import RELATIONS, Relation

MOST_COMPARED = 60_000  # characters of a text that are compared with the one before: what a card shows of it

TEXT = ("article_id", "revision_id", "content_sha256")  # what names the text of a card

INDEPENDENT = (Relation.ORIGINAL, Relation.INDEPENDENT)


@dataclass(frozen=True, slots=True)
class StoryLine:
    """The story of a candidate's article: one line, and the articles behind it."""

    sentence: str  # "7 articles, 6 outlets, 2 independent"; "" for a story of one article
    articles: tuple[dict[str, Any], ...]  # the earliest first; each with what it is in the story, in words


@dataclass(frozen=True, slots=True)
class RevisionChange:
    """What the text of a card says otherwise than the text of its article before."""

    captured_at: datetime  # when the earlier text was last seen
    headline: str  # of the earlier text, where the later one's is another
    paragraphs: tuple[tuple[Piece, ...], ...]  # that differ, word by word


@dataclass(frozen=True, slots=True)
class CardContext:
    """What a card shows beside its best passage."""

    passages: tuple[dict[str, Any], ...]  # the others of the card, the best first; none where it is decided apart
    story: StoryLine
    readings: tuple[dict[str, Any], ...]  # the two decisions between which this editor may settle; else none
    newest_evidence: date | None  # publication of the policy's newest accepted passage; None: nothing is accepted
    change: RevisionChange | None  # None: there is no earlier text, or it says the same
    ledger: str  # "Third announcement of the same £84m, first 12 May 2019 in LGC"; "" where there is nothing to tell


def read_context(warehouse: Warehouse, row: Mapping[str, Any], viewer: str, *, apart: bool) -> CardContext:
    """Return what stands around a candidate, a row of the query candidate; with `apart`, without the card's other passages."""
    candidate_id, article_id = row["candidate_id"], row["article_id"]
    asked = {"candidate_id": candidate_id, "viewer": viewer or None}
    passages = [] if apart else warehouse.query("card_passages", **asked, number=MOST_TOGETHER)
    return CardContext(
        passages=tuple(passages),
        readings=tuple(warehouse.query("card_readings", **asked)),
        story=_story(warehouse.query("story_of", article_id=article_id)),
        newest_evidence=_newest(warehouse.query("newest_evidence", policy_id=row["policy_id"])),
        change=_change(warehouse.query("earlier_text", **{name: row[name] for name in TEXT}), row),
        ledger=_ledger(warehouse.query("commitment_of", candidate_id=candidate_id)),
    )


def _newest(rows: list[dict[str, Any]]) -> date | None:
    newest: date | None = rows[0]["newest"] if rows else None
    return newest


def _change(rows: list[dict[str, Any]], row: Mapping[str, Any]) -> RevisionChange | None:
    if not rows:
        return None
    earlier = rows[0]
    before, after = ((each["text"] or "")[:MOST_COMPARED] for each in (earlier, row))
    headline = (earlier["title"] or "Untitled") if earlier["title"] != row["title"] else ""
    paragraphs = tuple(changes(before, after))
    return RevisionChange(earlier["last_captured_at"], headline, paragraphs) if headline or paragraphs else None


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
