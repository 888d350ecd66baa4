"""The book of verdicts as tables of the warehouse: copied row by row, so that SQL and a lost journal can have them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.verdicts.rows import VerdictRow, WrittenVerdict, content_of

_TEXTS = (
    "row_id", "kind", "policy_id", "verdict_id", "noted_at", "status", "text", "effective", "author", "replaces",
    "policy_version", "change", "reason", "article_id", "url", "title", "revision_id", "capture_id", "content", "sha256",
)  # fmt: skip
_BOOK = pa.schema(
    [
        ("sequence", pa.int64()),
        *((name, pa.string()) for name in _TEXTS),
        ("numbers", pa.list_(pa.int64())),
        ("passage_gone", pa.bool_()),
    ]
)
_NUMBERS = ("number", "start_offset", "end_offset", "warc_offset", "body_offset")
_EVIDENCE_TEXTS = (
    "verdict_id", "candidate_id", "decision_id", "accepted_by", "accepted_at", "note", "stance", "direction", "criterion",
    "passage", "field", "article_id", "revision_id", "content_sha256", "outlet_id", "outlet", "url", "title", "published",
    "published_precision", "published_day", "wall", "extractor", "tagger", "matcher", "capture_id", "captured_at",
    "payload_sha256", "warc_file", "body_file", "shown_revision_id", "shown_sha256",
)  # fmt: skip
_EVIDENCE = pa.schema(
    [
        *((name, pa.int64()) for name in _NUMBERS),
        *((name, pa.string()) for name in _EVIDENCE_TEXTS),
        ("withdrawn", pa.bool_()),
    ]
)


def last_copied(cursor: duckdb.DuckDBPyConnection) -> int:
    """Return the place of the last row of the book that the warehouse holds."""
    return int(cursor.execute("SELECT coalesce(max(sequence), 0) FROM records.verdicts").fetchall()[0][0])


def copy_rows(cursor: duckdb.DuckDBPyConnection, rows: Sequence[VerdictRow]) -> None:
    """Insert rows of the book that the warehouse lacks, with what they rest on, in one transaction. Raises duckdb.Error."""
    book = [_book_row(row) for row in rows]
    evidence = [each for row in rows if row.written for each in _evidence_rows(row.written)]
    cursor.execute("BEGIN")
    try:
        _insert(cursor, "verdicts", pa.Table.from_pylist(book, schema=_BOOK))
        _insert(cursor, "verdict_evidence", pa.Table.from_pylist(evidence, schema=_EVIDENCE))
        cursor.execute("COMMIT")
    except BaseException:
        cursor.execute("ROLLBACK")
        raise


def _insert(cursor: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    cursor.register("book", rows)
    try:
        cursor.execute(f"INSERT INTO records.{table} BY NAME SELECT * FROM book")  # noqa: S608 -- one of two names of ours
    finally:
        cursor.unregister("book")


def _book_row(row: VerdictRow) -> dict[str, Any]:
    held = row.written or row.reopening
    assert held is not None
    content = content_of(held)
    plain = json.loads(content)
    said = plain["verdict"] if row.written else plain
    common = {
        "sequence": row.sequence,
        "row_id": str(row.row_id),
        "kind": str(row.kind),
        "noted_at": row.at.isoformat(),
        "policy_version": plain["policy"]["version"] if row.written else None,
        "content": content,
        "sha256": row.sha256,
    }
    return {name: said.get(name) for name in _BOOK.names} | common


def _evidence_rows(written: WrittenVerdict) -> list[dict[str, Any]]:
    return [
        pin | {"verdict_id": str(written.verdict.verdict_id), "start_offset": pin["start"], "end_offset": pin["end"]}
        for pin in json.loads(content_of(written))["evidence"]
    ]
