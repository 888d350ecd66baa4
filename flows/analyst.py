"""SQL for analysts, and files for others: `pledgewatch sql`, `pledgewatch export`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from warehouse.analyst import exports, formats, sql
from warehouse.analyst.for_people import TableView, write_table
from warehouse.errors import SqlError
from warehouse.folder import DataFolder
from warehouse.vocabulary.exports import RESULT_FORMATS, ResultFormat


class NoQuestion(Exception):  # noqa: N818 -- named for the state that it tells
    """Neither a statement nor a file was given, or both were; or the output cannot be had as asked for."""


def ask(
    folder: DataFolder,
    statement: str | None,
    file: Path | None,
    *,
    output: str,
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
    text = file.read_text(encoding="utf-8") if file else sys.stdin.read() if statement == "-" else (statement or "")
    asked = sql.split(text)
    if not asked:
        raise SqlError("no statement was given")
    if len(asked) > 1 and (not RESULT_FORMATS[known_format(output)].for_people or to is not None):
        raise NoQuestion(
            f"{len(asked)} statements give {len(asked)} results: the {ResultFormat.TABLE} format alone shows more than one"
        )
    for one in asked:
        if len(asked) > 1:
            Console().print(f"\n[bold]{one.title}[/bold]", highlight=False)
        result = sql.run_statement(folder, one.text, seconds=seconds)
        if known_format(output) is ResultFormat.TABLE and to is None:
            write_table(result, sys.stdout, view)
        else:
            write_result(result, output, to)
    as_of = datetime.fromtimestamp(folder.snapshot.stat().st_mtime, UTC)
    Console(stderr=True).print(f"data as of {as_of:%d %B %Y, %H:%M:%S} UTC", highlight=False, style="dim")


def export_view(folder: DataFolder, what: str, *, output: str, to: Path | None) -> None:
    """Write a view to a file or to standard output.

    Raises:
        NoQuestion: the format cannot be had.
        SqlError: there is no such view, or no warehouse.
    """
    write_result(exports.export(folder, what), output, to)
    if to is not None:
        Console(stderr=True).print(f"wrote {to}", highlight=False)


def known_format(output: str) -> ResultFormat:
    """Return the format of that name. Raises NoQuestion where there is none."""
    if output not in set(ResultFormat):
        raise NoQuestion(f"there is no format {output!r}; there are: {', '.join(ResultFormat)}")
    return ResultFormat(output)


def write_result(result: sql.Result, output: str, to: Path | None) -> None:
    """Write a result in one of the formats. Raises NoQuestion for another format, or one that needs a file without one."""
    chosen = known_format(output)
    if to is None and RESULT_FORMATS[chosen].needs_a_file:
        raise NoQuestion(f"the format {chosen} is written to a file: name it with -o")
    formats.WRITERS[chosen](result, to)
