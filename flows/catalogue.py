"""The outlets and policies, listed, checked and drafted: `pledgewatch outlets`, `pledgewatch policies`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from flows import settings as settings_of
from flows.passes import steps
from flows.progress import working
from flows.settings import Settings
from nlp.evidence import policies
from spiders.registry import files
from spiders.registry.files import OutletFileError


def list_outlets() -> None:
    """Print every outlet: watched or not, its schedule, how much may be republished; then the files that cannot be used."""
    table = Table("outlet", "name", "schedule", "tier", "republish", "watched")
    found = steps.outlet_files(settings_of.read_settings().folder)
    for one in found.sound.values():
        watched = "yes" if one.enabled else f"[yellow]no[/yellow]: {one.why}"
        table.add_row(one.outlet_id, one.name, one.schedule, one.tier, one.republish, watched)
    Console().print(table)
    for error in found.broken.values():
        Console().print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)


def check_files(paths: Sequence[Path]) -> int:
    """Say of each outlet's file, asking no network, whether it can be used; return 0 when all can, 1 otherwise."""
    console, status = Console(), 0
    for path in paths:
        try:
            one = files.read_outlet(path)
        except OutletFileError as error:
            console.print(str(error), markup=False, highlight=False, soft_wrap=True)
            status = 1
        else:
            console.print(f"{path}: {one.name} is sound.", markup=False, highlight=False, soft_wrap=True)
    return status


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
    with working(console, "asking the outlets ..."):
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
