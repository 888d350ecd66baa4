"""Loading a batch (upsert): the statements for each kind of record, run inside the caller's transaction.

The statements see the records of their kind as the table `batch`, with the fields of the record as columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse import spool
from warehouse.errors import BatchRefusedError
from warehouse.loading import known

ORDER = tuple(spool.KINDS)
"""Kinds in the order in which they are loaded: a text before its tags, tags before candidates."""


CHANGE_THE_QUEUE = ("decisions", "matching", "linking")
"""Kinds whose statements leave what goes and what comes to `queue.sql`, which runs after them."""


@cache
def statements(kind: str) -> tuple[str, ...]:
    """Return the statements that load one kind of record."""
    names = (kind, "queue") if kind in CHANGE_THE_QUEUE else (kind,)
    texts = (files(__name__).joinpath(f"{name}.sql").read_text(encoding="utf-8") for name in names)
    return tuple(each.query for text in texts for each in duckdb.extract_statements(text))


def read_batch(path: Path) -> tuple[str, pa.Table]:
    """Return a batch's key and its rows.

    A batch that an earlier version wrote, with fewer columns, is read with empty ones in their place.

    Raises:
        BatchRefusedError: the file is no batch of ours, or its columns are not those of the spool.
        FileNotFoundError: it is gone.
    """
    try:
        table = _read_held(path)
    except FileNotFoundError:
        raise
    except (pa.ArrowException, OSError) as error:
        raise BatchRefusedError(f"cannot be read as Parquet: {error}") from error
    key = _key_of(table.schema.metadata)
    unknown = set(table.column_names) - set(spool.schema().names)
    if unknown or "kind" not in table.column_names:
        raise BatchRefusedError(f"has columns that the spool does not: {', '.join(sorted(unknown)) or 'no kind'}")
    return key, table


def read_key(path: Path) -> str:
    """Return a batch's key, without reading its rows. Raises what `read_batch` raises."""
    try:
        metadata = pq.read_schema(path).metadata
    except FileNotFoundError:
        raise
    except (pa.ArrowException, OSError) as error:
        raise BatchRefusedError(f"cannot be read as Parquet: {error}") from error
    return _key_of(metadata)


def _key_of(metadata: Mapping[bytes, bytes] | None) -> str:
    key = (metadata or {}).get(spool.KEY)
    if key is None:
        raise BatchRefusedError("has no key: it was not written by the spool")
    return key.decode()


def _read_held(path: Path) -> pa.Table:
    """Return the columns of a file whose kinds it holds: the others, some hundred columns in all, are empty."""
    with pq.ParquetFile(path) as file:
        names = file.schema_arrow.names
        if "kind" not in names:
            return file.read()
        kinds = set(file.read(["kind"], use_threads=False).column("kind").unique().to_pylist())
        empty = {name for name in spool.KINDS if name not in kinds}
        return file.read([name for name in names if name not in empty], use_threads=False)


def load_rows(connection: duckdb.DuckDBPyConnection, table: pa.Table) -> None:
    """Load the rows of a batch inside the transaction that is open.

    Raises:
        BatchRefusedError: the rows do not fit, and the sentence says which.
    """
    held = table.column("kind").unique().to_pylist()
    strangers = [kind for kind in held if kind not in spool.KINDS]
    if strangers:
        raise BatchRefusedError(f"holds records of a kind that is not known: {strangers[0]}")
    rows = {kind: _rows_of(table, kind) for kind in ORDER if kind in held}
    first = next((kind for kind in rows if kind in known.OF_TEXTS), None)
    read_texts = next((kind for kind in ("tagging", "matching") if kind in rows), None)
    for kind, batch in rows.items():
        connection.register("batch", batch)
        try:
            if kind == first:
                known.note_held(connection, rows)
            if kind == read_texts:
                known.note_texts(connection, rows)
            for statement in statements(kind):
                connection.execute(statement).fetchall()
        except (
            duckdb.DataError,
            duckdb.IntegrityError,
            duckdb.ProgrammingError,
            duckdb.NotSupportedError,
            ValueError,  # an identifier that is none
        ) as error:
            raise BatchRefusedError(f"{kind}: {_first_line(error)}") from error
        finally:
            connection.unregister("batch")


def _rows_of(table: pa.Table, kind: str) -> pa.Table:
    rows = table.column(kind).filter(pa.compute.equal(table.column("kind"), kind))
    if rows.null_count:
        raise BatchRefusedError(f"{kind}: {rows.null_count} rows are empty")
    wanted = spool.schema().field(kind).type
    try:
        if rows.type != wanted:
            rows = rows.cast(wanted)
        return pa.Table.from_struct_array(rows)
    except (pa.ArrowException, ValueError) as error:
        raise BatchRefusedError(f"{kind}: its columns are not those of the spool: {error}") from error


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]
