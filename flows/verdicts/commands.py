"""The subcommands of verdicts. Each imports what it needs when it runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="The data folder (or PLEDGEWATCH_DATA; default ./data)."),
]
PolicyId = Annotated[str, typer.Argument(metavar="ID", help="The policy.")]

verdicts_app = typer.Typer(
    help="The verdicts: list those in force, write new ones.",
    no_args_is_help=False,
    epilog="Example: [cyan]pledgewatch verdicts[/cyan] · [cyan]pledgewatch verdicts write < verdicts.jsonl[/cyan]",
)


def add_verdicts(app: typer.Typer, policies_app: typer.Typer) -> None:
    """Give `pledgewatch` and `pledgewatch policies` these subcommands."""
    verdicts_app.callback(invoke_without_command=True)(list_all)
    verdicts_app.command(
        "write",
        epilog='Example: [cyan]pledgewatch verdicts write --policy kinship-allowance --status "in progress" --text "The first councils pay it [1]." '
        "--effective 2026-05-01 --author Ann --evidence 5f0c...[/cyan]",
    )(write)
    app.add_typer(verdicts_app, name="verdicts")
    policies_app.command(
        "history",
        epilog="Example: [cyan]pledgewatch policies history kinship-allowance --as-of 2026-05-01 --verify[/cyan]",
    )(history)
    policies_app.command(
        "dossier",
        epilog="Example: [cyan]pledgewatch policies dossier kinship-allowance --to kinship-allowance.html[/cyan]",
    )(dossier)


def list_all(
    context: typer.Context,
    policy: Annotated[str | None, typer.Option("--policy", metavar="ID", help="Only this policy.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object a line, for programs.")] = False,
    data: Data = None,
) -> None:
    """List the verdict in force of each policy, and whether it is open again; or write new ones."""
    if context.invoked_subcommand is None:
        from flows import settings
        from flows.verdicts import writing

        writing.list_verdicts(settings.read_installed(data=data).folder, policy, as_json=as_json)


def write(
    policy: Annotated[str | None, typer.Option("--policy", metavar="ID", help="The policy.")] = None,
    status: Annotated[str | None, typer.Option("--status", help="One of the tracker's statuses.")] = None,
    text: Annotated[str | None, typer.Option("--text", help='What happened; "[1]" cites the first evidence.')] = None,
    effective: Annotated[
        str | None, typer.Option("--effective", metavar="DATE", help="The day from which the status holds.")
    ] = None,
    author: Annotated[str | None, typer.Option("--author", help="Who writes it.")] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option("--evidence", metavar="CANDIDATE", help="An accepted candidate (repeat, in their order)."),
    ] = None,
    data: Data = None,
) -> None:
    """Write a verdict from these options; or, without any, one for each JSON line of standard input."""
    from flows import settings
    from flows.verdicts import writing

    folder = settings.read_installed(data=data).folder
    given = {"policy": policy, "status": status, "text": text, "effective": effective, "author": author}
    if any(given.values()) or evidence:
        writing.write_one(folder, {**given, "evidence": evidence or []})
        return
    refused = writing.write_lines(folder, sys.stdin, sys.stdout)
    if refused:
        typer.echo(f"pledgewatch: {refused} lines were refused", err=True)
        raise typer.Exit(1)


def history(
    policy_id: PolicyId,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The end of this day, or a moment (default: now).")
    ] = None,
    verify: Annotated[bool, typer.Option("--verify", help="Prove every passage against the archive.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
    data: Data = None,
) -> None:
    """Show what was known and decided of a policy at a moment: verdict, what it rests on, accepted evidence."""
    from flows import settings
    from flows.verdicts import replay

    installed = settings.read_installed(data=data)
    raise typer.Exit(replay.print_history(installed, policy_id, as_of, verify=verify, as_json=as_json))


def dossier(
    policy_id: PolicyId,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The HTML file to write.")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The end of this day, or a moment (default: now).")
    ] = None,
    data: Data = None,
) -> None:
    """Write a policy's dossier: verdict, history, evidence by criterion and stance, numbered sources; prints on A4."""
    from flows import settings
    from flows.verdicts import dossier_file

    dossier_file.write_dossier(settings.read_installed(data=data), policy_id, to, as_of)
