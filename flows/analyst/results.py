"""SQL for analysts, and files for others: `pledgewatch sql`, `pledgewatch export`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
from rich.console import Console

from warehouse.analyst import cookbook, exports, formats, sql
from warehouse.analyst.exports import ExportFilter
from warehouse.analyst.for_people import TableView, write_table
from warehouse.cookbook import question_named, questions
from warehouse.errors import SqlError
from warehouse.folder import DataFolder
from warehouse.vocabulary.exports import RESULT_FORMATS, ResultFormat, format_of

LIST = "list"  # in the place of a question's name


class NoQuestion(Exception):  # noqa: N818 -- named for the state that it tells
    """Neither a statement nor a file was given, or both were; or the output cannot be had as asked for."""


def ask(
    folder: DataFolder,
    statement: str | None,
    file: Path | None,
    *,
    output: str | None,
    to: Path | None,
    seconds: float,
    view: TableView | None = None,
) -> None:
    """Run a statement, or each statement of a file, on the snapshot, and write what it gives; a table as `view` says.

    Raises:
        NoQuestion: the command does not say what to run, or asks for an output that cannot be.
        SqlError: a statement is wrong, forbidden, too large or too slow.
    """
    if (statement is None) == (file is None):
        raise NoQuestion(
            'give one statement, or a file of them with -f: pledgewatch sql "SELECT count(*) FROM articles"'
        )
    if file is not None and not file.is_file():
        raise NoQuestion(f"there is no file {file}")
    asked = sql.split(_statements(statement, file))
    if not asked:
        raise SqlError("no statement was given")
    chosen = chosen_format(output, to, ResultFormat.TABLE)
    if len(asked) > 1 and (not RESULT_FORMATS[chosen].for_people or to is not None):
        raise NoQuestion(
            f"{len(asked)} statements give {len(asked)} results: the {ResultFormat.TABLE} format alone shows more than one"
        )
    for one in asked:
        if len(asked) > 1:
            Console().print(f"\n[bold]{one.title}[/bold]", highlight=False)
        result = sql.run_statement(folder, one.text, seconds=seconds)
        if chosen is ResultFormat.TABLE and to is None:
            write_table(result, sys.stdout, view)
        else:
            write_result(result, chosen, to)
    _tell(result)


def _statements(statement: str | None, file: Path | None) -> str:
    try:
        if file is not None:
            return file.read_text(encoding="utf-8-sig")
        return sys.stdin.read() if statement == "-" else (statement or "")
    except UnicodeDecodeError as error:
        raise NoQuestion(
            f"{file or 'standard input'} is not UTF-8: {error.reason} at byte {error.start + 1:,}"
        ) from error


def ask_cookbook(
    folder: DataFolder,
    name: str,
    given: Sequence[str],
    *,
    output: str | None,
    to: Path | None,
    seconds: float,
    view: TableView | None = None,
) -> None:
    """Ask a question of the cookbook, each of `given` a parameter as NAME=VALUE, or list them all by the name `list`.

    Raises:
        NoQuestion: the output cannot be had, or a parameter is not NAME=VALUE.
        SqlError: there is no such question or parameter, or it was stopped at a limit.
    """
    chosen = chosen_format(output, to, ResultFormat.TABLE)
    if name == LIST:
        write_result(_listed(), chosen, to)
        return
    question = question_named(name)
    answer = cookbook.ask(folder, question, pairs(given, "--set"), seconds=seconds)
    if chosen is ResultFormat.TABLE and to is None:
        _say(f"{question.title} ({cookbook.in_words(answer.values)})\n{question.about}")
        write_table(answer.rows, sys.stdout, view)
    else:
        write_result(answer.rows, chosen, to)
    _say(f"Not known: {question.not_known}")
    _tell(answer.rows)


def _listed() -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "subject": each.subject,
                "name": each.name,
                "question": each.title,
                "parameters": [one.name for one in each.parameters],
            }
            for each in questions().values()
        ]
    )


def pairs(given: Sequence[str], option: str) -> dict[str, str]:
    """Return the values by name of words such as `since=2026-01-01`. Raises NoQuestion where one has no name."""
    for each in given:
        if not each.partition("=")[0] or "=" not in each:
            raise NoQuestion(f"{option} takes NAME=VALUE, such as outlet_id=lgc; it is {each!r}")
    return {name: value for name, _, value in (each.partition("=") for each in given)}


def export_view(
    folder: DataFolder, what: str, *, output: str | None, to: Path | None, wanted: ExportFilter | None = None
) -> None:
    """Write the rows that are wanted of a view to a file or to standard output, and say as of when they are.

    Raises:
        NoQuestion: the format cannot be had.
        SqlError: there is no such view or column, or no warehouse.
    """
    chosen = chosen_format(output, to, ResultFormat.CSV)
    result = exports.export(folder, what, wanted)
    write_result(result, chosen, to)
    said = {name.decode(): text.decode() for name, text in result.schema.metadata.items()}
    if "left out" in said:
        _say(f"left out: {said['left out']}")
    if to is not None:
        _say(f"wrote {result.num_rows:,} rows to {to}")
    _tell(result)


def filter_of(equal: Sequence[str], since: str | None, until: str | None) -> ExportFilter:
    """Return the filter that the words of a command ask for: each of `equal` is COLUMN=VALUE, the days ISO 8601.

    Raises:
        NoQuestion: one of them is neither.
    """
    try:
        first, last = (date.fromisoformat(each) if each else None for each in (since, until))
    except ValueError as error:
        raise NoQuestion(f"a day is written as 2026-11-28: {error}") from error
    return ExportFilter(pairs(equal, "--where"), first, last)


def _tell(result: pa.Table) -> None:
    _say(f"data as of {sql.as_of(result):%d %B %Y, %H:%M:%S} UTC")


def _say(sentence: str) -> None:
    Console(stderr=True).print(sentence, highlight=False, markup=False, soft_wrap=True, style="dim")


def chosen_format(output: str | None, to: Path | None, otherwise: ResultFormat) -> ResultFormat:
    """Return the format that is named, or that the end of the file's name tells, or the other one.

    Raises:
        NoQuestion: there is none of that name, or it needs a file and none is named.
    """
    chosen = known_format(output) if output else (format_of(to.name) if to else None) or otherwise
    if to is None and RESULT_FORMATS[chosen].needs_a_file:
        raise NoQuestion(f"the format {chosen} is written to a file: name it with -o")
    return chosen


def known_format(output: str) -> ResultFormat:
    """Return the format of that name. Raises NoQuestion where there is none."""
    if output not in set(ResultFormat):
        raise NoQuestion(f"there is no format {output!r}; there are: {', '.join(ResultFormat)}")
    return ResultFormat(output)


def write_result(result: pa.Table, chosen: ResultFormat, to: Path | None) -> None:
    """Write a result in a format, to the file or to standard output."""
    formats.WRITERS[chosen](result, to)
