"""Texts of which an editor asked that they be read again: their captured pages go through the steps once more."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flows.passes.process import Pending
from flows.passes.steps import Steps
from flows.reprocess import reprocess_batch
from warehouse import spool
from warehouse.folder import DataFolder
from warehouse.records import TextReview, identifier
from warehouse.store import Store
from warehouse.vocabulary.reviews import ReviewAction

PASS = "pledgewatch"  # noqa: S105 -- the editor of rows that a pass writes


def read_again(store: Store, folder: DataFolder, loaded: Steps) -> int:
    """Read what was asked for, one page at a time, and write beside each request what came of it; return how many.

    A pass that dies between the two reads the page once more: that changes nothing.
    """
    store.drain()
    rows = store.query("texts_to_read_again")
    for row in rows:
        changes = reprocess_batch(store, folder, [Pending.from_row(row)], loaded)
        found = ", ".join(changes) or "nothing came of it"
        _say(folder, row["revision_id"], found)
        store.drain()
    return len(rows)


def _say(folder: DataFolder, revision_id: UUID, found: str) -> None:
    at = datetime.now(UTC)
    review_id = identifier("read again", str(revision_id), at.isoformat())
    done = TextReview(review_id, revision_id, ReviewAction.WAS_READ, PASS, found, at)
    spool.write_batch(folder, f"review-{review_id}", [done])
