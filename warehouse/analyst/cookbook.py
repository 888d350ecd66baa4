"""The questions of the cookbook, asked on the snapshot; and all of them as one file: `python -m warehouse.analyst.cookbook`."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa

from warehouse.analyst import sql
from warehouse.cookbook import CookbookQuestion, ParameterKind, QuestionParameter, Value, questions
from warehouse.folder import DataFolder

THREADS = 1  # of a question: each has working memory of its own, and two took a third more with 200,000 articles
INTRODUCTION = """-- Questions that analysts ask, over the views of the snapshot (docs/schema.md describes every column).
-- Generated from warehouse/cookbook by `make docs`, each with its defaults. Run one with `pledgewatch sql --cookbook NAME`,
-- all of them with `pledgewatch sql -f docs/cookbook.sql`, or paste one; the desk asks them at /ask. A test runs each.
"""


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """What a question gave."""

    question: CookbookQuestion
    values: Mapping[str, Value]  # of every parameter
    as_of: datetime  # the snapshot that was asked
    rows: pa.Table


def ask(
    folder: DataFolder,
    question: CookbookQuestion,
    given: Mapping[str, str],
    *,
    seconds: float = sql.SECONDS,
    memory: str = sql.MEMORY,
) -> QuestionAnswer:
    """Return the answer to a question; the parameters that are not given have their defaults as of the snapshot's day.

    Raises:
        SqlError: a parameter is wrong, or the question was stopped at a limit.
        WarehouseError: there is no snapshot, and none can be made.
    """
    published = datetime.fromtimestamp(sql.refresh(folder).stat().st_mtime, UTC)
    values = question.values(given, published.date())
    rows = sql.run_statement(
        folder, question.statement, seconds=seconds, memory=memory, parameters=values, threads=THREADS
    )
    said = {"question": question.title, "asked with": in_words(values), "not known": question.not_known}
    rows = rows.replace_schema_metadata({**rows.schema.metadata, **said})
    return QuestionAnswer(question, values, sql.as_of(rows), rows)


def in_words(values: Mapping[str, Value]) -> str:
    """Return such as `since = 2025-11-28, council = all`."""
    return ", ".join(f"{name} = {'all' if value is None else value}" for name, value in values.items()) or "nothing"


def as_one_file() -> str:
    """Return all questions as one file of SQL, with their defaults in the place of the parameters."""
    parts = [INTRODUCTION]
    for question in questions().values():
        head = [f"-- {question.title}", f"-- {question.name}: {question.about}", f"-- Not known: {question.not_known}"]
        defaults = {each.name: _default_in_sql(each) for each in question.parameters}
        statement = re.sub(r"\$([a-z_]+)", lambda found, held=defaults: held[found[1]], question.statement)  # type: ignore[misc]
        parts.append("\n".join([*head, statement.strip()]) + "\n")
    return "\n".join(parts)


def _default_in_sql(parameter: QuestionParameter) -> str:
    default = parameter.default
    if not default:
        return "NULL"
    if parameter.kind is not ParameterKind.DAY:
        return default if parameter.kind is ParameterKind.NUMBER else f"'{default}'"
    if default.startswith("-"):
        return f"(current_date - {default[1:]})"
    return {"today": "current_date", "quarter": "date_trunc('quarter', current_date)"}.get(default, f"'{default}'")


if __name__ == "__main__":
    sys.stdout.write(as_one_file())
