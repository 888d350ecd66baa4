"""Results of SQL as people and programs take them: a table for the terminal, CSV, JSON and Parquet."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.analyst import durations
from warehouse.analyst.for_people import write_table
from warehouse.vocabulary.exports import ResultFormat
from warehouse.vocabulary.tables import table_of

FORMULA = re.compile(r"^[\s\"'\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212|]|^[\t\r\n]")
"""What a spreadsheet may take for a formula: also after blanks, quotes and marks that do not show, or in full width."""


Writer = Callable[[pa.Table, Path | None], None]


def write_csv(result: pa.Table, file: IO[str]) -> None:
    """Write a result as CSV (RFC 4180, UTF-8).

    Times are ISO 8601, lists and records are JSON. A text that a spreadsheet could take for a formula gets an apostrophe before it (CWE-1236); numbers stay numbers.
    """
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([_harmless(name) for name in result.column_names])
    for batch in result.to_batches(max_chunksize=1000):
        for row in batch.to_pylist(maps_as_pydicts="lossy"):
            writer.writerow([_cell(value) for value in row.values()])


def write_json(result: pa.Table, file: IO[str]) -> None:
    """Write a result as a JSON array of objects, one a line. Times are ISO 8601; what JSON cannot hold is null."""
    file.write("[")
    first = True
    for batch in result.to_batches(max_chunksize=1000):
        for row in batch.to_pylist(maps_as_pydicts="lossy"):
            file.write("\n" if first else ",\n")
            file.write(json.dumps(_jsonable(row), ensure_ascii=False, allow_nan=False))
            first = False
    file.write("\n]\n")


def write_ndjson(result: pa.Table, file: IO[str]) -> None:
    """Write a result as JSON objects, one a line, each as `write_json` writes it."""
    for batch in result.to_batches(max_chunksize=1000):
        for row in batch.to_pylist(maps_as_pydicts="lossy"):
            file.write(json.dumps(_jsonable(row), ensure_ascii=False, allow_nan=False) + "\n")


def write_parquet(result: pa.Table, path: Path) -> None:
    """Write a result as a Parquet file; intervals, which the format lacks, are text as in CSV."""
    for place, field in enumerate(result.schema):
        if pa.types.is_interval(field.type):
            texts = [None if each is None else durations.iso_8601(each) for each in result.column(place).to_pylist()]
            result = result.set_column(place, field.name, pa.array(texts, pa.string()))
    pq.write_table(result, path, compression="zstd")


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, list | dict):
        return _harmless(json.dumps(_jsonable(value), ensure_ascii=False))
    return _harmless(value) if isinstance(value, str) else _jsonable(value)


def _harmless(text: str) -> str:
    return "'" + text if FORMULA.match(text) else text


def _jsonable(value: Any) -> Any:
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _jsonable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_jsonable(each) for each in value]
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, pa.MonthDayNano):
        return durations.iso_8601(value)
    return str(value) if isinstance(value, UUID) else value.hex() if isinstance(value, bytes) else str(value)


@contextmanager
def _whole(to: Path) -> Iterator[Path]:
    """Give a place beside the file, which takes the file's place when all is written: yesterday's is never half of today's."""
    part = to.with_name(f".{to.name}.{os.getpid()}.part")
    try:
        yield part
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)


def _to_text(write: Callable[[pa.Table, IO[str]], None]) -> Writer:
    """Return the writer of a format that is text: to the file, or to standard output where none is named."""

    def written(result: pa.Table, to: Path | None) -> None:
        if to is None:
            write(result, sys.stdout)
            return
        with _whole(to) as part, part.open("w", encoding="utf-8", newline="") as out:
            write(result, out)

    return written


def _to_file(write: Callable[[pa.Table, Path], None]) -> Writer:
    """Return the writer of a format that goes to a file alone."""

    def written(result: pa.Table, to: Path | None) -> None:
        assert to is not None, "the format needs a file"
        with _whole(to) as part:
            write(result, part)

    return written


WRITERS = table_of(
    ResultFormat,
    {
        ResultFormat.TABLE: _to_text(write_table),
        ResultFormat.CSV: _to_text(write_csv),
        ResultFormat.JSON: _to_text(write_json),
        ResultFormat.NDJSON: _to_text(write_ndjson),
        ResultFormat.PARQUET: _to_file(write_parquet),
    },
    "WRITERS in warehouse/analyst/formats.py",
)
"""The writer of each format: it takes the result, and the file, or None for standard output."""
