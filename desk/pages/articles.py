"""An article: its text with all that was tagged, its revisions, and where every date came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from desk.forms import BadRequestError
from desk.state import TheDesk
from desk.wording.changes import changes
from desk.wording.fields import marked_field
from desk.wording.mentions import NO_TAGS, mentions_of
from desk.wording.passages import Span
from warehouse.vocabulary.decisions import CandidateState
from warehouse.vocabulary.stances import Field

MAX_ARTICLE_CHARACTERS = 400_000  # shown of one text; past it a page takes seconds, and no article is that long

router = APIRouter(prefix="/articles")


@router.get("/{article_id}", response_class=HTMLResponse)
def article_page(request: Request, desk: TheDesk, article_id: UUID, revision: UUID | None = None) -> HTMLResponse:
    """Show one revision of an article, the latest unless another is named."""
    articles = desk.warehouse.query("desk_article", article_id=article_id)
    if not articles:
        raise BadRequestError(404, "There is no such article.")
    revisions = desk.warehouse.query("article_revisions", article_id=article_id)
    if revision is None and revisions:
        revision = revisions[0]["revision_id"]
    shown = next((row for row in revisions if row["revision_id"] == revision), None)
    if shown is None:
        raise BadRequestError(404, "There is no such revision of this article." if revisions else "It has no text yet.")
    tags = desk.warehouse.query("desk_tags", revision_id=shown["revision_id"])
    mentions = mentions_of(tags[0] if tags else NO_TAGS, shown["published_day"])
    place = revisions.index(shown)
    earlier = next((row for row in revisions[place + 1 :] if row["content_sha256"] != shown["content_sha256"]), None)
    candidates = desk.warehouse.query("article_candidates", article_id=article_id)
    spans = (*mentions.spans, *_put_forward(candidates, shown["revision_id"]))
    fields = {field: marked_field(shown, field, spans, most=MAX_ARTICLE_CHARACTERS) for field in Field}
    text = fields[Field.TEXT].words
    return desk.page(
        request,
        "article.html",
        article=articles[0],
        revision=shown,
        revisions=revisions,
        earlier=earlier,
        changes=changes((earlier["text"] or "")[:MAX_ARTICLE_CHARACTERS], text) if earlier else [],
        cut=len(shown["text"] or "") > len(text),
        headline=fields[Field.TITLE].paragraphs(),
        standfirst=fields[Field.STANDFIRST].paragraphs(),
        paragraphs=fields[Field.TEXT].paragraphs(),
        corrections=fields[Field.CORRECTIONS].paragraphs(),
        mentions=mentions,
        candidates=candidates,
    )


def _put_forward(candidates: Sequence[Mapping[str, Any]], revision: UUID) -> Iterator[Span]:
    """Yield the passages of a revision that are put forward, or were decided, as spans in their fields."""
    for row in candidates:
        if row["revision_id"] == revision and row["state"] != CandidateState.WITHDRAWN:
            yield Span(row["start"], row["end"], "passage", str(row["policy_title"]), Field(row["field"]))
