"""What ships with the package and lives in the file: views and reference tables, made anew when they changed."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb
import pyarrow as pa

from warehouse import reference
from warehouse.describe import comments
from warehouse.reference import OutletRow, PolicyRow
from warehouse.vocabulary import sql as vocabulary
from warehouse.vocabulary.columns import COLUMNS, with_words


@cache
def view_files() -> tuple[tuple[str, str], ...]:
    """Return the names and texts of the files that make views, in the order in which they build on one another."""
    folder = files("warehouse").joinpath("views")
    found = [
        (entry.name, entry.read_text(encoding="utf-8")) for entry in folder.iterdir() if entry.name.endswith(".sql")
    ]
    return (("vocabulary", vocabulary.statements()), *sorted(found))


def settle(connection: duckdb.DuckDBPyConnection) -> None:
    """Make views and reference tables what this version ships, in one transaction each; do nothing when they are."""
    views = view_files()
    if _changed(connection, "views", digest := _digest_of_views()):
        with _settled(connection, "views", digest):
            old = connection.execute("SELECT view_name FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal")
            for (name,) in old.fetchall():
                connection.execute(f'DROP VIEW "{name}"')
            for _, text in views:
                connection.execute(text)
                if described := comments(text):
                    connection.execute(described)
            _list_words(connection)
    if _changed(connection, "reference", digest := _digest_of_tables()):
        with _settled(connection, "reference", digest):
            for name, table in reference_tables().items():
                _replace(connection, f"reference.{name}", table)


@cache
def _digest_of_views() -> str:
    return _digest([*(text for _, text in view_files()), repr(COLUMNS)])


@cache
def _digest_of_tables() -> str:
    return _digest(repr(table.to_pylist()) for table in reference_tables().values())


def _list_words(connection: duckdb.DuckDBPyConnection) -> None:
    """Add to the description of each column of a vocabulary the words that it can hold."""
    found = connection.execute(
        "SELECT schema_name, table_name, column_name, coalesce(comment, '') FROM duckdb_columns() WHERE NOT internal"
    ).fetchall()
    described = {(schema, table, column): comment for schema, table, column, comment in found}
    for name, columns in COLUMNS.items():
        schema, _, table = name.rpartition(".")
        for column, members in columns.items():
            if (comment := described.get((schema or "main", table, column))) is None:
                raise LookupError(f"COLUMNS in warehouse/vocabulary/columns.py names {name}.{column}: nothing has it")
            words = with_words(comment, members).replace("'", "''")
            connection.execute(f"""COMMENT ON COLUMN {name}."{column}" IS '{words}'""")


@cache
def reference_tables() -> dict[str, pa.Table]:
    """Return the reference tables, as they ship."""
    served = [
        {"slug": trust.slug, "gss": each.gss, "since": each.since, "until": each.until}
        for trust in reference.trusts()
        for each in trust.councils
    ]
    trusts = [dataclasses.asdict(trust) for trust in reference.trusts()]
    for trust in trusts:
        del trust["councils"]
    return {
        "councils": pa.Table.from_pylist([dataclasses.asdict(each) for each in reference.councils()]),
        "trusts": pa.Table.from_pylist(trusts),
        "public_bodies": pa.Table.from_pylist([dataclasses.asdict(each) for each in reference.public_bodies()]),
        "trust_councils": pa.Table.from_pylist(served),
        "ofsted_outcomes": pa.Table.from_pylist([dataclasses.asdict(each) for each in reference.ofsted_outcomes()]),
    }


def load_policies(connection: duckdb.DuckDBPyConnection, rows: Iterable[PolicyRow | Mapping[str, Any]]) -> int:
    """Make the policies what these rows say, and return how many are new or changed.

    A policy that is not among them stays, marked as no longer listed. A new status or verdict is noted with its time.
    """
    return _load_catalogue(connection, "policies", [_row(PolicyRow, row) for row in rows], "policy_id")


def load_outlets(connection: duckdb.DuckDBPyConnection, rows: Iterable[OutletRow | Mapping[str, Any]]) -> int:
    """Make the outlets what these rows say, and return how many are new or changed. One that is missing is marked so."""
    return _load_catalogue(connection, "outlets", [_row(OutletRow, row) for row in rows], "outlet_id")


def _row(kind: type[PolicyRow] | type[OutletRow], row: PolicyRow | OutletRow | Mapping[str, Any]) -> dict[str, Any]:
    made = kind(**row) if isinstance(row, Mapping) else row
    return dataclasses.asdict(made)


def _load_catalogue(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]], key: str) -> int:
    now = datetime.now(UTC)
    held = connection.execute(f"SELECT * EXCLUDE (updated_at) FROM records.{table}")  # noqa: S608 -- our own two names
    columns = [column[0] for column in held.description or ()]
    before = {row[key]: row for row in (dict(zip(columns, each, strict=True)) for each in held.fetchall())}
    wanted = {row[key]: {**_lists(row), "listed": True} for row in rows}
    gone = {name: {**row, "listed": False} for name, row in before.items() if name not in wanted}
    changed = [
        row for row in (wanted | gone).values() if before.get(row[key]) != {name: row.get(name) for name in columns}
    ]
    connection.execute("BEGIN")
    try:
        for row in changed:
            connection.execute(f"DELETE FROM records.{table} WHERE {key} = ?", [row[key]])  # noqa: S608
            marks = ", ".join("?" for _ in row)
            connection.execute(
                f"INSERT INTO records.{table} ({', '.join(row)}, updated_at) VALUES ({marks}, ?)",  # noqa: S608
                [*row.values(), now],
            )
            told = ("status", "status_date", "verdict")
            old = before.get(row[key], {})
            if table == "policies" and any(old.get(name) != row[name] for name in told):
                values = [row[key], *(row[name] for name in told), now]
                connection.execute("INSERT INTO records.policy_statuses VALUES (?, ?, ?, ?, ?)", values)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return len(changed)


def _lists(row: dict[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}


def _replace(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    connection.register("shipped", rows)
    try:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 -- one of four names of ours
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM shipped")  # noqa: S608
    finally:
        connection.unregister("shipped")


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _changed(connection: duckdb.DuckDBPyConnection, name: str, digest: str) -> bool:
    held = connection.execute("SELECT digest FROM bookkeeping.settled WHERE name = ?", [name]).fetchall()
    return held != [(digest,)]


class _settled:  # noqa: N801 -- read as a verb in a with statement
    """A transaction that notes what it settled."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, name: str, digest: str) -> None:
        self._connection, self._name, self._digest = connection, name, digest

    def __enter__(self) -> None:
        self._connection.execute("BEGIN")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._connection.execute("ROLLBACK")
            return
        self._connection.execute("DELETE FROM bookkeeping.settled WHERE name = ?", [self._name])
        values = [self._name, self._digest, datetime.now(UTC)]
        self._connection.execute("INSERT INTO bookkeeping.settled VALUES (?, ?, ?)", values)
        self._connection.execute("COMMIT")
