"""A result as a SQLite database: one table `result` with typed columns, and a table `about`."""

from __future__ import annotations

import errno
import json
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from warehouse.analyst.values import jsonable

LARGEST_INTEGER = 2**63 - 1  # of SQLite: larger ones are kept as text


def write_sqlite(result: pa.Table, path: Path) -> None:
    """Write a result as a new SQLite file.

    Times are ISO 8601, lists and records JSON, truth is 0 or 1. What the result's metadata say stands in `about`.

    Raises:
        OSError: the file cannot be written, or SQLite cannot hold the result.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as file:
            # The file takes its place only when it is whole: a journal of its own would protect nothing.
            file.execute("PRAGMA journal_mode = OFF")
            file.execute("PRAGMA synchronous = OFF")
            file.execute("BEGIN")
            _fill(file, result)
            file.execute("COMMIT")
    except sqlite3.Error as error:
        full = getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)
        raise OSError(errno.ENOSPC if full else errno.EIO, f"SQLite says: {error}") from error


def _fill(file: sqlite3.Connection, result: pa.Table) -> None:
    names = _distinct(result.column_names)
    columns = ", ".join(
        f"{_quoted(name)} {_type(field.type)}" for name, field in zip(names, result.schema, strict=True)
    )
    file.execute(f"CREATE TABLE result ({columns})")
    marks = ", ".join("?" for _ in names)
    for batch in result.to_batches(max_chunksize=1000):
        rows = batch.to_pylist(maps_as_pydicts="lossy")
        file.executemany(
            f"INSERT INTO result VALUES ({marks})",  # noqa: S608 -- question marks alone
            [[_cell(value) for value in row.values()] for row in rows],
        )
    about = {name.decode(): text.decode() for name, text in (result.schema.metadata or {}).items()}
    file.execute("CREATE TABLE about (name TEXT, means TEXT)")
    file.executemany("INSERT INTO about VALUES (?, ?)", about.items())


def _distinct(names: list[str]) -> list[str]:
    """Return the names with a number behind those that SQLite, to which case is nothing, would find twice."""
    found: dict[str, str] = {}
    for name in names:
        chosen, number = name, 1
        while chosen.lower() in found:
            number += 1
            chosen = f"{name}_{number}"
        found[chosen.lower()] = chosen
    return list(found.values())


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _type(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind):
        return "INTEGER"
    if pa.types.is_floating(kind):
        return "REAL"
    if pa.types.is_decimal(kind):
        return "NUMERIC"
    return "BLOB" if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) else "TEXT"


def _cell(value: Any) -> Any:
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        return str(value)
    if value is None or isinstance(value, int | float | str | bytes):
        return value
    if isinstance(value, list | dict):
        return json.dumps(jsonable(value), ensure_ascii=False)
    return str(value) if isinstance(value, Decimal) else jsonable(value)
