"""Named queries: one file each, `<name>.sql`, with a comment at its head that says what it gives.

Every parameter is written `$name` and bound, never pasted; one that the caller leaves out is NULL. Queries see the
warehouse's tables and views, and `live.undrained`, the decisions that the file does not hold yet.

A file holds one statement or several, and all of them see the warehouse at one moment.

With two statements, the first finds rows and the second gives more columns for each of them, and so does each one after it. Rows are joined on the
first column of such a statement, an identifier that the rows have under the same name. In it `$found.revision_id` stands for all values of the rows'
column `revision_id`. They are pasted in as constants, because DuckDB looks constants up in an index and scans the table for anything else. One
that has the line `-- kept by candidate_id until the next load` gives what only a load changes, with this as its first column, and is asked for
the rows that nobody asked for since: what it gave is in the owner's `RowCache`.

One more may come before those that find. It gives one row, and the others take its columns as parameters: its column `ceiling` is their
`$bound.ceiling`. DuckDB skips the parts of a table whose values lie outside a parameter; it does not skip them for the result of a subquery. Its
column `floors`, where it has one, is a list: the rows are looked for with each as `$bound.floor`, in turn, until there are `enough`.

A line may say at its end when it is left out, so that DuckDB binds and plans what is asked and no more: that takes longer than reading a page
does. `-- with $council $trust` keeps a line only where the caller gives one of these, `-- without $council $trust` where it gives none,
`-- overlaid` while a decision waits to be taken into the file or is held, `-- settled` while none is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import duckdb

from warehouse.errors import UnknownQueryError
from warehouse.queries.named_query import MoreColumns, NamedQuery, QueryStatements, named_query, names, parameters_of
from warehouse.queries.overlay_state import OverlayState, overlay_state
from warehouse.queries.row_cache import CachedColumns, RowCache

__all__ = ["Arrange", "NamedQuery", "OverlayState", "named_query", "names", "overlay_state", "run_queries", "run_query"]

_FOUND = re.compile(r"\$found\.([a-z_]+)")

Arrange = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
"""Chooses from rows that were found, and puts them in order."""


def run_query(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    parameters: Mapping[str, Any],
    cache: RowCache | None = None,
    overlay: OverlayState | None = None,
    arrange: Arrange | None = None,
) -> list[dict[str, Any]]:
    """Return the rows of a named query as dictionaries. Times are in UTC. Lists in them may be the `cache`'s: they are not to be changed.

    `overlay` is what the overlay held at most when the query was asked; left out, it is looked up.

    With `arrange`, the rows that were found are what it returns of them before the last statement gives more columns for
    each: a page of thousands costs no more than a page.

    Raises:
        UnknownQueryError: there is no such query, or it does not take one of the parameters.
    """
    return run_queries(connection, [(name, parameters)], cache, overlay, arrange)[0]


def run_queries(
    connection: duckdb.DuckDBPyConnection,
    asked: Sequence[tuple[str, Mapping[str, Any]]],
    cache: RowCache | None = None,
    overlay: OverlayState | None = None,
    arrange: Arrange | None = None,
) -> list[list[dict[str, Any]]]:
    """Return the rows of several named queries, each with its parameters, of one moment; `arrange` is for the first. See run_query."""
    state = overlay or overlay_state(connection)
    filled = [_filled(name, parameters, state) for name, parameters in asked]
    if len(filled) == 1 and not filled[0][0].more:
        found = _found(connection, *filled[0])
        return [arrange(found) if arrange else found]
    before = cache.version() if cache else None
    connection.execute("BEGIN")
    try:
        return [
            _read(connection, *each, _Reading(cache, before, None if number else arrange))
            for number, each in enumerate(filled)
        ]
    finally:
        connection.execute("ROLLBACK")


def _filled(name: str, parameters: Mapping[str, Any], overlay: OverlayState) -> tuple[QueryStatements, dict[str, Any]]:
    """Return a query's statements as they are asked, and the values of all its parameters."""
    query = named_query(name)
    unknown = parameters.keys() - query.parameters
    if unknown:
        allowed = ", ".join(sorted(query.parameters)) or "none"
        raise UnknownQueryError(f"the query {name} takes no {sorted(unknown)[0]}; it takes: {allowed}")
    values = {each: _bound(parameters.get(each)) for each in query.parameters}
    given = frozenset(each for each, value in values.items() if value is not None)
    return query.statements(given, overlay), values


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a query is read in a transaction."""

    cache: RowCache | None
    before: int | None  # the version of the cache when the transaction had not begun
    arrange: Arrange | None


def _read(
    connection: duckdb.DuckDBPyConnection, statements: QueryStatements, values: dict[str, Any], how: _Reading
) -> list[dict[str, Any]]:
    """Return the rows of a query in the transaction that is open."""
    cache, before = how.cache, how.before
    rows = _found(connection, statements, values)
    rows = how.arrange(rows) if how.arrange else rows
    kept = cache if cache and before is not None and cache.version() == before else None
    for more in statements.more:
        if rows and kept and more.kept_by and before is not None:
            rows = _with_kept(connection, more, rows, values, kept, before)
        elif rows:
            rows = _joined(rows, *_more_of(connection, more, rows, values))
    return rows


def _found(
    connection: duckdb.DuckDBPyConnection, query: QueryStatements, values: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return the rows of the statement that finds them, looked for no further down than it takes; `values` gets the bounds."""
    if not query.bounds:
        return _rows(_executed(connection, query.sql, values))
    (bounds,) = _rows(_executed(connection, query.bounds, values))
    floors, enough = bounds.pop("floors", [None]), bounds.pop("enough", 0)
    values |= {f"bound_{each}": value for each, value in bounds.items()}
    rows: list[dict[str, Any]] = []
    for floor in floors:
        rows = _rows(_executed(connection, query.sql, {**values, "bound_floor": floor}))
        if len(rows) >= enough:
            break
    return rows


def _executed(
    connection: duckdb.DuckDBPyConnection, sql: str, values: dict[str, Any], filled: str | None = None
) -> duckdb.DuckDBPyConnection:
    """Execute a statement, as it is `filled` with constants, with those values that it names."""
    wanted = {each: values[each] for each in parameters_of(sql)}
    return connection.execute(filled or sql, wanted) if wanted else connection.execute(filled or sql)


def _more_of(
    connection: duckdb.DuckDBPyConnection, more: MoreColumns, rows: list[dict[str, Any]], values: dict[str, Any]
) -> tuple[str, dict[Hashable, dict[str, Any]]]:
    """Return what a statement gives for rows: its first column's name, and its rows by that."""

    def constants(found: re.Match[str]) -> str:
        held = {row[found[1]] for row in rows}
        return ", ".join(f"'{each}'::UUID" for each in held if isinstance(each, UUID))

    result = _executed(connection, more.sql, values, _FOUND.sub(constants, more.sql))
    key = next(column[0] for column in result.description or ())
    return key, {row[key]: row for row in _rows(result)}


def _with_kept(
    connection: duckdb.DuckDBPyConnection, more: MoreColumns, rows: list[dict[str, Any]], values: dict[str, Any],
    cache: RowCache, version: int,
) -> list[dict[str, Any]]:  # fmt: skip
    """Return the rows with the columns of a statement that only a load changes, read for those rows alone that are not kept."""
    assert more.kept_by
    kept = cache.find(version, more.sql, {row[more.kept_by] for row in rows})
    if missing := [row for row in rows if row[more.kept_by] not in kept]:
        _, read = _more_of(connection, more, missing, values)
        found = {row[more.kept_by]: read.get(row[more.kept_by]) for row in missing}
        cache.keep(version, more.sql, found)
        kept |= found
    return _joined(rows, more.kept_by, kept)


def _joined(rows: list[dict[str, Any]], key: str, more: Mapping[Hashable, CachedColumns]) -> list[dict[str, Any]]:
    """Return the rows with these columns; a row that has none of them is left out."""
    return [{**row, **columns} for row in rows if (columns := more.get(row[key])) is not None]


def _rows(result: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    columns = [column[0] for column in result.description or ()]
    return [dict(zip(columns, map(_given, row), strict=True)) for row in result.fetchall()]


def _bound(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, tuple | list | set | frozenset):
        # As text: an empty list has no type of its own, and a query casts what it takes.
        return [str(each) if isinstance(each, UUID | StrEnum) else each for each in value]
    return value


def _given(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)
    if isinstance(value, list):
        return [_given(each) for each in value]
    if isinstance(value, dict):
        return {key: _given(each) for key, each in value.items()}
    return value
