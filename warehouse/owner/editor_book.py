"""The editor's book: what editors keep beside their decisions, in the file that holds those. Saved searches, and when each was last here."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from warehouse.errors import SearchRefusedError, WarehouseUnwellError
from warehouse.owner.journal import BUSY_SECONDS
from warehouse.plain import replace_surrogates
from warehouse.saved_searches import MOST_SAVED, SavedSearch
from warehouse.sqlite_transaction import immediate_transaction

AWAY = timedelta(minutes=30)  # without a sign of an editor, after which the next one begins another visit
NOTED = timedelta(minutes=1)  # between two notes of one visit: each is a write to the disk

CREATE = """
CREATE TABLE IF NOT EXISTS saved_searches (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, search_id TEXT NOT NULL, kept INTEGER NOT NULL, name TEXT NOT NULL,
    choice TEXT NOT NULL, editor TEXT NOT NULL, shared INTEGER NOT NULL, at TEXT NOT NULL,
    told_since TEXT
);
CREATE TABLE IF NOT EXISTS visits (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, editor TEXT NOT NULL, began_at TEXT NOT NULL, last_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS visits_of_an_editor ON visits (editor, sequence);
"""
_STANDING = """
SELECT search_id, name, choice, editor, shared, at, told_since FROM saved_searches
WHERE kept AND sequence IN (SELECT max(sequence) FROM saved_searches GROUP BY search_id)
"""


class EditorBook:
    """The open book. Its methods may be called from any thread."""

    def __init__(self, file: Path) -> None:
        """Open the book, and create it where there is none. Raises WarehouseUnwellError."""
        self._lock = threading.Lock()
        try:
            self._connection = sqlite3.connect(
                file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._connection.executescript(CREATE)
            self._add_what_is_told()
        except sqlite3.Error as error:
            raise WarehouseUnwellError(f"what editors keep in {file.name} cannot be opened: {error}") from error

    def save(self, search: SavedSearch) -> SavedSearch:
        """Keep a search, and return it as it is kept. The same search twice is one.

        Raises:
            SearchRefusedError: this editor has a search of that name, or too many.
            WarehouseUnwellError: it could not be written.
        """
        with self._transaction():
            standing = self._rows(f"{_STANDING} ORDER BY sequence")
            for held in standing:
                if held.search_id == search.search_id:
                    return held
            own = [held for held in standing if held.editor == search.editor]
            if any(held.name.casefold() == search.name.casefold() for held in own):
                raise SearchRefusedError(f"You have a saved search “{search.name}”: choose another name, or delete it.")
            if len(own) >= MOST_SAVED:
                raise SearchRefusedError(f"You have {MOST_SAVED} saved searches: delete one first.")
            self._append(search, kept=True, at=search.saved_at)
        return search

    def delete(self, search_id: UUID, editor: str, at: datetime) -> bool:
        """Take an editor's search out of the lists, and return whether it was there. Its rows stay.

        Raises:
            SearchRefusedError: another editor saved it.
            WarehouseUnwellError: it could not be written.
        """
        with self._transaction():
            held = self._rows(f"{_STANDING} AND search_id = ?", str(search_id))
            if held and held[0].editor != editor:
                raise SearchRefusedError(f"{held[0].editor} saved this search, and alone may delete it.")
            for each in held:
                self._append(each, kept=False, at=at)
        return bool(held)

    def tell(self, search_id: UUID, editor: str, since: datetime | None) -> SavedSearch | None:
        """Let an editor's search be told of from a moment on, or no more with None. Return it, or None where there is none.

        Raises:
            SearchRefusedError: another editor saved it.
            WarehouseUnwellError: it could not be written.
        """
        with self._transaction():
            held = self._rows(f"{_STANDING} AND search_id = ?", str(search_id))
            if not held:
                return None
            if held[0].editor != editor:
                raise SearchRefusedError(
                    f"{held[0].editor} saved this search, and alone chooses whether it is told of."
                )
            if (held[0].told_since is None) == (since is None):
                return held[0]  # a form that was sent twice
            changed = replace(held[0], told_since=since)
            self._append(changed, kept=True, at=changed.saved_at)
        return changed

    def told(self) -> list[SavedSearch]:
        """Return everybody's searches that are told of, by name."""
        with self._lock:
            return self._rows(f"{_STANDING} AND told_since IS NOT NULL ORDER BY lower(name), sequence")

    def searches(self, editor: str) -> list[SavedSearch]:
        """Return an editor's searches and those that others share, by name."""
        with self._lock:
            return self._rows(f"{_STANDING} AND (editor = ? OR shared) ORDER BY lower(name), sequence", editor)

    def visit(self, editor: str, at: datetime) -> None:
        """Note that an editor is here. Raises WarehouseUnwellError."""
        with (
            self._lock
        ):  # every decision is a sign of life: most of them write nothing, and wait for no other writer of the file
            last = self._visits(editor, 1)
        if last and at - last[0] <= NOTED:
            return
        with self._transaction():
            last = self._visits(editor, 1)
            if not last or at - last[0] > AWAY:
                values = (editor, *[at.astimezone(UTC).isoformat()] * 2)
                self._connection.execute("INSERT INTO visits (editor, began_at, last_at) VALUES (?, ?, ?)", values)
            elif at - last[0] > NOTED:
                self._connection.execute(
                    "UPDATE visits SET last_at = ? WHERE sequence = (SELECT max(sequence) FROM visits WHERE editor = ?)",
                    (at.astimezone(UTC).isoformat(), editor),
                )

    def last_visit(self, editor: str, now: datetime) -> datetime | None:
        """Return when an editor was last here before the visit that goes on now, or None if this is the first."""
        with self._lock:
            visits = self._visits(editor, 2)
        if visits and now - visits[0] > AWAY:
            return visits[0]
        return visits[1] if len(visits) > 1 else None

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _add_what_is_told(self) -> None:
        """Add the column that a book of an earlier version lacks: its searches are told of by nobody."""
        columns = {row[1] for row in self._connection.execute("PRAGMA table_info(saved_searches)")}
        if "told_since" not in columns:
            self._connection.execute("ALTER TABLE saved_searches ADD COLUMN told_since TEXT")

    def _visits(self, editor: str, most: int) -> list[datetime]:
        sql = "SELECT last_at FROM visits WHERE editor = ? ORDER BY sequence DESC LIMIT ?"
        return [datetime.fromisoformat(at) for (at,) in self._connection.execute(sql, (editor, most)).fetchall()]

    def _append(self, search: SavedSearch, *, kept: bool, at: datetime) -> None:
        self._connection.execute(
            "INSERT INTO saved_searches (search_id, kept, name, choice, editor, shared, at, told_since) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                str(search.search_id),
                kept,
                replace_surrogates(search.name),
                replace_surrogates(search.choice),
                replace_surrogates(search.editor),
                search.shared,
                at.astimezone(UTC).isoformat(),
                search.told_since.astimezone(UTC).isoformat() if search.told_since else None,
            ),
        )

    def _rows(self, sql: str, *values: str) -> list[SavedSearch]:
        return [
            SavedSearch(UUID(search_id), name, choice, editor, bool(shared), datetime.fromisoformat(at), _moment(told))
            for search_id, name, choice, editor, shared, at, told in self._connection.execute(sql, values).fetchall()
        ]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            try:
                with immediate_transaction(self._connection):
                    yield
            except sqlite3.Error as error:
                raise WarehouseUnwellError(f"it could not be written: {error}") from error


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


class EditorCalls:
    """The owner's calls that go to the book alone: they wait for no load and no reader."""

    _editors: EditorBook

    def save_search(self, search: SavedSearch, /) -> SavedSearch:
        """Keep a search, and return it as it is kept. Raises SearchRefusedError, WarehouseUnwellError."""
        return self._editors.save(search)

    def delete_search(self, search_id: UUID, editor: str, at: datetime, /) -> bool:
        """Take an editor's search out of the lists, and return whether it was there. Raises SearchRefusedError, WarehouseUnwellError."""
        return self._editors.delete(search_id, editor, at)

    def saved_searches(self, editor: str, /) -> list[SavedSearch]:
        """Return an editor's searches and those that others share, by name."""
        return self._editors.searches(editor)

    def tell_of_search(self, search_id: UUID, editor: str, since: datetime | None, /) -> SavedSearch | None:
        """Let a search be told of from a moment on, or no more with None. Return it, or None where there is none. Raises SearchRefusedError, WarehouseUnwellError."""
        return self._editors.tell(search_id, editor, since)

    def searches_told_of(self) -> list[SavedSearch]:
        """Return everybody's searches that are told of, by name."""
        return self._editors.told()

    def visit(self, editor: str, at: datetime, /) -> None:
        """Note that an editor is here. Raises WarehouseUnwellError."""
        self._editors.visit(editor, at)

    def last_visit(self, editor: str, now: datetime, /) -> datetime | None:
        """Return when an editor was last here before the visit that goes on now, or None if this is the first."""
        return self._editors.last_visit(editor, now)
