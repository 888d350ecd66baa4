"""Invented articles as the warehouse holds them when they come to be linked: texts with the tagger's own tags."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from nlp.stories.article import moment
from nlp.tagger import Tagger, load_tagger
from tests.warehouse import samples
from warehouse import spool
from warehouse.folder import DataFolder
from warehouse.records import (
    Article,
    Candidate,
    Direction,
    Field,
    Matching,
    Record,
    Revision,
    Stance,
    Tagging,
    identifier,
)

POLICY = "multi-year-council-funding"


@cache
def tagger() -> Tagger:
    return load_tagger()


def article_id(name: str) -> UUID:
    return identifier("linkable", name)


def records_of(row: dict[str, Any], edition: int = 1) -> list[Record]:
    """Return what one article brings: {"id", "title", "text", "published", "outlet"}, each paragraph with a sum a candidate."""
    published = moment(row.get("published"))
    made_at = (published or samples.START) + timedelta(minutes=edition)
    digest = hashlib.sha256(f"{row['title']}{row['text']}".encode()).hexdigest()
    made = replace(
        samples.revision(0),
        revision_id=identifier(row["id"], digest),
        article_id=article_id(row["id"]),
        capture_id=identifier("capture", row["id"], str(edition)),
        outlet_id=row.get("outlet") or "gazette",
        url=f"https://gazette.example/{row['id']}",
        title=row["title"],
        text=row["text"],
        published=published,
        content_sha256=digest,
        made_at=made_at,
    )
    tags = tagger().tag(made.text, made.title, published.date() if published else None)
    return [
        Article(made.article_id, made.outlet_id, made.url, made_at),
        made,
        Tagging(made.revision_id, "tag/1", made_at, tags),
        Matching(made.revision_id, made.article_id, "match/1", made_at, tuple(_candidates(made))),
    ]


def _candidates(made: Revision) -> Iterable[Candidate]:
    start = 0
    for paragraph in made.text.split("\n\n"):
        end = start + len(paragraph)
        if "£" in paragraph:
            yield Candidate(
                identifier(POLICY, str(made.article_id), paragraph), POLICY, Field.TEXT, start, end, (start, end), 0.5,
                Stance.ADVANCES, Direction.ADVANCES, "progress 1", "It names a sum.", (),
            )  # fmt: skip
        start = end + 2


def spool_articles(folder: DataFolder, rows: Iterable[dict[str, Any]], edition: int = 1) -> None:
    """Spool a batch of articles."""
    rows = list(rows)
    records = [record for row in rows for record in records_of(row, edition)]
    spool.write_batch(folder, f"articles {edition} {[row['id'] for row in rows]}", [samples.run(), *records])
