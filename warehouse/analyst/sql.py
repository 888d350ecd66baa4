"""An analyst's statement on the published snapshot: read-only, in a cage, and for a limited time."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.errors import SqlError, WarehouseBusyError
from warehouse.folder import DataFolder
from warehouse.owner import lock, publishing
from warehouse.store import Store

Result = pa.Table

SECONDS = 30.0  # a statement that takes longer is stopped
MEMORY = "1GB"  # that the database may use for it
LARGEST_RESULT_BYTES = 1_000_000_000  # of a result in memory: past it, the statement should aggregate or use LIMIT
OWNER_SECONDS = 10.0  # how long an owner may take to publish the very first snapshot


def run_statement(folder: DataFolder, statement: str, *, seconds: float = SECONDS, memory: str = MEMORY) -> pa.Table:
    """Return the result of one SQL statement.

    It runs on the snapshot. If nobody owns the warehouse and something was loaded since, the snapshot is published
    first; while a crawl or the desk owns it, the snapshot is as of the owner's last publishing.

    The connection is read-only, cannot open any other file, cannot be configured, and is stopped when its time is up.

    Raises:
        SqlError: the statement is wrong, forbidden, too large or too slow; one line says which.
        WarehouseError: there is no snapshot, and none can be made.
    """
    snapshot = refresh(folder)
    try:
        connection = _caged(snapshot, memory)
    except duckdb.Error as error:
        raise SqlError(f"the snapshot cannot be opened: {_line(error)}") from error
    deadline = time.monotonic() + seconds
    timer = threading.Timer(seconds, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        return _result(connection, statement)
    except duckdb.InterruptException as error:
        raise SqlError(f"the statement was stopped after {seconds:g} s: give it more time, or ask for less") from error
    except duckdb.Error as error:
        if time.monotonic() >= deadline and "INTERRUPT" in str(error).upper():
            raise SqlError(f"the statement was stopped after {seconds:g} s") from error
        raise SqlError(_line(error)) from error
    finally:
        timer.cancel()
        connection.close()


def refresh(folder: DataFolder) -> Path:
    """Return the snapshot, after publishing it if nobody owns the warehouse and it is behind, or if there is none.

    Raises:
        WarehouseError: there is none, and none can be made.
    """
    if not folder.warehouse.exists() and not folder.snapshot.exists() and not any(folder.spool.glob("*.parquet")):
        raise SqlError(f"there is no warehouse in {folder.root} yet: the first crawl makes it")
    if not folder.snapshot.exists():
        with Store(folder, wait=OWNER_SECONDS) as store:
            return store.publish()
    if publishing.is_stale(folder) and (held := lock.take(folder)) is not None:
        held.release()
        try:
            with Store(folder, wait=0.0) as store:
                if store.owns:
                    return store.publish()
        except WarehouseBusyError:
            pass  # somebody took it in this moment, and publishes on its own
    return folder.snapshot


@dataclass(frozen=True, slots=True)
class Question:
    """One statement of a file, with the comment before it."""

    title: str
    text: str


def split(text: str) -> tuple[Question, ...]:
    """Return the statements of a text, each titled by the first line of the comment before it.

    Raises:
        SqlError: the text is not SQL.
    """
    try:
        statements = duckdb.extract_statements(text)
    except duckdb.Error as error:
        raise SqlError(_line(error)) from error
    questions = []
    for each in statements:
        comments = [line.strip("- ").strip() for line in each.query.strip().splitlines() if line.startswith("--")]
        questions.append(Question(comments[0] if comments else "", each.query))
    return tuple(questions)


def _caged(snapshot: Path, memory: str) -> duckdb.DuckDBPyConnection:
    # In memory, with the snapshot attached: a connection to the file itself would be shared with whoever has it open in
    # this process, and would still show the earlier snapshot after a new one was swapped in.
    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "memory_limit": memory,
            "temp_directory": "",  # nothing is spilled to the disk: a statement that needs more memory fails
            "python_enable_replacements": "false",  # no table name reaches a variable of this process
        },
    )
    try:
        quoted = str(snapshot).replace("'", "''")
        connection.execute(f"ATTACH '{quoted}' AS pledgewatch (READ_ONLY)")
        connection.execute("USE pledgewatch")
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except BaseException:
        connection.close()
        raise
    return connection


def _result(connection: duckdb.DuckDBPyConnection, text: str) -> pa.Table:
    statements = connection.extract_statements(text)
    if len(statements) != 1:
        raise SqlError(
            f"{len(statements)} statements were given: one at a time" if statements else "no statement was given"
        )
    reader = connection.execute(statements[0]).to_arrow_reader(10_000)
    batches, size = [], 0
    for batch in reader:
        batches.append(batch)
        size += batch.nbytes
        if size > LARGEST_RESULT_BYTES:
            raise SqlError(f"the result is larger than {LARGEST_RESULT_BYTES // 1_000_000} MB: aggregate, or use LIMIT")
    return pa.Table.from_batches(batches, schema=reader.schema).rename_columns(_distinct(reader.schema.names))


def _distinct(names: list[str]) -> list[str]:
    """Return the names of columns with a number after each that was there before: rows are shown by name, none is lost."""
    found: list[str] = []
    for name in names:
        more = (f"{name}_{number}" for number in count(1))
        found.append(name if name not in found else next(one for one in more if one not in (*found, *names)))
    return found


def _line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    pointed = next((line for line in lines if line.startswith("LINE ")), "")
    return f"{lines[0]} ({pointed})" if pointed else lines[0] if lines else type(error).__name__
