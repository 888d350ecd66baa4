"""A named query: its file, and the statements that are asked of it (the rules stand in the package's docstring)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import duckdb

from warehouse.errors import UnknownQueryError
from warehouse.queries.overlay_state import OverlayState, read_instead

MOST_SHAPES = 2_000  # of queries, by what is given: past that the one that was asked longest ago is made anew

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PARAMETER = re.compile(r"\$([a-z_]\w*)")
_BOUND = re.compile(r"\$bound\.([a-z_]+)")
_KEPT_BY = re.compile(r"-- kept by ([a-z_]+) until the next load")
_COMMENT = re.compile(r"--[^\n]*")
_KEPT = re.compile(r"--\s*(with|without|settled|overlaid)((?:\s+\$[a-z_]+)*)\s*$")  # at the end of a line


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
    text = read_instead(text, overlay)
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
    file = files(__package__).joinpath(f"{name}.sql")
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
    return NamedQuery(name, " ".join(head), text, parameters_of(text) | of_lines)


@cache
def names() -> tuple[str, ...]:
    """Return the names of all queries."""
    return tuple(sorted(entry.name[:-4] for entry in files(__package__).iterdir() if entry.name.endswith(".sql")))


@lru_cache(maxsize=MOST_SHAPES)
def parameters_of(sql: str) -> frozenset[str]:
    """Return the parameters that a statement names, without those of the rows found and of the bounds."""
    return frozenset(_PARAMETER.findall(_COMMENT.sub("", sql))) - {"found", "bound"}
