"""Texts that were read with doubt, and what an editor does about them: each act is a row that stays."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.forms import BadRequestError, FormFields, identifier_field
from desk.guards.limits import MAX_NOTE_CHARACTERS
from desk.state import Desk, TheDesk, editor_of
from warehouse import spool
from warehouse.records import DOUBTFUL, TextReview
from warehouse.vocabulary.reviews import REVIEW_ACTIONS, ReviewAction

PAGE_ROWS = 100
DONE_ROWS = 30
CHOICES = {action: words for action, words in REVIEW_ACTIONS.items() if words.button}

router = APIRouter(prefix="/review")


@router.get("", response_class=HTMLResponse)
def review_page(request: Request, desk: TheDesk) -> HTMLResponse:
    """Show the latest texts whose extraction is in doubt, the most doubtful first, and what was done about others."""
    rows = desk.warehouse.query("desk_review", below=DOUBTFUL, number=PAGE_ROWS)
    done = desk.warehouse.query("text_reviews_done", number=DONE_ROWS)
    for row in done:
        row["fixture"] = row["action"] == ReviewAction.BAD and _folder(desk, row).is_dir()
    return desk.page(
        request, "review.html", rows=rows, done=done, below=DOUBTFUL, most=PAGE_ROWS, choices=CHOICES, bad=ReviewAction.BAD
    )  # fmt: skip


@router.post("/{revision_id}")
def review_text(request: Request, desk: TheDesk, revision_id: UUID, fields: FormFields) -> Response:
    """Keep what an editor did about a text, and go back to the list. The same form sent twice is one row."""
    editor = editor_of(request)
    if not editor:
        raise BadRequestError(422, "Say first who is deciding: the link stands at the top of every page.")
    action = fields.get("action", "")
    if action not in CHOICES:
        raise BadRequestError(422, "There is no such action.")
    note = fields.get("note", "").strip()
    if len(note) > MAX_NOTE_CHARACTERS:
        raise BadRequestError(422, f"A note has at most {MAX_NOTE_CHARACTERS:,} characters.")
    if not desk.warehouse.query("text_of_revision", revision_id=revision_id):
        raise BadRequestError(404, "There is no such text.")
    review_id = identifier_field(fields, "review_id")
    made = TextReview(review_id, revision_id, ReviewAction(action), editor, note, desk.now())
    spool.write_batch(desk.warehouse.folder, f"review-{review_id}", [made])
    desk.warehouse.drain()
    if action == ReviewAction.BAD and desk.save_fixture is not None:
        for row in desk.warehouse.query("bad_extractions", revision_id=revision_id):
            desk.save_fixture(row)
    return RedirectResponse("/review#done", status_code=303)


@router.get("/{revision_id}/fixture")
def fixture_file(desk: TheDesk, revision_id: UUID) -> Response:
    """Return the fixture of a badly extracted text as a zip: the page as it was served, what was read on it, and why it was saved."""
    rows = desk.warehouse.query("bad_extractions", revision_id=revision_id)
    folder = _folder(desk, rows[0]) if rows else None
    if folder is None or not folder.is_dir():
        raise BadRequestError(
            404, "There is no fixture of this text yet: the next pass makes those of bad extractions."
        )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(each for each in folder.iterdir() if each.is_file()):
            packed.write(path, f"{folder.name}/{path.name}")
    headers = {"Content-Disposition": f'attachment; filename="{folder.name}.zip"'}
    return Response(file.getvalue(), media_type="application/zip", headers=headers)


def _folder(desk: Desk, row: dict[str, Any]) -> Path:
    return desk.warehouse.folder.fixture_of(row["outlet_id"], row["revision_id"])
