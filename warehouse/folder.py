"""Where an installation keeps what it writes: one folder, so that two installations never meet."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
WHAT_TO_DO = (
    "make room on the disk of the data folder, or move the folder and name it with --data, and give the same command "
    "again: what was stored is safe, and the rest is done then"
)


def write_failure(error: OSError) -> str:
    """Return why a write failed, in a clause; where the disk is full, with what to do about it."""
    said = f"{error.strerror or error}" + (f": {error.filename}" if error.filename else "")
    return f"{said}; {WHAT_TO_DO}" if error.errno in FULL else said


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The layout of the data folder. Naming a path creates nothing; `create` does."""

    root: Path

    @property
    def warehouse(self) -> Path:
        """The DuckDB file. One process, the owner, opens it; nobody else does."""
        return self.root / "warehouse.duckdb"

    @property
    def snapshot(self) -> Path:
        """The published copy for analysts' tools: swapped in by rename, opened read-only by anybody."""
        return self.root / "snapshot" / "pledgewatch.duckdb"

    @property
    def spool(self) -> Path:
        """Batches that wait to be loaded, one Parquet file each."""
        return self.root / "spool"

    @property
    def refused(self) -> Path:
        """Batches that did not fit, each beside a text file that says why."""
        return self.root / "spool" / "refused"

    @property
    def loaded(self) -> Path:
        """Batches that were loaded since the last snapshot: kept until it holds them, for a warehouse that is torn."""
        return self.root / "spool" / "loaded"

    @property
    def decisions(self) -> Path:
        """The journal of editors' decisions (SQLite): every decision ever made, durable before it is acknowledged."""
        return self.root / "decisions.sqlite"

    @property
    def policies(self) -> Path:
        """The installation's own policies: where there is no such file, those that come with the product are tracked."""
        return self.root / "policies.toml"

    @property
    def accounts(self) -> Path:
        """The accounts of the desk and the sessions of browsers (SQLite): passwords and sessions as hashes alone."""
        return self.root / "accounts.sqlite"

    @property
    def search(self) -> Path:
        """The search index (SQLite), made from the warehouse: whoever deletes it loses nothing."""
        return self.root / "search.sqlite"

    @property
    def lock(self) -> Path:
        """Locked by the process that owns the warehouse, for as long as it lives."""
        return self.root / "owner.lock"

    @property
    def archive(self) -> Path:
        """The WARC files."""
        return self.root / "archive"

    @property
    def runs(self) -> Path:
        """A folder for each crawl: its job, its log and its stats."""
        return self.root / "runs"

    def fixture_of(self, outlet_id: str, revision_id: UUID) -> Path:
        """Return the folder of the fixture of a badly extracted text: its page, what should be read on it, and why it was saved."""
        return self.root / "fixtures" / f"{outlet_id}-{str(revision_id)[:8]}"

    @property
    def backups(self) -> Path:
        """Copies of the warehouse that were made before a migration."""
        return self.root / "backups"

    @property
    def prefect(self) -> Path:
        """Prefect's home: its own database and settings."""
        return self.root / "prefect"

    def create(self) -> DataFolder:
        """Make the folders that do not exist yet, and return this layout."""
        batches = (self.spool, self.refused, self.loaded)
        for folder in (*batches, self.snapshot.parent, self.archive, self.runs, self.backups):
            folder.mkdir(parents=True, exist_ok=True)
        return self
