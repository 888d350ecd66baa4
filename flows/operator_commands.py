"""The commands of who keeps an installation running: backup, restore. Each imports what it needs when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="The data folder (or PLEDGEWATCH_DATA; default ./data)."),
]

alerts_app = typer.Typer(
    help="Alerts to the operator: try whether they arrive.",
    no_args_is_help=True,
    epilog="Example: [cyan]pledgewatch alerts test[/cyan]",
)


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(version("pledgewatch"))
        raise typer.Exit


def common_options(
    version: Annotated[  # noqa: ARG001 -- Typer answers it before anything else
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say more of what is done.")] = False,
    log_file: Annotated[
        Path | None, typer.Option("--log-file", metavar="FILE", help="Write the log to the end of this file, too.")
    ] = None,
) -> None:
    """News monitoring for policy trackers: from outlets to a queue of candidate evidence."""
    from flows import logs

    logs.start_logging(verbose=verbose, file=log_file)


def add_to(app: typer.Typer) -> None:
    """Give the command `pledgewatch` these subcommands."""
    alerts_app.command("test", epilog="Example: [cyan]pledgewatch alerts test[/cyan]")(send_test_alert)
    app.add_typer(alerts_app, name="alerts")
    app.command(epilog="Example: [cyan]pledgewatch backup /mnt/backups/pledgewatch[/cyan]")(backup)
    app.command(epilog="Example: [cyan]pledgewatch restore /mnt/backups/pledgewatch --data /srv/pledgewatch[/cyan]")(
        restore
    )


def backup(
    to: Annotated[Path, typer.Argument(metavar="DIR", help="An empty folder, or an earlier backup to take its place.")],
    data: Data = None,
) -> None:
    """Copy everything that cannot be had again, while it all runs, with a manifest that a restore is proved by."""
    from flows import settings
    from flows.backups import backup as backing_up

    backing_up.backup(settings.read_installed(data=data), to)


def restore(
    source: Annotated[Path, typer.Argument(metavar="DIR", help="The backup.")],
    data: Data = None,
) -> None:
    """Put a backup into an empty data folder and prove it; what is lost is made again, or named."""
    from flows import settings
    from flows.backups import restore as putting_back

    putting_back.restore(settings.read_settings(data=data), source)


def send_test_alert(data: Data = None) -> None:
    """Send one message to PLEDGEWATCH_ALERT_URL now, and say whether it was taken."""
    from flows import alert_trial, settings

    alert_trial.send_one(settings.read_settings(data=data))
