"""Views as files for others: with no more of an outlet's words than may be republished."""

from __future__ import annotations

import pyarrow as pa

from warehouse.analyst import sql
from warehouse.errors import SqlError
from warehouse.folder import DataFolder
from warehouse.vocabulary.exports import EXPORTED
from warehouse.vocabulary.outlets import REPUBLISH

WORDS_OF_OUTLETS = ("passage", "text", "standfirst")
"""Columns that hold an outlet's own words at length. A mention's text is a name, and stays."""

EXPORT_SECONDS = 300.0
EXPORT_MEMORY = "2GB"


def export(folder: DataFolder, view: str) -> pa.Table:
    """Return a view from the snapshot: passages whole, cut to a quotation or left out, as each outlet's file allows.

    Raises:
        SqlError: there is no such view to export, or no warehouse.
    """
    if view not in EXPORTED:
        raise SqlError(f"there is no export {view!r}; there are: {', '.join(EXPORTED)}")
    columns = sql.run_statement(folder, f"SELECT * FROM {view} LIMIT 0").column_names  # noqa: S608 -- one of our own names
    held = [name for name in WORDS_OF_OUTLETS if name in columns and view != "mentions"]
    if not held or "outlet_id" not in columns:
        whole = f"SELECT * FROM {view} ORDER BY ALL"  # noqa: S608
        return sql.run_statement(folder, whole, seconds=EXPORT_SECONDS, memory=EXPORT_MEMORY)
    shown = ", ".join(_may_show(name) for name in held)
    statement = f"""
        SELECT exported.* REPLACE ({shown})
        FROM {view} AS exported LEFT JOIN outlets ON outlets.outlet_id = exported.outlet_id
        ORDER BY ALL
    """  # noqa: S608
    return sql.run_statement(folder, statement, seconds=EXPORT_SECONDS, memory=EXPORT_MEMORY)


def _may_show(column: str) -> str:
    cases = " ".join(
        f"WHEN '{each}' THEN {_cut(f'exported.{column}', words.characters)}" for each, words in REPUBLISH.items()
    )
    return f"CASE outlets.republish {cases} END AS {column}"


def _cut(column: str, characters: int | None) -> str:
    if characters is None:
        return column
    return f"left({column}, {characters}) || if(length({column}) > {characters}, ' …', '')" if characters else "NULL"
