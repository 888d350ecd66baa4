"""The outlets and policies, listed, checked and drafted: `pledgewatch outlets`, `pledgewatch policies`."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from flows import settings as settings_of
from flows.passes import steps
from flows.settings import Settings
from nlp.evidence import policies


def list_outlets() -> None:
    """Print every outlet: watched or not, its schedule, how much may be republished. Raises OutletFileError."""
    table = Table("outlet", "name", "schedule", "tier", "republish", "watched")
    for one in steps.outlets_of(settings_of.read_settings().folder).values():
        watched = "yes" if one.enabled else f"[yellow]no[/yellow]: {one.why}"
        table.add_row(one.outlet_id, one.name, one.schedule, one.tier, one.republish, watched)
    Console().print(table)


def list_policies() -> None:
    """Print every policy with its status. Raises PolicyFileError."""
    table = Table("policy", "title", "party", "year", "status")
    for one in policies.load_policies(steps.own_policies(settings_of.read_settings().folder)):
        table.add_row(one.policy_id, one.title, one.party, str(one.year), one.status)
    Console().print(table)


def check_policies(file: Path) -> None:
    """Say how many policies a file holds. Raises PolicyFileError, which names file, line and what is allowed."""
    Console().print(f"{file}: {len(policies.load_policies(file))} policies, all sound.", highlight=False)


def check_outlets(settings: Settings) -> None:
    """Ask every outlet's sources once, live, and print what works. Raises SettingsError without a contact."""
    from spiders.survey import check

    outlets = steps.outlets_of(settings.folder).values()
    table = Table("outlet", "source", "works", "what it said")
    console = Console()
    with console.status("asking the outlets ..."):
        for row in check.check(outlets, settings.user_agent()):
            table.add_row(row.outlet_id, row.url, "[green]yes[/green]" if row.works else "[red]no[/red]", row.sentence)
    console.print(table)


def draft_outlet(settings: Settings, url: str, to: Path) -> None:
    """Write the draft of an outlet's file, with a fixture folder, and say what is left to do."""
    from spiders.survey import draft

    written = draft.draft(url, to, settings.user_agent())
    console = Console()
    for path in written.paths:
        console.print(f"wrote {path}", highlight=False)
    for note in written.notes:
        console.print(f"  to do: {note}", highlight=False)
