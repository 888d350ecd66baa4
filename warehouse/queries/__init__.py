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
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from uuid import UUID

import duckdb

from warehouse.errors import UnknownQueryError
from warehouse.queries.row_cache import CachedColumns, RowCache

MOST_SHAPES = 2_000  # of queries, by what is given: past that the one that was asked longest ago is made anew

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PARAMETER = re.compile(r"\$([a-z_]\w*)")
_FOUND = re.compile(r"\$found\.([a-z_]+)")
_BOUND = re.compile(r"\$bound\.([a-z_]+)")
_KEPT_BY = re.compile(r"-- kept by ([a-z_]+) until the next load")
_COMMENT = re.compile(r"--[^\n]*")
_KEPT = re.compile(r"--\s*(with|without|settled|overlaid)((?:\s+\$[a-z_]+)*)\s*$")  # at the end of a line


class OverlayState(StrEnum):
    """What the overlay holds, of which queries read no more than that: binding its views costs several times what reading a page does."""

    EMPTY = "empty"
    DECISIONS = "decisions"  # some wait to be taken into the file
    REVIEWS = "reviews"  # and some are held from others: what is seen depends on who asks


_INSTEAD = {
    OverlayState.EMPTY: {
        "live.waiting_of($viewer)": "records.waiting_candidates",
        "live.waiting_counts_of($viewer)": "records.waiting_counts",
        "live.waiting_counts": "records.waiting_counts",
        "live.waiting": "records.waiting_candidates",
        "live.waiting_rows": "records.waiting_candidates",
        "live.said_of($viewer)": "live.said",
        "live.decisions_of($viewer)": "live.settled_decisions",
        "live.decisions": "live.settled_decisions",
        "live.held": "live.settled_held",
    },
    OverlayState.DECISIONS: {
        "live.waiting_of($viewer)": "live.waiting",
        "live.waiting_counts_of($viewer)": "live.waiting_counts",
        "live.said_of($viewer)": "live.said",
        "live.decisions_of($viewer)": "live.decisions",
        "(SELECT count(*) FROM live.held_by($viewer))": "0",
    },
    OverlayState.REVIEWS: {},
}
"""What is read in place of the overlay's views while it holds less than they look for."""

_OVERLAY_STATE = "SELECT EXISTS (FROM live.undrained), EXISTS (FROM live.in_review)"


@cache
def _overlay_views(state: OverlayState) -> re.Pattern[str]:
    views = sorted(_INSTEAD[state], key=len, reverse=True)
    return re.compile("|".join(re.escape(each) + r"\b" * (each[-1] != ")") for each in views) or r"(?!)")


def overlay_state(connection: duckdb.DuckDBPyConnection) -> OverlayState:
    """Return what the overlay holds."""
    ((decisions, reviews),) = connection.execute(_OVERLAY_STATE).fetchall()
    return OverlayState.REVIEWS if reviews else OverlayState.DECISIONS if decisions else OverlayState.EMPTY


Arrange = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
"""Chooses from rows that were found, and puts them in order."""


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One query, as its file has it."""

    name: str
    about: str  # the comment at its head
    text: str
    parameters: frozenset[str]

    def statements(self, given: frozenset[str], overlay: OverlayState) -> QueryStatements:
        """Return the statements as they are asked where these parameters are given, and this is in the overlay."""
        return _statements(self, given, overlay)


@dataclass(frozen=True, slots=True)
class QueryStatements:
    """The statements of a query, without the lines that this caller does not need."""

    bounds: str | None  # the one that the others take parameters from
    sql: str
    more: tuple[MoreColumns, ...]  # those after it, of which each gives columns for the rows found


@dataclass(frozen=True, slots=True)
class MoreColumns:
    """A statement that gives more columns of rows that were found."""

    sql: str
    kept_by: str | None  # the column by which its rows are kept; None: they are read each time


@lru_cache(maxsize=MOST_SHAPES)
def _statements(query: NamedQuery, given: frozenset[str], overlay: OverlayState) -> QueryStatements:
    settled = overlay is OverlayState.EMPTY
    text = "\n".join(line for line in query.text.splitlines() if _is_kept(line, given, settled))
    text = _overlay_views(overlay).sub(lambda found: _INSTEAD[overlay][found[0]], text)
    found = [each.query for each in duckdb.extract_statements(_BOUND.sub(r"$bound_\1", text))]
    bounds = found.pop(0) if any("$bound_" in each for each in found[1:]) else None
    more = tuple(
        MoreColumns(_COMMENT.sub("", each), kept[1] if (kept := _KEPT_BY.search(each)) else None) for each in found[1:]
    )
    return QueryStatements(bounds and _COMMENT.sub("", bounds), _COMMENT.sub("", found[0]), more)


def _is_kept(line: str, given: frozenset[str], settled: bool) -> bool:
    found = _KEPT.search(line)
    if not found:
        return True
    kind, names = found[1], {each[1:] for each in found[2].split()}
    if kind in {"settled", "overlaid"}:
        return settled == (kind == "settled")
    return bool(names & given) == (kind == "with")


@cache
def named_query(name: str) -> NamedQuery:
    """Return a query by its name.

    Raises:
        UnknownQueryError: there is none of that name.
    """
    file = files(__name__).joinpath(f"{name}.sql")
    if not _NAME.fullmatch(name) or not file.is_file():
        raise UnknownQueryError(f"there is no query named {name!r}")
    text = file.read_text(encoding="utf-8")
    head: list[str] = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        head.append(line.lstrip("- ").strip())
    of_lines = {
        each for line in text.splitlines() if (kept := _KEPT.search(line)) for each in _PARAMETER.findall(kept[2])
    }
    return NamedQuery(name, " ".join(head), text, _named(text) | of_lines)


@cache
def names() -> tuple[str, ...]:
    """Return the names of all queries."""
    return tuple(sorted(entry.name[:-4] for entry in files(__name__).iterdir() if entry.name.endswith(".sql")))


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


@lru_cache(maxsize=MOST_SHAPES)
def _named(sql: str) -> frozenset[str]:
    return frozenset(_PARAMETER.findall(_COMMENT.sub("", sql))) - {"found", "bound"}


def _executed(
    connection: duckdb.DuckDBPyConnection, sql: str, values: dict[str, Any], filled: str | None = None
) -> duckdb.DuckDBPyConnection:
    """Execute a statement, as it is `filled` with constants, with those values that it names."""
    wanted = {each: values[each] for each in _named(sql)}
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
