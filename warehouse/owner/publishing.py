"""The published snapshot: a copy of the warehouse that anybody may open read-only, swapped in by rename."""

from __future__ import annotations

import time
from pathlib import Path

import duckdb

from warehouse.copying import copy_durably
from warehouse.folder import DataFolder
from warehouse.owner.database import wal_of

CHECKPOINT_SECONDS = 30.0  # how long a checkpoint waits for reads that began before the last write; loads wait with it
CHECKPOINT_PAUSE_SECONDS = 0.02


def checkpoint_when_free(cursor: duckdb.DuckDBPyConnection) -> None:
    """Checkpoint, once the reads that began before the last write have ended: until then its old rows are kept."""
    deadline = time.monotonic() + CHECKPOINT_SECONDS
    while True:
        try:
            cursor.execute("CHECKPOINT warehouse")
        except duckdb.TransactionException:
            if time.monotonic() > deadline:
                raise
            time.sleep(CHECKPOINT_PAUSE_SECONDS)
        else:
            return


LEAST_PAUSE_SECONDS = (
    60.0  # between two snapshots, when something changed: how late an analyst can be, with a small file
)
BYTES_A_DAY = 100e9  # that snapshots write at most, beside the one at the end of each pass: a disk wears out by writes
DAY_SECONDS = 86_400


def pause_seconds(size: int) -> float:
    """Return how long to wait between two snapshots of a file of so many bytes: six minutes for 400 MB, an hour for 4 GB."""
    return max(LEAST_PAUSE_SECONDS, size / BYTES_A_DAY * DAY_SECONDS)


def copy_to_snapshot(folder: DataFolder) -> Path:
    """Copy the warehouse's file, which must be at rest after a checkpoint, over the snapshot; return the snapshot.

    The copy is opened once before it takes the snapshot's place, so that a torn one never does.
    """
    copy_durably(folder.warehouse, folder.snapshot, check=_check)
    return folder.snapshot


def is_stale(folder: DataFolder) -> bool:
    """Say whether the warehouse, its log, the spool or the journal changed after the snapshot was published."""
    if not folder.snapshot.exists():
        return True
    published = folder.snapshot.stat().st_mtime_ns
    journal = folder.decisions
    sources = [folder.warehouse, wal_of(folder), journal, journal.with_name(journal.name + "-wal")]
    sources.extend(folder.spool.glob("*.parquet"))
    return any(_written(source) > published for source in sources)


def _written(file: Path) -> int:
    try:
        stat = file.stat()
    except FileNotFoundError:
        return 0
    return stat.st_mtime_ns if stat.st_size else 0


def _check(copy: Path) -> None:
    with duckdb.connect(str(copy), read_only=True) as connection:
        connection.execute("SELECT count(*) FROM bookkeeping.migrations").fetchall()
