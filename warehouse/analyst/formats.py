"""Results of SQL as people and programs take them: a table for the terminal, or a file in one of several formats."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.analyst import durations
from warehouse.analyst.for_people import write_table
from warehouse.analyst.spreadsheet import write_xlsx
from warehouse.analyst.sqlite_file import write_sqlite
from warehouse.analyst.values import FORMULA, jsonable
from warehouse.analyst.whole_file import whole_file
from warehouse.vocabulary.exports import ResultFormat
from warehouse.vocabulary.tables import table_of

BYTE_ORDER_MARK = "\ufeff"

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


def write_csv_bom(result: pa.Table, file: IO[str]) -> None:
    """Write a result as `write_csv` does, behind a byte order mark: without it Excel takes UTF-8 for something else."""
    file.write(BYTE_ORDER_MARK)
    write_csv(result, file)


def write_json(result: pa.Table, file: IO[str]) -> None:
    """Write a result as a JSON array of objects, one a line. Times are ISO 8601; what JSON cannot hold is null."""
    file.write("[")
    first = True
    for batch in result.to_batches(max_chunksize=1000):
        for row in batch.to_pylist(maps_as_pydicts="lossy"):
            file.write("\n" if first else ",\n")
            file.write(json.dumps(jsonable(row), ensure_ascii=False, allow_nan=False))
            first = False
    file.write("\n]\n")


def write_ndjson(result: pa.Table, file: IO[str]) -> None:
    """Write a result as JSON objects, one a line, each as `write_json` writes it."""
    for batch in result.to_batches(max_chunksize=1000):
        for row in batch.to_pylist(maps_as_pydicts="lossy"):
            file.write(json.dumps(jsonable(row), ensure_ascii=False, allow_nan=False) + "\n")


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
        return _harmless(json.dumps(jsonable(value), ensure_ascii=False))
    return _harmless(value) if isinstance(value, str) else jsonable(value)


def _harmless(text: str) -> str:
    return "'" + text if FORMULA.match(text) else text


def _to_text(write: Callable[[pa.Table, IO[str]], None]) -> Writer:
    """Return the writer of a format that is text: to the file, or to standard output where none is named."""

    def written(result: pa.Table, to: Path | None) -> None:
        if to is None:
            write(result, sys.stdout)
            return
        with whole_file(to) as part, part.open("w", encoding="utf-8", newline="") as out:
            write(result, out)

    return written


def _to_file(write: Callable[[pa.Table, Path], None]) -> Writer:
    """Return the writer of a format that goes to a file alone."""

    def written(result: pa.Table, to: Path | None) -> None:
        assert to is not None, "the format needs a file"
        with whole_file(to) as part:
            write(result, part)

    return written


WRITERS = table_of(
    ResultFormat,
    {
        ResultFormat.TABLE: _to_text(write_table),
        ResultFormat.CSV: _to_text(write_csv),
        ResultFormat.CSV_BOM: _to_text(write_csv_bom),
        ResultFormat.JSON: _to_text(write_json),
        ResultFormat.NDJSON: _to_text(write_ndjson),
        ResultFormat.PARQUET: _to_file(write_parquet),
        ResultFormat.XLSX: _to_file(write_xlsx),
        ResultFormat.SQLITE: _to_file(write_sqlite),
    },
    "WRITERS in warehouse/analyst/formats.py",
)
"""The writer of each format: it takes the result, and the file, or None for standard output."""
