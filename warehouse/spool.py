"""The spool (a staging area): durable batches of records on their way into the warehouse, one Parquet file each.

A batch has an idempotency key: the same one written twice is loaded once. Any process may write a batch, whether or not the warehouse has an owner. A file holds one row a record: the column
`kind` says which, and one nullable struct column per kind holds it, so that every file has the same schema and a
batch of mixed records loads in one transaction. Whoever owns the warehouse drains the folder.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import types
import typing
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Union
from uuid import UUID, uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse import records
from warehouse.folder import DataFolder
from warehouse.plain import replace_surrogates

KEY = b"pledgewatch.key"  # the entry of a file's metadata that holds the batch's idempotency key
READABLE_CHARACTERS = 80  # of the key, kept in the file's name so that a person can tell batches apart


class RecordDoesNotFitError(ValueError):
    """A record holds something that its type does not allow; the message names the record and the field."""


def kind_of(record_type: type) -> str:
    """Return the name of a record type's column: `FetchOutcome` is `fetch_outcome`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", record_type.__name__).lower()


KINDS: dict[str, type] = {kind_of(each): each for each in typing.get_args(records.Record)}
"""Every record type that a batch may hold, by the name of its column."""

_SCALARS: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    UUID: pa.string(),  # as text: every Parquet reader agrees on it
    datetime: pa.timestamp("us", tz="UTC"),
    date: pa.date32(),
}


@cache
def _hints(record_type: type) -> dict[str, Any]:
    return typing.get_type_hints(record_type)


def _arrow_type(hint: Any) -> pa.DataType:
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        (inner,) = (part for part in typing.get_args(hint) if part is not type(None))
        return _arrow_type(inner)
    if origin is tuple:
        return pa.list_(_arrow_type(typing.get_args(hint)[0]))
    if dataclasses.is_dataclass(hint):
        return pa.struct([(name, _arrow_type(each)) for name, each in _hints(typing.cast("type", hint)).items()])
    if issubclass(hint, StrEnum):
        return pa.string()
    return _SCALARS[hint]


@cache
def schema() -> pa.Schema:
    """Return the schema of every batch: `kind`, and a nullable struct for each kind of record."""
    return pa.schema([("kind", pa.string()), *((kind, _arrow_type(each)) for kind, each in KINDS.items())])


def write_batch(folder: DataFolder, key: str, batch: Iterable[records.Record]) -> Path:
    """Put a batch into the spool, durably, and return its file.

    The key makes it idempotent: the same key is loaded once, however often it is written. The file appears whole or
    not at all, and survives a crash of the machine once this returns.

    Raises:
        RecordDoesNotFitError: a record holds a value that its type does not allow, such as a time without a zone.
        OSError: the disk is full or cannot be written; nothing is left behind.
    """
    try:
        table = pa.Table.from_pylist([_row(record) for record in batch], schema=schema())
    except (pa.ArrowException, OverflowError) as error:
        raise RecordDoesNotFitError(f"the batch {key}: {error}") from error
    table = table.replace_schema_metadata({KEY: key.encode("utf-8", "replace")})
    folder.spool.mkdir(parents=True, exist_ok=True)
    target = folder.spool / file_name(key)
    temporary = folder.spool / f".{uuid4().hex}.tmp"
    try:
        with temporary.open("xb") as file:
            pq.write_table(table, file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(folder.spool)
    return target


def file_name(key: str) -> str:
    """Return the file name of a batch: what can be read of its key, and a digest of the whole key."""
    readable = re.sub(r"[^A-Za-z0-9_-]+", "-", key).strip("-")[:READABLE_CHARACTERS]
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{readable or 'batch'}-{digest}.parquet"


def waiting(folder: DataFolder) -> list[Path]:
    """Return the batches that wait to be loaded, in the order in which they were written."""
    return in_order(folder.spool)


def in_order(place: Path) -> list[Path]:
    """Return the batches in a folder, in the order in which they were written."""
    found: list[tuple[int, str, Path]] = []
    for path in place.glob("*.parquet"):
        try:
            found.append((path.stat().st_mtime_ns, path.name, path))
        except FileNotFoundError:  # loaded by the owner in this moment
            continue
    return [path for _, _, path in sorted(found)]


def sync_folder(folder: Path) -> None:
    """Make a rename inside the folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_spool_file(path: Path) -> list[records.Record]:
    """Return the records of a batch, as they were written."""
    rows = pq.read_table(path).to_pylist()
    return [_restore(KINDS[row["kind"]], row[row["kind"]]) for row in rows]


def _row(record: records.Record) -> dict[str, Any]:
    kind = kind_of(type(record))
    if kind not in KINDS:
        raise RecordDoesNotFitError(f"{type(record).__name__} does not travel by the spool")
    return {"kind": kind, kind: _plain(record, kind)}


def _plain(value: Any, where: str) -> Any:
    if isinstance(value, StrEnum | UUID):
        return str(value)
    if isinstance(value, str):
        return replace_surrogates(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise RecordDoesNotFitError(f"{where}: the time {value.isoformat()} has no zone")
        return value.astimezone(UTC)
    if isinstance(value, tuple | list):
        return [_plain(each, where) for each in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        hints = _hints(type(value))
        fields = {}
        for name, hint in hints.items():
            each = getattr(value, name)
            if each is None and type(None) not in typing.get_args(hint):
                raise RecordDoesNotFitError(f"{where}.{name} is missing")
            fields[name] = _plain(each, f"{where}.{name}")
        return fields
    return value


def _restore(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        (inner,) = (part for part in typing.get_args(hint) if part is not type(None))
        return _restore(inner, value)
    if origin is tuple:
        return tuple(_restore(typing.get_args(hint)[0], each) for each in value)
    if dataclasses.is_dataclass(hint):
        fields: Mapping[str, Any] = value
        return typing.cast("type", hint)(
            **{name: _restore(each, fields[name]) for name, each in _hints(typing.cast("type", hint)).items()}
        )
    if hint is UUID or issubclass(hint, StrEnum):
        return hint(value)
    return value
