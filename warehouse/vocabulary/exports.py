"""The formats in which results and exports are taken out of the warehouse."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from warehouse.vocabulary.tables import table_of


class ResultFormat(StrEnum):
    """How a result is written. Its writer stands in `warehouse/analyst/formats.py`."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"
    NDJSON = "ndjson"
    CSV_BOM = "csv-bom"
    XLSX = "xlsx"
    SQLITE = "sqlite"


@dataclass(frozen=True, slots=True)
class FormatWords:
    """What is said of a format."""

    means: str
    suffixes: tuple[str, ...] = ()  # of files that are written so where nobody names a format
    for_people: bool = False  # read in a terminal: it may show several results, and is no export
    needs_a_file: bool = False  # it cannot go to standard output


RESULT_FORMATS = table_of(
    ResultFormat,
    {
        ResultFormat.TABLE: FormatWords("columns in a terminal", for_people=True),
        ResultFormat.CSV: FormatWords("for spreadsheets", (".csv",)),
        ResultFormat.CSV_BOM: FormatWords("for Excel: CSV behind a byte order mark"),
        ResultFormat.JSON: FormatWords("an array of objects", (".json",)),
        ResultFormat.NDJSON: FormatWords("one object a line", (".ndjson", ".jsonl")),
        ResultFormat.PARQUET: FormatWords(
            "for data tools, with the types of the columns", (".parquet",), needs_a_file=True
        ),
        ResultFormat.XLSX: FormatWords("a workbook: typed cells, no formula", (".xlsx",), needs_a_file=True),
        ResultFormat.SQLITE: FormatWords("a database of one table", (".sqlite", ".sqlite3", ".db"), needs_a_file=True),
    },
    "RESULT_FORMATS in warehouse/vocabulary/exports.py",
)


def one_of(words: tuple[str, ...]) -> str:
    """Return "csv, json or parquet"."""
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else "".join(words)


def export_formats() -> tuple[str, ...]:
    """Return the formats of an export: all but those for people."""
    return tuple(each.value for each, words in RESULT_FORMATS.items() if not words.for_people)


def format_of(name: str) -> ResultFormat | None:
    """Return the format of a file by the end of its name; None where it tells none."""
    return next((each for each, words in RESULT_FORMATS.items() if name.lower().endswith(words.suffixes)), None)
