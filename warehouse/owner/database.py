"""Opening the warehouse's DuckDB file: its settings, and what is done about a log that cannot be replayed."""

from __future__ import annotations

import logging
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseTooNewError, WarehouseUnwellError
from warehouse.folder import DataFolder

WAL_LIMIT = "1TB"  # in effect never: a checkpoint by DuckDB itself while the file is copied would tear the copy
MEMORY_LIMIT = "400MB"  # of blocks held and of work in hand; the rest is read again or spilled beside the file: DuckDB's own would be 80% of the machine
THREADS = 1  # each statement runs in its caller's thread: sharing small ones out among workers made a batch cost half as much CPU again

log = logging.getLogger(__name__)


def wal_of(folder: DataFolder) -> Path:
    """Return the write-ahead log beside the warehouse's file."""
    return folder.warehouse.with_name(folder.warehouse.name + ".wal")


def open_file(folder: DataFolder) -> tuple[duckdb.DuckDBPyConnection, str | None]:
    """Open the warehouse for writing; return the connection, and a sentence if its log had to be moved aside.

    A log that cannot be replayed would keep the warehouse shut for good. It is moved aside, and the last checkpoint
    is opened; what was loaded since is still in the spool's folder of loaded batches and in the journal of decisions.

    Raises:
        WarehouseTooNewError: a newer DuckDB wrote the file.
        WarehouseUnwellError: the file cannot be opened.
    """
    try:
        return _connect(folder.warehouse), None
    except duckdb.Error as error:
        _refuse_newer(error, folder)
        log_file = wal_of(folder)
        if not _blames_the_log(error) or not log_file.exists():
            raise WarehouseUnwellError(f"{folder.warehouse.name} cannot be opened: {first_line(error)}") from error
        aside = log_file.with_name(f"{log_file.name}.corrupt-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
        shutil.move(log_file, aside)
        sentence = f"the log could not be replayed ({first_line(error)}) and was moved aside to {aside.name}"
        log.error("%s: the last checkpoint is opened, and what was loaded since is loaded again", sentence)
    try:
        return _connect(folder.warehouse), sentence
    except duckdb.Error as error:
        raise WarehouseUnwellError(f"{folder.warehouse.name} cannot be opened: {first_line(error)}") from error


def _connect(file: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        str(file), config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
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


def _blames_the_log(error: duckdb.Error) -> bool:
    return "WAL" in str(error)


def first_line(error: Exception) -> str:
    """Return the first line of what an error says."""
    return str(error).split("\n", 1)[0]


def size_of(file: Path) -> int:
    """Return how many bytes a file has; 0 where there is none."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
