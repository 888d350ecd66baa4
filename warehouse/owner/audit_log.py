"""The audit log (append-only, hash-chained): what editors changed in policies' words, and what was done about doubtful texts.

It stands in the file of the decisions, each row chained to the one before, and can be neither changed nor deleted without
dropping the triggers. These rows come by the spool, from the desk and from passes. The owner takes them into the log as soon as it has loaded them,
and when it opens: whatever ended it in between, the log and the warehouse hold the same rows.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb

from warehouse.chain import FIRST_HASH, Chain, chained, checked_chain
from warehouse.errors import WarehouseUnwellError
from warehouse.owner.journal import BUSY_SECONDS
from warehouse.queries import run_query
from warehouse.sqlite_transaction import immediate_transaction

CREATE = """
CREATE TABLE IF NOT EXISTS audit_log (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, row_id TEXT NOT NULL UNIQUE, content TEXT NOT NULL, sha256 TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS audited_rows_are_never_changed BEFORE UPDATE ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS audited_rows_are_never_deleted BEFORE DELETE ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
"""
_PUT_BACK = {
    "policy edit": "INSERT INTO records.policy_edits (edit_id, edited_at, policy_id, editor, before, after, words) VALUES (?, ?, ?, ?, ?, ?, ?)",
    "text review": "INSERT INTO records.text_reviews (review_id, noted_at, revision_id, action, editor, note) VALUES (?, ?, ?, ?, ?, ?)",
}


class AuditLog:
    """The open log. One thread at a time brings it up to date."""

    def __init__(self, file: Path) -> None:
        """Open the log, and create it where there is none. Raises WarehouseUnwellError."""
        self._lock = threading.Lock()
        try:
            self._connection = sqlite3.connect(
                file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA synchronous=FULL")  # as the journal of decisions
            self._connection.executescript(CREATE)
            held = self._connection.execute("SELECT row_id FROM audit_log").fetchall()
        except sqlite3.Error as error:
            raise WarehouseUnwellError(f"the audit log in {file.name} cannot be opened: {error}") from error
        self._held = {row_id for (row_id,) in held}

    def keep_up(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Take in the rows that the warehouse holds and the log does not. Cheap where there are none.

        Raises:
            WarehouseUnwellError: they could not be written; the next call takes them.
        """
        sql = "SELECT (SELECT count(*) FROM records.policy_edits) + (SELECT count(*) FROM records.text_reviews)"
        if cursor.execute(sql).fetchall()[0][0] != len(self._held):
            self._take(run_query(cursor, "audited_rows", {}))

    def agree(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Take in what the warehouse holds and the log does not, and give it back what it lost. Raises WarehouseUnwellError."""
        rows = run_query(cursor, "audited_rows", {})
        self._take(rows)
        lost = self._held - {str(row["row_id"]) for row in rows}
        for content in (each for each in self._contents() if json.loads(each)[1] in lost):
            kind, row_id, at, *said = json.loads(content)
            cursor.execute(_PUT_BACK[kind], [row_id, at, *said])

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _take(self, rows: list[dict[str, Any]]) -> None:
        new = [row for row in rows if str(row["row_id"]) not in self._held]
        if not new:
            return
        with self._lock:
            try:
                with immediate_transaction(self._connection):
                    before = self._last_hash()
                    for row in new:
                        content = audited_content(row)
                        before = chained(before, content)
                        values = (str(row["row_id"]), content, before)
                        self._connection.execute(
                            "INSERT INTO audit_log (row_id, content, sha256) VALUES (?, ?, ?)", values
                        )
            except sqlite3.Error as error:
                raise WarehouseUnwellError(f"the audit log could not be written: {error}") from error
            self._held |= {str(row["row_id"]) for row in new}

    def _contents(self) -> list[str]:
        with self._lock:
            return [content for (content,) in self._connection.execute("SELECT content FROM audit_log").fetchall()]

    def _last_hash(self) -> str:
        row = self._connection.execute("SELECT sha256 FROM audit_log ORDER BY sequence DESC LIMIT 1").fetchone()
        return str(row[0]) if row else FIRST_HASH


def audited_content(row: Mapping[str, Any]) -> str:
    """Return what the chain is made over: a row of the query audited_rows as one line of JSON."""
    at = row["at"].isoformat(timespec="microseconds")
    return json.dumps([row["kind"], str(row["row_id"]), at, *row["said"]], ensure_ascii=False, separators=(",", ":"))


def audit_chain(file: Path) -> Chain:
    """Return how far the rows of the log in a file prove one another. A file without a log has no rows.

    Raises:
        WarehouseUnwellError: it cannot be read.
    """
    return checked_chain(_rows(file))


def unlike_log(file: Path, rows: list[dict[str, Any]]) -> list[str]:
    """Return the identifiers of rows of the query audited_rows that the log does not hold so, and of those that it holds alone.

    Raises:
        WarehouseUnwellError: the log cannot be read.
    """
    logged = {json.loads(content)[1]: content for _, content, _ in _rows(file)}
    held = {str(row["row_id"]): audited_content(row) for row in rows}
    return sorted(each for each in logged.keys() | held.keys() if logged.get(each) != held.get(each))


def _rows(file: Path) -> Iterator[tuple[int, str, str]]:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as log:
            if log.execute("SELECT 1 FROM sqlite_master WHERE name = 'audit_log'").fetchone():
                yield from log.execute("SELECT sequence, content, sha256 FROM audit_log ORDER BY sequence").fetchall()
    except sqlite3.Error as error:
        raise WarehouseUnwellError(f"{file} cannot be read: {error}") from error
