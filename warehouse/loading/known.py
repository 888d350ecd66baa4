"""What the warehouse holds of a batch's texts and articles, looked up once, so that no statement reads a large table for it again.

The identifiers of texts are written into the statement: DuckDB finds constants by the index, where a join would read the whole column.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import duckdb
import pyarrow as pa

OF_TEXTS = ("revision", "tagging", "matching")
"""Kinds whose statements read the tables that are made here."""


def note_held(connection: duckdb.DuckDBPyConnection, rows: Mapping[str, pa.Table]) -> None:
    """Make the tables `held_texts` and `held_articles`: those of the batch that the warehouse has before it is loaded.

    Raises:
        ValueError: an identifier is none.
    """
    held = _look_up("held_texts", "revision_id", "revision_id", _named(rows, "revision_id"))
    connection.execute(held)
    connection.execute(_look_up("held_articles", "DISTINCT article_id", "article_id", _named(rows, "article_id")))


def note_texts(connection: duckdb.DuckDBPyConnection, rows: Mapping[str, pa.Table]) -> None:
    """Make the table `texts`: whose each text of the batch is, when it was seen, and its place among the texts.

    The texts that the batch itself brings are loaded before. Raises ValueError for an identifier that is none.
    """
    columns = (
        "rowid AS place, revision_id, article_id, outlet_id, published, first_captured_at, last_captured_at, made_at"
    )
    connection.execute(_look_up("texts", columns, "revision_id", _named(rows, "revision_id")))


def _look_up(table: str, columns: str, key: str, identifiers: set[UUID]) -> str:
    among = ", ".join(f"'{each}'" for each in sorted(identifiers))
    found = f"{key} IN ({among})" if among else "false"
    return f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {columns} FROM records.revisions WHERE {found}"  # noqa: S608 -- UUIDs


def _named(rows: Mapping[str, pa.Table], column: str) -> set[UUID]:
    tables = [rows[kind] for kind in OF_TEXTS if kind in rows and column in rows[kind].column_names]
    return {UUID(each) for table in tables for each in table.column(column).to_pylist()}
