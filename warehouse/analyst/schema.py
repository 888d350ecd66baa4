"""The schema as a page of documentation, read from the database itself: `python -m warehouse.analyst.schema > docs/schema.md`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import duckdb

from warehouse import migrations
from warehouse.owner import settling

INTRODUCTION = """# The warehouse's tables and columns

Generated from the database by `python -m warehouse.analyst.schema`; a test compares the two. Analysts read the **views**: they are
in the snapshot, `snapshot/pledgewatch.duckdb` in the data folder, which any DuckDB 1.5 client opens read-only, and
`pledgewatch sql` asks it. The tables of the schemas `records`, `reference` and `bookkeeping` are what the views are made of;
they may change with a migration, the views keep their names.
"""


def markdown() -> str:
    """Return the documentation of every view and table of a new warehouse."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "warehouse.duckdb"
        with duckdb.connect(str(file)) as connection:
            migrations.migrate(connection, file, Path(folder))
            settling.settle(connection)
            parts = [INTRODUCTION, "## Views\n", *_described(connection, "main", "view")]
            for schema in ("records", "reference", "bookkeeping"):
                parts += [f"## Tables of `{schema}`\n", *_described(connection, schema, "table")]
            return "\n".join(parts)


def _described(connection: duckdb.DuckDBPyConnection, schema: str, kind: str) -> list[str]:
    listed = connection.execute(
        f"SELECT {kind}_name, comment FROM duckdb_{kind}s() WHERE schema_name = ? AND NOT internal ORDER BY 1",  # noqa: S608
        [schema],
    ).fetchall()
    parts = []
    for name, about in listed:
        columns = connection.execute(
            "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE schema_name = ? AND table_name = ? ORDER BY column_index",
            [schema, name],
        ).fetchall()
        full = name if schema == "main" else f"{schema}.{name}"
        parts.append(f"### {full}\n\n{about}\n\n| column | type | |\n|---|---|---|")
        parts += [f"| {column} | {_short(kind_of)} | {comment} |" for column, kind_of, comment in columns]
        parts.append("")
    return parts


def _short(data_type: str) -> str:
    if data_type.startswith("STRUCT"):
        return "list of structs" if data_type.endswith("[]") else "struct"
    names = {"TIMESTAMP WITH TIME ZONE": "time", "VARCHAR": "text", "DOUBLE": "number", "BIGINT": "whole number"}
    base = data_type.removesuffix("[]")
    short = names.get(base, base.lower())
    return f"list of {short}" if data_type.endswith("[]") else short


if __name__ == "__main__":
    sys.stdout.write(markdown())
