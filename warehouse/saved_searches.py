"""Saved searches: a choice of the queue under a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

MOST_SAVED = 50  # searches of one editor: each is counted for the menu


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A choice of the queue that an editor keeps under a name."""

    search_id: UUID  # named by the editor's browser, so that a form sent twice keeps one
    name: str
    choice: str  # the query string of the queue's address, such as "q=council%3ASlough&sort=newest"
    editor: str  # who saved it, and may delete it
    shared: bool  # listed for everybody
    saved_at: datetime
    told_since: datetime | None = None  # what is stored after this moment is told of in an alert; None: nothing is
