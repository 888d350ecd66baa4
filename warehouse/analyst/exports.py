"""Views as files for others: filtered, and with no more of an outlet's words than may be republished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import pyarrow as pa

from warehouse.analyst import sql
from warehouse.errors import SqlError
from warehouse.folder import DataFolder
from warehouse.vocabulary.outlets import REPUBLISH

WORDS_OF_OUTLETS = frozenset(
    {
        *("passage", "passages", "sentence", "text", "standfirst", "lead", "quote", "quotation", "excerpt", "body"),
        *("comments", "corrections", "captions", "differences", "purpose"),
    }
)
"""Columns that hold an outlet's own words at length, or its readers'. What no view has yet is named before it comes."""
DAYS = (
    *("published_day", "day", "decided_at", "assessed_day", "published", "started_at", "noted_at", "opened_at"),
    *("made_at", "put_forward_at", "status_date", "loaded_at", "written_at", "reopened_at", "announced_day", "began"),
)
"""The columns that --since and --until look at: the first of these that a view has."""

Columns = dict[str, str]

EXPORT_SECONDS = 300.0
EXPORT_MEMORY = "2GB"


@dataclass(frozen=True, slots=True)
class ExportFilter:
    """Which rows of a view are wanted."""

    equal: Mapping[str, str] = field(default_factory=dict)  # of each column, its value as text; of a list, a member
    since: date | None = None
    until: date | None = None  # the first day that is no longer wanted
    search: str = ""  # the words of a search, for who reads the file
    articles: Sequence[UUID] | None = None  # those that it finds; None: all

    def in_words(self) -> str:
        """Return such as `outlet_id = lgc, since 2026-01-01`, or `none`."""
        said = [f"{name} = {value}" for name, value in self.equal.items()]
        said += [f"since {self.since}"] if self.since else []
        said += [f"before {self.until}"] if self.until else []
        said += [f"search {self.search}"] if self.articles is not None else []
        return ", ".join(said) or "none"


def views(folder: DataFolder) -> dict[str, Columns]:
    """Return the columns of every view of the snapshot, each of which can be exported, with their types in SQL."""
    asked = """
        SELECT table_name, column_name, data_type
        FROM duckdb_columns() JOIN duckdb_views() ON view_name = table_name AND duckdb_views.schema_name = duckdb_columns.schema_name
            AND duckdb_views.database_name = duckdb_columns.database_name
        WHERE NOT duckdb_views.internal AND duckdb_columns.schema_name = 'main' AND duckdb_columns.database_name = current_database()
        ORDER BY table_name, column_index
    """
    found: dict[str, Columns] = {}
    for row in sql.run_statement(folder, asked).to_pylist():
        found.setdefault(row["table_name"], {})[row["column_name"]] = row["data_type"]
    return found


def export(folder: DataFolder, view: str, wanted: ExportFilter | None = None) -> pa.Table:
    """Return a view from the snapshot: passages whole, cut to a quotation or left out, as each outlet's file allows.

    The table's metadata say which view it is, as of when, by what it was filtered, and how many rows have no day where
    days were asked for: those are left out.

    Raises:
        SqlError: there is no such view, no such column, or no warehouse.
    """
    wanted = wanted or ExportFilter()
    if view not in (known := views(folder)):
        raise SqlError(f"there is no view {view!r}; there are: {', '.join(known)}")
    schema = known[view]
    conditions, parameters, day = _conditions(view, schema, wanted)
    result = sql.run_statement(
        folder,
        _statement(view, schema, conditions),
        seconds=EXPORT_SECONDS,
        memory=EXPORT_MEMORY,
        parameters=parameters,
    )
    said = {"view": view, "filters": wanted.in_words(), "quoted": "no more of an outlet than may be republished"}
    if day and (undated := _undated(folder, view, day)):
        said["left out"] = f"{undated:,} rows without {day}"
    return result.replace_schema_metadata({**(result.schema.metadata or {}), **said})


def _statement(view: str, schema: Columns, conditions: Sequence[str]) -> str:
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    held = {name: kind for name, kind in schema.items() if name in WORDS_OF_OUTLETS}
    if not held:
        return f"SELECT exported.* FROM {view} AS exported {where} ORDER BY ALL"  # noqa: S608 -- our own names alone
    shown = ", ".join(_may_show(name, kind) for name, kind in held.items())
    return f"""
        SELECT exported.* REPLACE ({shown})
        FROM {view} AS exported {_whose(schema)} LEFT JOIN outlets ON outlets.outlet_id = {_outlet(schema)}
        {where} ORDER BY ALL
    """  # noqa: S608


def _outlet(schema: Columns) -> str:
    """Return what names the outlet of a row; NULL, which may show nothing, where nothing does."""
    if "outlet_id" in schema:
        return "exported.outlet_id"
    return "whose.outlet_id" if "article_id" in schema else "NULL"


def _whose(schema: Columns) -> str:
    if "outlet_id" in schema or "article_id" not in schema:
        return ""
    return "LEFT JOIN (SELECT article_id, any_value(outlet_id) AS outlet_id FROM records.revisions GROUP BY article_id) AS whose USING (article_id)"


def _may_show(column: str, kind: str) -> str:
    cases = " ".join(
        f"WHEN '{each}' THEN {_cut(f'exported.{column}', kind, words.characters)}" for each, words in REPUBLISH.items()
    )
    return f"CASE outlets.republish {cases} END AS {column}"


def _cut(column: str, kind: str, characters: int | None) -> str:
    if characters is None:
        return column
    if not characters or kind != "VARCHAR":
        return "NULL"  # a list of texts has no place to cut it
    return f"left({column}, {characters}) || if(length({column}) > {characters}, ' …', '')"


def _conditions(view: str, schema: Columns, wanted: ExportFilter) -> tuple[list[str], dict[str, str], str | None]:
    """Return the conditions of a filter, the values to bind, and the column of the days where days are asked for."""
    conditions: list[str] = []
    parameters: dict[str, str] = {}
    for number, (name, value) in enumerate(wanted.equal.items()):
        if name not in schema:
            raise SqlError(f"{view} has no column {name!r}; it has: {', '.join(schema)}")
        if name in WORDS_OF_OUTLETS:
            raise SqlError(f"{view} cannot be filtered by {name}: that is an outlet's text; ask with pledgewatch sql")
        listed = schema[name].endswith("[]")
        column = f"exported.{name}"
        conditions.append(
            f"list_contains({column}::VARCHAR[], $value_{number})" if listed else f"{column}::VARCHAR = $value_{number}"
        )
        parameters[f"value_{number}"] = value
    if wanted.articles is not None:
        if "article_id" not in schema:
            raise SqlError(f"{view} cannot be searched: its rows are of no article")
        conditions.append("exported.article_id IN (SELECT unnest(string_split($articles, ',')::UUID[]))")
        parameters["articles"] = ",".join(map(str, wanted.articles))
        if not wanted.articles:
            conditions[-1] = "$articles <> ''"
    if not (wanted.since or wanted.until):
        return conditions, parameters, None
    day = next((name for name in DAYS if name in schema), None)
    if day is None:
        raise SqlError(f"{view} has no day to filter by")
    for name, sign, bound in (("since", ">=", wanted.since), ("until", "<", wanted.until)):
        if bound:
            conditions.append(f"exported.{day}::DATE {sign} ${name}::DATE")
            parameters[name] = bound.isoformat()
    return conditions, parameters, day


def _undated(folder: DataFolder, view: str, day: str) -> int:
    counted = sql.run_statement(folder, f"SELECT count(*) FROM {view} WHERE {day} IS NULL", seconds=EXPORT_SECONDS)  # noqa: S608
    return int(counted.column(0)[0].as_py())
