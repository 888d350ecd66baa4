"""Taking batches from the spool into the warehouse: one transaction each, and each at most once by its idempotency key."""

from __future__ import annotations

import logging
import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse import loading, spool
from warehouse.errors import BatchRefusedError
from warehouse.folder import DataFolder
from warehouse.owner.drained import DrainReport
from warehouse.owner.journal import Journal
from warehouse.owner.overlay import decided_direction
from warehouse.quotations import quotation_value
from warehouse.records import Decision

DECISIONS_AT_ONCE = 10_000  # of the journal, in one transaction

log = logging.getLogger(__name__)


def drain_batch(connection: duckdb.DuckDBPyConnection, folder: DataFolder, file: Path) -> DrainReport:
    """Load one batch with its entry in the ledger. A batch that does not fit is set aside with the reason.

    Its file is kept among the loaded ones until a snapshot holds it, so that a damaged log or file loses nothing.

    Raises:
        duckdb.Error: the database itself failed (a full disk); the batch stays where it is.
    """
    key = file.name
    try:
        key, table = loading.read_batch(file)
        if _in_ledger(connection, key):
            keep_loaded(folder, file)
            return DrainReport(duplicates=1)
        _load(connection, key, file.name, table)
    except FileNotFoundError:
        return DrainReport()
    except (BatchRefusedError, duckdb.InternalError) as error:
        reason = str(error).split("\n", 1)[0]
        _refuse(connection, folder, file, key, reason)
        return DrainReport(refused=(f"{file.name}: {reason}",))
    keep_loaded(folder, file)
    return DrainReport(loaded=1)


def recover_loaded(connection: duckdb.DuckDBPyConnection, folder: DataFolder) -> list[Path]:
    """Put batches back into the spool that were loaded but are not in the ledger any more; return them in their order."""
    back = []
    for file in spool.in_order(folder.loaded):
        try:
            key = loading.read_key(file)
        except (BatchRefusedError, FileNotFoundError):
            continue
        if not _in_ledger(connection, key):
            back.append(file.replace(folder.spool / file.name))
    return back


def forget_loaded(files: list[Path]) -> None:
    """Delete batches that the snapshot holds."""
    for file in files:
        file.unlink(missing_ok=True)


def keep_loaded(folder: DataFolder, file: Path) -> None:
    """Move a batch's file to the loaded ones."""
    folder.loaded.mkdir(parents=True, exist_ok=True)
    file.replace(folder.loaded / file.name)


def last_drained(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the place of the last decision that the warehouse holds."""
    sql = """SELECT greatest(
        (SELECT coalesce(max(sequence), 0) FROM records.decisions), (SELECT coalesce(max(sequence), 0) FROM records.held_decisions)
    )"""
    return int(connection.execute(sql).fetchall()[0][0])


def drain_decisions(connection: duckdb.DuckDBPyConnection, journal: Journal) -> int:
    """Copy what the warehouse lacks from the journal, and return the place of the last decision that it holds."""
    last = last_drained(connection)
    while decisions := journal.after(last, last + DECISIONS_AT_ONCE):
        rows = [_row_of(sequence, decision) for sequence, decision in decisions]
        said = [
            {"decision_id": str(each), **asdict(one)} for each, one in journal.rankings_after(last, decisions[-1][0])
        ]
        connection.execute("BEGIN")
        connection.register("batch", pa.Table.from_pylist(rows, schema=_DECISIONS))
        connection.register("rankings", pa.Table.from_pylist(said, schema=_RANKINGS))
        try:
            for statement in loading.statements("decisions"):
                connection.execute(statement)
            connection.execute("COMMIT")
        except BaseException:
            _roll_back(connection)
            raise
        finally:
            connection.unregister("batch")
            connection.unregister("rankings")
        last = decisions[-1][0]
    return last


def _row_of(sequence: int, decision: Decision) -> dict[str, Any]:
    return {
        "sequence": sequence,
        "decision_id": str(decision.decision_id),
        "candidate_id": str(decision.candidate_id),
        "action": str(decision.action),
        "editor": decision.editor,
        "note": decision.note,
        "decided_at": decision.decided_at,
        "stance": str(decision.stance) if decision.stance else None,
        "direction": decided_direction(decision),
        "reason": str(decision.reason) if decision.reason else None,
        "action_id": str(decision.action_id) if decision.action_id else None,
        "reading": str(decision.reading) if decision.reading else None,
        "reads": str(decision.reads) if decision.reads else None,
        "quotation": quotation_value(decision.quotation),
    }


_RANKINGS = pa.schema(
    [("decision_id", pa.string()), ("model", pa.string()), ("probability", pa.float64()), ("sampled", pa.bool_())]
)
_QUOTATION = pa.struct(
    [
        *((name, pa.string()) for name in ("revision_id", "content_sha256", "field")),
        *((name, pa.int64()) for name in ("start", "end")),
        ("words", pa.string()),
    ]
)
_DECISIONS = pa.schema(
    [
        ("sequence", pa.int64()),
        *((name, pa.string()) for name in ("decision_id", "candidate_id", "action", "editor", "note")),
        ("decided_at", pa.timestamp("us", tz="UTC")),
        ("stance", pa.string()),
        ("direction", pa.string()),
        ("reason", pa.string()),
        *((name, pa.string()) for name in ("action_id", "reading", "reads")),
        ("quotation", _QUOTATION),
    ]
)


def _load(connection: duckdb.DuckDBPyConnection, key: str, name: str, table: pa.Table) -> None:
    connection.execute("BEGIN")
    try:
        loading.load_rows(connection, table)
        values = [key, name, table.num_rows, datetime.now(UTC)]
        connection.execute("INSERT INTO bookkeeping.batches VALUES (?, ?, ?, ?)", values)
        connection.execute("COMMIT")
    except BaseException:
        _roll_back(connection)
        raise


def _refuse(connection: duckdb.DuckDBPyConnection, folder: DataFolder, file: Path, key: str, reason: str) -> None:
    log.error("the batch %s does not fit and was set aside: %s", file.name, reason)
    folder.refused.mkdir(parents=True, exist_ok=True)
    note = folder.refused / f"{file.name}.txt"
    with note.open("w", encoding="utf-8") as text:
        text.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {key}\n{reason}\n")
        text.flush()
        os.fsync(text.fileno())
    file.replace(folder.refused / file.name)
    spool.sync_folder(folder.refused)
    values = [key, file.name, reason, datetime.now(UTC)]
    connection.execute("INSERT INTO bookkeeping.refused_batches VALUES (?, ?, ?, ?)", values)


def _in_ledger(connection: duckdb.DuckDBPyConnection, key: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM bookkeeping.batches WHERE batch_key = ? LIMIT 1", [key]).fetchall())


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        connection.execute("ROLLBACK")
    except duckdb.Error:
        log.debug("nothing to roll back: the failure ended the transaction itself")
