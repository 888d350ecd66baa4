"""What a copy of an installation is proved by: the rows of every table, a digest of every decision, the chains of verdicts and of the audit log."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from warehouse.chain import Chain
from warehouse.errors import WarehouseUnwellError
from warehouse.owner.audit_log import audit_chain
from warehouse.owner.journal import Journal, chain_decisions, decision_chain
from warehouse.owner.verdict_book import VerdictBook, verdict_chain
from warehouse.quotations import quotation_line, quotation_of
from warehouse.records import UNIT_SEPARATOR

DECISION = ("sequence", "decision_id", "candidate_id", "action", "editor", "note", "decided_at", "reason")
"""What of a decision is in the journal and in the warehouse alike: the digest is over these."""


@dataclass(frozen=True, slots=True)
class DecisionProof:
    """How many decisions there are, and the SHA-256 over all of them in their order."""

    count: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ChainProof:
    """How many rows a hash-chained book has, and the hash of the last one: each is made over all before it."""

    count: int
    sha256: str


def table_counts(file: Path) -> dict[str, int]:
    """Return how many rows each table of a warehouse's file at rest has, by its name.

    Raises:
        WarehouseUnwellError: the file cannot be opened.
    """
    try:
        with duckdb.connect(str(file), read_only=True) as connection:
            named = connection.execute(
                "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE schema_name = 'records' ORDER BY ALL"
            ).fetchall()
            return {name: _count(connection, name) for (name,) in named}
    except duckdb.Error as error:
        raise WarehouseUnwellError(f"{file} cannot be opened: {str(error).splitlines()[0]}") from error


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 -- from the catalogue
    assert row is not None
    return int(row[0])


def copy_journal(source: Path, target: Path) -> None:
    """Copy the journal of decisions as it stands at one moment, while others write to it (SQLite's online backup)."""
    with closing(sqlite3.connect(source)) as held, closing(sqlite3.connect(target)) as copy:
        held.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file: nothing beside it that could be left behind


def decisions_in_journal(file: Path) -> DecisionProof:
    """Return the proof of a journal's decisions, each row of it compared with the chain.

    Raises:
        WarehouseUnwellError: it cannot be read, or a row is not the one that was written.
    """
    if (broken := decision_chain(file).broken) is not None:
        raise WarehouseUnwellError(f"row {broken} of the journal of decisions is not the one that was written")
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as journal:
            rows = journal.execute(f"SELECT {', '.join(DECISION)} FROM decisions ORDER BY sequence").fetchall()  # noqa: S608
    except sqlite3.Error as error:
        raise WarehouseUnwellError(f"{file} cannot be read: {error}") from error
    return _proof([tuple("" if value is None else str(value) for value in row) for row in rows])


def _proof(rows: list[tuple[str, ...]]) -> DecisionProof:
    digest = hashlib.sha256("\n".join(UNIT_SEPARATOR.join(row) for row in rows).encode("utf-8", "surrogatepass"))
    return DecisionProof(len(rows), digest.hexdigest())


def verdicts_in_journal(file: Path) -> ChainProof:
    """Return the proof of a journal's book of verdicts, each row of it compared with the chain.

    Raises:
        WarehouseUnwellError: it cannot be read, or a row is not the one that was written.
    """
    return _chain_proof(verdict_chain(file), "the book of verdicts")


def audit_in_journal(file: Path) -> ChainProof:
    """Return the proof of a journal's audit log. Raises what `verdicts_in_journal` raises."""
    return _chain_proof(audit_chain(file), "the audit log")


def _chain_proof(found: Chain, book: str) -> ChainProof:
    if found.broken is not None:
        raise WarehouseUnwellError(f"row {found.broken} of {book} is not the one that was written")
    return ChainProof(found.count, found.sha256)


def journal_from_warehouse(file: Path, journal: Path) -> int:
    """Write a journal again from what a warehouse's file at rest holds, and return how many decisions those are.

    What a decision took the place of is not held there: the order says it. So the decisions get a chain of their own.
    """
    with duckdb.connect(str(file), read_only=True) as connection:
        rows = connection.execute(
            "SELECT sequence, decision_id::VARCHAR, candidate_id::VARCHAR, action, editor, note, "
            "epoch_us(decided_at), stance, direction, reject_reason, nullif(action_id, decision_id)::VARCHAR, reading, reads::VARCHAR, quotation "
            "FROM (FROM records.decisions UNION ALL BY NAME FROM records.held_decisions) ORDER BY sequence"
        ).fetchall()
        verdicts = connection.execute(
            "SELECT sequence, row_id::VARCHAR, policy_id, content, sha256 FROM records.verdicts ORDER BY sequence"
        ).fetchall()
    Journal(journal).close()
    VerdictBook(journal).close()
    with closing(sqlite3.connect(journal)) as made, made:
        made.execute("DROP TRIGGER decisions_are_never_changed")  # until the rows are chained
        made.executemany(
            "INSERT INTO decisions (sequence, decision_id, candidate_id, action, editor, note, decided_at, stance, "
            "direction, reason, action_id, reading, reads, quotation) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(*row[:6], _moment(row[6]), *row[7:-1], quotation_line(quotation_of(row[-1]))) for row in rows],
        )
        made.executemany(
            "INSERT INTO verdicts (sequence, row_id, policy_id, content, sha256) VALUES (?, ?, ?, ?, ?)", verdicts
        )
        chain_decisions(made)
    Journal(journal).close()  # which puts the trigger back
    return len(rows)


def _moment(microseconds: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)).isoformat()


def lost_decisions(file: Path) -> int:
    """Return how many decisions of a warehouse's file at rest are about a candidate that it does not hold."""
    with duckdb.connect(str(file), read_only=True) as connection:
        row = connection.execute(
            "SELECT count(*) FROM records.decisions ANTI JOIN records.candidates USING (candidate_id)"
        ).fetchone()
    assert row is not None
    return int(row[0])
