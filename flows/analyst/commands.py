"""The commands of who asks: search, sql, export. Each imports what it needs when it runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from warehouse.vocabulary.exports import ResultFormat, export_formats, one_of

Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="The data folder (or PLEDGEWATCH_DATA; default ./data)."),
]
To = Annotated[Path | None, typer.Option("-o", "--output", help="Write here instead of to standard output.")]


def add_to(app: typer.Typer) -> None:
    """Give the command `pledgewatch` these subcommands."""
    app.command(
        epilog="Example: [cyan]pledgewatch search 'council:Slough \"returned to the council\" after:2024'[/cyan]"
    )(search)
    app.command(
        epilog='Example: [cyan]pledgewatch sql "SELECT outlet, count(*) FROM coverage GROUP BY ALL"[/cyan]'
        " · [cyan]pledgewatch sql --cookbook list[/cyan] · [cyan]pledgewatch sql --cookbook trust-timeline --set trust=doncaster[/cyan]"
    )(sql)
    app.command(
        name="export",
        epilog="Example: [cyan]pledgewatch export evidence -o evidence.csv[/cyan]"
        " · [cyan]pledgewatch export funding --where kind=allocation --since 2026-01-01 -o funding.xlsx[/cyan]",
    )(write_export)


def search(
    query: Annotated[
        list[str], typer.Argument(help="Words, phrases in quotation marks, -left out, a OR b, and fields.")
    ],
    newest: Annotated[bool, typer.Option("--newest", help="The newest first, not the best.")] = False,
    most: Annotated[int, typer.Option("-n", "--most", min=1, max=1000, help="Show so many articles.")] = 20,
    json_lines: Annotated[bool, typer.Option("--json", help="A line of JSON for each article.")] = False,
    data: Data = None,
) -> None:
    """Find stored articles by their words: best first, with where the words stand."""
    from flows import settings
    from flows.analyst import searching

    folder = settings.read_installed(data=data).folder
    searching.search(folder, " ".join(query), newest=newest, most=most, json_lines=json_lines)


def sql(
    statement: Annotated[
        str | None, typer.Argument(help="One SQL statement, or - to read it from standard input.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("-f", "--file", help="A file of statements: each is run in turn.")
    ] = None,
    cookbook: Annotated[
        str | None,
        typer.Option("--cookbook", metavar="NAME", help="A question of the cookbook; list shows them all."),
    ] = None,
    chosen: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A parameter of the cookbook's question (may be repeated)."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--format",
            help=f"{one_of(tuple(ResultFormat))} (default: as the end of the file's name says, or a table).",
        ),
    ] = None,
    to: To = None,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="Give up after so long.")] = 30.0,
    line: Annotated[bool, typer.Option("--line", help="A line for each value.")] = False,
    wide: Annotated[bool, typer.Option("--wide", help="Cut nothing to the terminal's width.")] = False,
    max_rows: Annotated[
        int | None, typer.Option("--max-rows", min=1, help="Show so many rows (default: 100 in a terminal).")
    ] = None,
    data: Data = None,
) -> None:
    """Ask the warehouse: read-only, while a crawl runs and the desk is open."""
    from flows import settings
    from flows.analyst import results
    from warehouse.analyst.for_people import TableView

    view = TableView(lines=line, wide=wide, rows=max_rows)
    folder = settings.read_installed(data=data).folder
    if chosen and cookbook is None:
        raise results.NoQuestion("--set gives a parameter of a question: name it with --cookbook")
    if cookbook is None:
        results.ask(folder, statement, file, output=output, to=to, seconds=seconds, view=view)
        return
    if statement is not None or file is not None:
        raise results.NoQuestion("--cookbook names the question: give no statement and no file beside it")
    results.ask_cookbook(folder, cookbook, chosen or [], output=output, to=to, seconds=seconds, view=view)


def write_export(
    what: Annotated[
        str, typer.Argument(help="A view of docs/schema.md, such as evidence, candidates, coverage or funding.")
    ] = "evidence",
    output: Annotated[
        str | None,
        typer.Option(
            "--format", help=f"{one_of(export_formats())} (default: as the end of the file's name says, or csv)."
        ),
    ] = None,
    to: To = None,
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="COLUMN=VALUE", help="Only rows with this value (may be repeated)."),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only rows of this day or later.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only rows before this day.")] = None,
    search: Annotated[
        str | None,
        typer.Option("--search", metavar="QUERY", help="Only rows of articles that this finds, as pledgewatch search."),
    ] = None,
    data: Data = None,
) -> None:
    """Write a view of the warehouse to a file, quoting no more of an outlet than may be republished."""
    from flows import settings
    from flows.analyst import results, searching

    folder = settings.read_installed(data=data).folder
    wanted = results.filter_of(where or [], since, until)
    if search is not None:
        wanted = replace(wanted, search=search, articles=searching.articles_found(folder, search))
    results.export_view(folder, what, output=output, to=to, wanted=wanted)
