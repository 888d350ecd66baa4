"""Named queries: one file each, `<name>.sql`, with a comment at its head that says what it gives.

Every parameter is written `$name` and bound, never pasted; one that the caller leaves out is NULL. Queries see the
warehouse's tables and views, and `live.undrained`, the decisions that the file does not hold yet.

A file holds one, two or three statements, and all of them see the warehouse at one moment.

With two statements, the first finds rows and the second gives more columns for each of them. Rows are joined on the
first column of the second statement, an identifier that the first statement gives under the same name. In the second
statement `$found.revision_id` stands for all values of the first one's column `revision_id`. They are pasted in as
constants, because DuckDB looks constants up in an index and scans the table for anything else.

With three statements, one more comes before those two. It gives one row, and the others take its columns as parameters:
its column `ceiling` is their `$bound.ceiling`. DuckDB skips the parts of a table whose values lie outside a parameter; it
does not skip them for the result of a subquery. Its column `floors`, where it has one, is a list: the rows are looked for with each as `$bound.floor`,
in turn, until there are `enough`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

import duckdb

from warehouse.errors import UnknownQueryError

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PARAMETER = re.compile(r"\$([a-z_]\w*)")
_FOUND = re.compile(r"\$found\.([a-z_]+)")
_BOUND = re.compile(r"\$bound\.([a-z_]+)")
_COMMENT = re.compile(r"--[^\n]*")


# What queries read while no decision waits to be taken into the file and none is held: the tables themselves. Binding the
# overlay's views costs several times what reading a page does.
_SETTLED = {
    "live.waiting_of($viewer)": "records.waiting_candidates",
    "live.waiting_counts_of($viewer)": "records.waiting_counts",
    "live.waiting_counts": "records.waiting_counts",
    "live.waiting": "records.waiting_candidates",
    "live.said_of($viewer)": "live.said",
    "live.decisions_of($viewer)": "live.settled_decisions",
    "live.decisions": "live.settled_decisions",
    "live.held": "live.settled_held",
}
_OVERLAY = re.compile(
    "|".join(re.escape(each) + r"\b" * (each[-1] != ")") for each in sorted(_SETTLED, key=len, reverse=True))
)
_IS_SETTLED = "SELECT NOT EXISTS (FROM live.undrained) AND NOT EXISTS (FROM live.in_review)"


Arrange = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
"""Chooses from rows that were found, and puts them in order."""


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One query, as its file has it."""

    name: str
    about: str  # the comment at its head
    bounds: str | None  # the first of three statements
    sql: str
    more: str | None  # the last of several statements
    parameters: frozenset[str]

    def settled(self) -> NamedQuery:
        """Return the query as it is asked while the overlay is empty."""
        return _settled(self)


@cache
def _settled(query: NamedQuery) -> NamedQuery:
    texts = (query.bounds, query.sql, query.more)
    bounds, sql, more = (text and _OVERLAY.sub(lambda found: _SETTLED[found[0]], text) for text in texts)
    assert sql is not None
    return replace(query, bounds=bounds, sql=sql, more=more)


@cache
def named_query(name: str) -> NamedQuery:
    """Return a query by its name.

    Raises:
        UnknownQueryError: there is none of that name.
    """
    file = files(__name__).joinpath(f"{name}.sql")
    if not _NAME.fullmatch(name) or not file.is_file():
        raise UnknownQueryError(f"there is no query named {name!r}")
    sql = file.read_text(encoding="utf-8")
    head: list[str] = []
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        head.append(line.lstrip("- ").strip())
    statements = [statement.query for statement in duckdb.extract_statements(_BOUND.sub(r"$bound_\1", sql))]
    bounds = statements.pop(0) if len(statements) == 3 else None
    first, more = statements if len(statements) == 2 else (statements[0], None)
    parameters = {each for each in _named(first) if not each.startswith("bound_")} | _named(bounds or "")
    return NamedQuery(name, " ".join(head), bounds, first, more, frozenset(parameters))


@cache
def names() -> tuple[str, ...]:
    """Return the names of all queries."""
    return tuple(sorted(entry.name[:-4] for entry in files(__name__).iterdir() if entry.name.endswith(".sql")))


def run_query(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, Any], arrange: Arrange | None = None
) -> list[dict[str, Any]]:
    """Return the rows of a named query as dictionaries. Times are in UTC.

    With `arrange`, the rows that were found are what it returns of them before the last statement gives more columns for
    each: a page of thousands costs no more than a page.

    Raises:
        UnknownQueryError: there is no such query, or it does not take one of the parameters.
    """
    query = named_query(name)
    unknown = parameters.keys() - query.parameters
    if unknown:
        allowed = ", ".join(sorted(query.parameters)) or "none"
        raise UnknownQueryError(f"the query {name} takes no {sorted(unknown)[0]}; it takes: {allowed}")
    values = {each: _bound(parameters.get(each)) for each in query.parameters}
    one_moment = query.more is not None
    if one_moment:
        connection.execute("BEGIN")
    try:
        if query.settled() != query and connection.execute(_IS_SETTLED).fetchall()[0][0]:
            query = query.settled()
        rows = _found(connection, query, values)
        rows = arrange(rows) if arrange else rows
        return _with_more(connection, query.more, rows, values) if query.more and rows else rows
    finally:
        if one_moment:
            connection.execute("ROLLBACK")


def _found(connection: duckdb.DuckDBPyConnection, query: NamedQuery, values: dict[str, Any]) -> list[dict[str, Any]]:
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


def _named(sql: str) -> set[str]:
    return set(_PARAMETER.findall(_COMMENT.sub("", sql)))


def _executed(connection: duckdb.DuckDBPyConnection, sql: str, values: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    named = _named(sql)
    wanted = {each: value for each, value in values.items() if each in named}
    return connection.execute(sql, wanted) if wanted else connection.execute(sql)


def _with_more(
    connection: duckdb.DuckDBPyConnection, sql: str, rows: list[dict[str, Any]], values: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return the rows with the columns of the second statement; a row that it does not give is left out."""

    def constants(found: re.Match[str]) -> str:
        held = {row[found[1]] for row in rows}
        return ", ".join(f"'{each}'::UUID" for each in held if isinstance(each, UUID))

    more = _rows(_executed(connection, _FOUND.sub(constants, sql), values))
    if not more:
        return []
    key = next(iter(more[0]))
    by_key = {row[key]: row for row in more}
    return [{**row, **by_key[row[key]]} for row in rows if row[key] in by_key]


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
