"""Opening the warehouse's DuckDB file: its settings, and what is done about a log that cannot be replayed or a torn file."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.copying import copy_durably
from warehouse.errors import WarehouseTooNewError, WarehouseUnwellError
from warehouse.folder import DataFolder
from warehouse.owner.absent_pandas import remember_absent_pandas

WAL_LIMIT = "1TB"  # in effect never: a checkpoint by DuckDB itself while the file is copied would tear the copy
MEMORY_LIMIT = "400MB"  # of blocks held and of work in hand; the rest is read again or spilled beside the file: DuckDB's own would be 80% of the machine
THREADS = 1  # each statement runs in its caller's thread: sharing small ones out among workers made a batch cost half as much CPU again

MOST_MENDS = 2  # the log, then the file: a third error after both would only go round
CORRUPT = "corrupt"  # in the name of what was moved aside
# A checkpoint writes changed metadata over the old in blocks of 256 KB, and a kill or a loss of power can come between
# two pages of one: the header then points to a block that does not match its checksum (DuckDB 1.5, MetadataManager::Flush).
TORN = ("Corrupt database file", "MetadataReader", "metadata pointer")
FIRST_BLOCK = "at location 0"  # written once, when a file is made: damaged, it is no work of a checkpoint

log = logging.getLogger(__name__)


def wal_of(folder: DataFolder) -> Path:
    """Return the write-ahead log beside the warehouse's file."""
    return folder.warehouse.with_name(folder.warehouse.name + ".wal")


def open_file(folder: DataFolder) -> tuple[duckdb.DuckDBPyConnection, str | None]:
    """Open the warehouse for writing; return the connection, and a sentence if something had to be moved aside.

    A log that cannot be replayed would keep the warehouse shut for good: it is moved aside, and the last checkpoint is
    opened. A file that a checkpoint left torn is moved aside with its log, and the snapshot takes its place. What was
    loaded since is still in the spool's folder of loaded batches, and what was decided in the journal.

    Raises:
        WarehouseTooNewError: a newer DuckDB wrote the file.
        WarehouseUnwellError: the file cannot be opened.
    """
    mended: list[str] = []
    while True:
        try:
            return _connect(folder.warehouse), "; ".join(mended) or None
        except duckdb.Error as error:
            _refuse_newer(error, folder)
            mend = _mend_for(error, folder)
            if mend is None or len(mended) == MOST_MENDS:
                raise WarehouseUnwellError(f"{folder.warehouse.name} cannot be opened: {first_line(error)}") from error
            mended.append(mend(folder, first_line(error)))
            log.error("%s: what was loaded since is loaded again", mended[-1])


def _mend_for(error: duckdb.Error, folder: DataFolder) -> Callable[[DataFolder, str], str] | None:
    if "WAL" in str(error) and wal_of(folder).exists():
        return _move_log_aside
    torn = any(words in str(error) for words in TORN) and not str(error).endswith(FIRST_BLOCK)
    return _take_snapshot if torn else None


def _move_log_aside(folder: DataFolder, reason: str) -> str:
    log_file = wal_of(folder)
    aside = log_file.with_name(f"{log_file.name}.{_corrupt()}")
    shutil.move(log_file, aside)
    return f"the log could not be replayed ({reason}) and was moved aside to {aside.name}"


def _take_snapshot(folder: DataFolder, reason: str) -> str:
    """Put the snapshot in the place of the file, or nothing where there is none yet: all batches are still kept then.

    The logs go first: none of them belongs to the snapshot.
    """
    file, mark = folder.warehouse, _corrupt()
    for log_file in file.parent.glob(f"{file.name}.wal*"):
        if CORRUPT not in log_file.name:
            log_file.rename(log_file.with_name(f"{log_file.name}.{mark}"))
    aside = file.with_name(f"{file.name}.{mark}")
    told = f"the file is torn ({reason}) and was moved aside to {aside.name}"
    if not folder.snapshot.exists():
        file.rename(aside)
        return f"{told}; there is no snapshot yet, and a new file begins"
    os.link(file, aside)
    copy_durably(folder.snapshot, file)
    return f"{told}; the snapshot took its place"


def _corrupt() -> str:
    return f"{CORRUPT}-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"


def _connect(file: Path) -> duckdb.DuckDBPyConnection:
    remember_absent_pandas()
    connection = duckdb.connect(
        str(file), config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
    try:
        _read_metadata(connection)
    except BaseException:
        connection.close()
        raise
    connection.execute(f"SET GLOBAL wal_autocheckpoint = '{WAL_LIMIT}'")
    connection.execute(f"SET GLOBAL memory_limit = '{MEMORY_LIMIT}'")
    connection.execute(f"SET GLOBAL threads = {THREADS}")
    connection.execute("SET GLOBAL TimeZone = 'UTC'")
    # What editors decided and the file does not hold yet: queries of the queue look at both.
    connection.execute("ATTACH ':memory:' AS live")
    return connection


def lock_down(connection: duckdb.DuckDBPyConnection) -> None:
    """Forbid the connection to touch any other file, and to be told otherwise."""
    connection.execute("SET GLOBAL enable_external_access = false")
    connection.execute("SET GLOBAL lock_configuration = true")


def _refuse_newer(error: duckdb.Error, folder: DataFolder) -> None:
    if "version number" in str(error):
        raise WarehouseTooNewError(
            f"{folder.warehouse.name} was written by a newer DuckDB than {duckdb.__version__}: upgrade Pledgewatch"
        ) from error


def _read_metadata(connection: duckdb.DuckDBPyConnection) -> None:
    """Read the metadata of every column, which DuckDB reads when a query first asks: a torn block is found here.

    Raises:
        duckdb.Error: a block does not match its checksum.
    """
    names = "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT temporary AND NOT internal"
    for schema, table in connection.execute(names).fetchall():
        connection.execute("SELECT count(*) FROM pragma_storage_info(?)", [f'"{schema}"."{table}"']).fetchall()


def first_line(error: Exception) -> str:
    """Return the first line of what an error says."""
    return str(error).split("\n", 1)[0]


def size_of(file: Path) -> int:
    """Return how many bytes a file has; 0 where there is none."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
