"""The book of verdicts (an append-only, hash-chained log), in the file that holds the journal of decisions.

One file, because a verdict rests on decisions: that each passage is accepted at this moment, and that the verdict is
kept, is one transaction. Rows can be neither changed nor deleted, not even by hand without dropping the triggers, and
each is chained to the one before, so that a row that was changed all the same is found.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from warehouse.chain import FIRST_HASH, Chain, chained, checked_chain
from warehouse.errors import (
    AlreadyWrittenError,
    ReusedVerdictError,
    VerdictRefusedError,
    WarehouseUnwellError,
)
from warehouse.owner.journal import BUSY_SECONDS, STANDING_ON_CANDIDATE
from warehouse.sqlite_transaction import immediate_transaction
from warehouse.verdicts.rows import (
    Reopening,
    VerdictReceipt,
    VerdictRow,
    WrittenVerdict,
    content_of,
    row_of,
)
from warehouse.vocabulary.decisions import Action

CREATE = """
CREATE TABLE IF NOT EXISTS verdicts (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, row_id TEXT NOT NULL UNIQUE, policy_id TEXT NOT NULL,
    content TEXT NOT NULL, sha256 TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS verdicts_are_never_changed BEFORE UPDATE ON verdicts
BEGIN SELECT RAISE(ABORT, 'the book of verdicts is append-only'); END;
CREATE TRIGGER IF NOT EXISTS verdicts_are_never_deleted BEFORE DELETE ON verdicts
BEGIN SELECT RAISE(ABORT, 'the book of verdicts is append-only'); END;
"""


class VerdictBook:
    """The open book. Its methods may be called from any thread."""

    def __init__(self, file: Path) -> None:
        """Open the book, create it where there is none, and read what it holds.

        Raises:
            WarehouseUnwellError: it cannot be opened.
        """
        self._lock = threading.Lock()
        try:
            self._connection = sqlite3.connect(
                file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA synchronous=FULL")  # as the journal of decisions
            self._connection.executescript(CREATE)
            held = self._connection.execute("SELECT sequence, content, sha256 FROM verdicts ORDER BY sequence")
            self._rows = [row_of(*row) for row in held.fetchall()]
        except (sqlite3.Error, ValueError) as error:
            raise WarehouseUnwellError(f"the book of verdicts in {file.name} cannot be opened: {error}") from error
        self._ids = {row.row_id for row in self._rows}
        self._appended: list[VerdictRow] = []  # by the transaction that is under way

    def rows(self, policy_id: str | None = None, after: int = 0) -> list[VerdictRow]:
        """Return the rows of a policy, or of all, after one's place, in their order."""
        with self._lock:
            return [
                row for row in self._rows if row.sequence > after and (policy_id is None or row.policy_id == policy_id)
            ]

    def in_force(self) -> dict[str, WrittenVerdict]:
        """Return the latest verdict of each policy."""
        with self._lock:
            return {row.policy_id: row.written for row in self._rows if row.written}

    def holds(self, row_id: UUID) -> bool:
        """Say whether a row of this identifier is kept."""
        return row_id in self._ids

    def write(self, written: WrittenVerdict) -> VerdictReceipt:
        """Keep a verdict, and return once it is on disk. The same verdict twice is one verdict.

        Raises:
            VerdictRefusedError: a passage that it rests on is not accepted at this moment.
            AlreadyWrittenError: another verdict stands than the one that this one replaces.
            ReusedVerdictError: a verdict with this verdict_id and other content is kept.
            WarehouseUnwellError: it could not be written; it was not kept.
        """
        with self._transaction():
            verdict = written.verdict
            if held := next((row for row in self._rows if row.row_id == verdict.verdict_id), None):
                if not held.written or replace(verdict, written_at=held.at) != held.written.verdict:
                    raise ReusedVerdictError(f"verdict {verdict.verdict_id} is kept already, and says something else")
                return VerdictReceipt(held, duplicate=True)
            standing = next(
                (row for row in reversed(self._rows) if row.written and row.policy_id == verdict.policy_id), None
            )
            if verdict.replaces != (standing.row_id if standing else None):
                raise AlreadyWrittenError(_stands(standing))
            if standing and standing.at > verdict.written_at:
                raise VerdictRefusedError("The verdict is older than the one that it replaces.")
            for one in written.evidence:
                if self._standing_decision(one.candidate_id) != (str(one.decision_id), Action.ACCEPT):
                    raise VerdictRefusedError(f"[{one.number}] “{one.title}” is no longer accepted as evidence.")
            (row,) = self._append([written])
        return VerdictReceipt(row, duplicate=False)

    def reopen(self, reopenings: Sequence[Reopening]) -> int:
        """Keep the rows that are new, and return how many those are. Raises WarehouseUnwellError."""
        new = {one.reopening_id: one for one in reopenings if one.reopening_id not in self._ids}
        if new:
            with self._transaction():
                self._append(list(new.values()))
        return len(new)

    def last_decision(self) -> int:
        """Return the place of the last decision of the journal."""
        with self._lock:
            row = self._connection.execute("SELECT coalesce(max(sequence), 0) FROM decisions").fetchone()
        return int(row[0])

    def decided_after(self, sequence: int) -> set[UUID]:
        """Return the candidates that were decided after a decision's place."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT DISTINCT candidate_id FROM decisions WHERE sequence > ?", (sequence,)
            ).fetchall()
        return {UUID(candidate_id) for (candidate_id,) in rows}

    def decision_on(self, candidate_id: UUID) -> tuple[str, str, str, str] | None:
        """Return the standing decision on a candidate: its identifier, action, editor and time."""
        with self._lock:
            found: tuple[str, str, str, str] | None = self._connection.execute(
                f"SELECT decision_id, action, editor, decided_at FROM decisions WHERE {STANDING_ON_CANDIDATE}",  # noqa: S608
                (str(candidate_id),),
            ).fetchone()
        return found

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _standing_decision(self, candidate_id: UUID) -> tuple[str, str] | None:
        row: tuple[str, str] | None = self._connection.execute(
            f"SELECT decision_id, action FROM decisions WHERE {STANDING_ON_CANDIDATE}",  # noqa: S608
            (str(candidate_id),),
        ).fetchone()
        return row

    def _append(self, rows: Sequence[WrittenVerdict | Reopening]) -> list[VerdictRow]:
        before = self._rows[-1].sha256 if self._rows else FIRST_HASH
        made = []
        for row in rows:
            content = content_of(row)
            before = chained(before, content)
            one = row_of(0, content, before)
            cursor = self._connection.execute(
                "INSERT INTO verdicts (row_id, policy_id, content, sha256) VALUES (?, ?, ?, ?)",
                (str(one.row_id), one.policy_id, content, before),
            )
            assert cursor.lastrowid is not None
            made.append(replace(one, sequence=cursor.lastrowid))
        self._appended += made
        return made

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            self._appended.clear()
            try:
                with immediate_transaction(self._connection):
                    yield
            except sqlite3.Error as error:
                raise WarehouseUnwellError(f"the verdict could not be written: {error}") from error
            self._rows += self._appended
            self._ids |= {row.row_id for row in self._appended}


def verdict_chain(file: Path) -> Chain:
    """Return how far the rows of a book in a file prove one another. A file without a book has no rows.

    Raises:
        WarehouseUnwellError: it cannot be read.
    """
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as book:
            if not book.execute("SELECT 1 FROM sqlite_master WHERE name = 'verdicts'").fetchone():
                return Chain(0, FIRST_HASH, None)
            rows = book.execute("SELECT sequence, content, sha256 FROM verdicts ORDER BY sequence").fetchall()
    except sqlite3.Error as error:
        raise WarehouseUnwellError(f"{file} cannot be read: {error}") from error
    return checked_chain(rows)


def _stands(standing: VerdictRow | None) -> str:
    if standing is None or standing.written is None:
        return "No verdict of this policy stands, and this one names one that it replaces."
    verdict = standing.written.verdict
    return (
        f"{verdict.author} wrote “{verdict.status}” on {verdict.written_at:%-d %B %Y at %H:%M} UTC, "
        "and this verdict was written without it: read that one first."
    )
