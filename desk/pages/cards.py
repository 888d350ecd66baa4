"""One candidate as an editor judges it: the passage in its article, the promise, and all that was tagged around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from desk.state import Warehouse
from desk.wording.mentions import Mentions, mentions_of
from desk.wording.passages import Excerpt, excerpt, paragraphs, term_spans

PARAGRAPHS_AROUND = 2  # shown on each side of the passage; the rest of the article is one key press away
MAX_TEXT_CHARACTERS = 60_000  # of one article on a card; the 95th percentile of the trade press is about 9,000
CRITERIA_KINDS = ("completion", "progress", "failure")


@dataclass(frozen=True, slots=True)
class Card:
    """What the card of one candidate shows."""

    row: dict[str, Any]  # of the query candidate
    excerpt: Excerpt
    mentions: Mentions
    criteria: dict[str, tuple[str, ...]]
    doubts: tuple[str, ...]  # what lowered the extraction's confidence
    others: list[dict[str, Any]]  # the article's candidates for other policies


def criteria_of(row: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the sentences of a policy's criteria by kind."""
    return {kind: tuple(row[kind] or ()) for kind in CRITERIA_KINDS}


def read_card(warehouse: Warehouse, candidate_id: UUID) -> Card | None:
    """Return the card of a candidate, or None if there is no such candidate."""
    rows = warehouse.query("candidate", candidate_id=candidate_id)
    if not rows:
        return None
    row = rows[0]
    text = (row["text"] or "")[:MAX_TEXT_CHARACTERS]
    start, end = row["start"], row["end"]
    mentions = mentions_of(row, row["published"])
    spans = (*mentions.spans, *term_spans(text, row["terms"] or (), start, end))
    others = warehouse.query("article_candidates", article_id=row["article_id"])
    return Card(
        row=row,
        excerpt=excerpt(paragraphs(text, spans, (start, end)), PARAGRAPHS_AROUND),
        mentions=mentions,
        criteria=criteria_of(row),
        doubts=tuple(row["reasons"] or ()),
        others=[other for other in others if other["candidate_id"] != row["candidate_id"]],
    )
