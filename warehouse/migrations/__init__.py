"""Migrations: SQL files in order, each applied in one transaction with its record.

A file that was applied is never edited; a new one is added. An older warehouse is copied into the folder of backups
before anything is applied to it; one that a newer Pledgewatch wrote is refused.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

import duckdb

from warehouse.copying import copy_durably
from warehouse.describe import comments
from warehouse.errors import WarehouseTooNewError, WarehouseUnwellError

_TABLE = """
-- The migrations that were applied to this file, in order.
CREATE TABLE IF NOT EXISTS bookkeeping.migrations (
    number BIGINT NOT NULL,         -- its place in the order
    name VARCHAR NOT NULL,          -- what it is about
    digest VARCHAR NOT NULL,        -- SHA-256 of its text
    applied_at TIMESTAMPTZ NOT NULL -- when
);
"""
_NAME = re.compile(r"(\d{4})_(\w+)\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema."""

    number: int
    name: str
    sql: str

    @property
    def digest(self) -> str:
        """The SHA-256 of its text, so that an edited one is noticed."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Applied:
    """That a migration was applied to a file, and when."""

    number: int
    name: str
    digest: str
    applied_at: datetime


@cache
def known() -> tuple[Migration, ...]:
    """Return the migrations that this version knows, in order."""
    found = []
    for entry in files(__name__).iterdir():
        if matched := _NAME.fullmatch(entry.name):
            found.append(Migration(int(matched[1]), matched[2], entry.read_text(encoding="utf-8")))
    return tuple(sorted(found, key=lambda migration: migration.number))


def applied(connection: duckdb.DuckDBPyConnection) -> tuple[Applied, ...]:
    """Return what was applied to this file, in order."""
    ours = connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'bookkeeping' AND table_name = 'migrations'"
    ).fetchall()
    if not ours:
        return ()
    rows = connection.execute(
        "SELECT number, name, digest, applied_at FROM bookkeeping.migrations ORDER BY number"
    ).fetchall()
    return tuple(Applied(number, name, digest, at.astimezone(UTC)) for number, name, digest, at in rows)


def pending(
    connection: duckdb.DuckDBPyConnection, migrations: tuple[Migration, ...] | None = None
) -> tuple[Migration, ...]:
    """Return the migrations that this file still lacks, in order."""
    done = {each.number for each in applied(connection)}
    return tuple(each for each in (known() if migrations is None else migrations) if each.number not in done)


def migrate(
    connection: duckdb.DuckDBPyConnection,
    file: Path,
    backups: Path,
    migrations: tuple[Migration, ...] | None = None,
) -> tuple[Migration, ...]:
    """Bring a warehouse up to date, and return what was applied.

    Each migration is one transaction with its record: a process that is killed half way leaves the file at one
    version or at the next. A file that already holds something is copied into `backups` first.

    Raises:
        WarehouseTooNewError: the file holds a migration that this version does not know.
        WarehouseUnwellError: the file holds a migration whose text differs from this version's.
    """
    wanted = known() if migrations is None else migrations
    done = applied(connection)
    _check_history(file, done, wanted)
    todo = pending(connection, wanted)
    if done and todo:
        connection.execute("CHECKPOINT")
        at = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        copy_durably(file, backups / f"{file.stem}-before-{todo[0].number:04d}-{at}{file.suffix}")
    # Some write lambdas with an arrow, which DuckDB 2 refuses unless told; a migration that was applied is never edited.
    connection.execute("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
    for migration in todo:
        _apply(connection, migration)
        # DuckDB 1.5.5 cannot replay every change of a table from its log after a kill: the log holds none for longer.
        connection.execute("CHECKPOINT")
    connection.execute("RESET lambda_syntax")
    return todo


def _check_history(file: Path, done: tuple[Applied, ...], wanted: tuple[Migration, ...]) -> None:
    """Refuse a file that a newer version has migrated, or another build in another way."""
    unknown = {each.number for each in done} - {each.number for each in wanted}
    if unknown:
        newest = max(done, key=lambda each: each.number)
        raise WarehouseTooNewError(
            f"{file.name} was migrated to {newest.number:04d} {newest.name} by a newer Pledgewatch, and this one knows "
            f"migrations up to {max((each.number for each in wanted), default=0):04d}: upgrade Pledgewatch"
        )
    texts = {each.number: each.digest for each in wanted}
    changed = [each for each in done if texts[each.number] != each.digest]
    if changed:
        raise WarehouseUnwellError(
            f"{file.name} was made by another build, whose migration {changed[0].number:04d} {changed[0].name} differs: "
            "move it aside, and load it again from the archive"
        )


def _apply(connection: duckdb.DuckDBPyConnection, migration: Migration) -> None:
    connection.execute("BEGIN")
    try:
        connection.execute("CREATE SCHEMA IF NOT EXISTS bookkeeping")
        connection.execute(_TABLE)
        connection.execute(comments(_TABLE))
        connection.execute(migration.sql)
        connection.execute(comments(migration.sql))
        connection.execute(
            "INSERT INTO bookkeeping.migrations VALUES (?, ?, ?, ?)",
            [migration.number, migration.name, migration.digest, datetime.now(UTC)],
        )
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
