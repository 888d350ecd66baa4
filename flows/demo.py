"""The main job over the recorded newsroom: three days of invented articles, crawled, archived, loaded and shown."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from rich.console import Console

from flows.passes import ingest, steps, summary
from flows.passes.collect import Collected, Replayed
from flows.passes.ingest import PassReport
from flows.progress import working
from flows.schedules import prefect_server
from flows.settings import Settings
from spiders.fetching.recording import NEWSROOM, recording
from spiders.registry.outlet import Outlet
from warehouse import connect
from warehouse.folder import DataFolder

EDITIONS = tuple(datetime(2026, 11, day, 12, tzinfo=UTC) for day in (20, 21, 22))
"""Three days of the newsroom. On the second an article was edited, one is gone and some are new; on the third the one
that is gone is still gone, so it counts as withdrawn."""

MARKER = "recorded-newsroom.txt"
"""In a data folder: what lies here was made from the recorded newsroom. Invented and real articles never meet."""


class WrongFolder(Exception):  # noqa: N818 -- named for the state that it tells
    """The data folder belongs to the demonstration, or to live outlets; the message says which is wanted."""


def is_demo(folder: DataFolder) -> bool:
    """Return whether the folder holds the recorded newsroom."""
    return (folder.root / MARKER).exists()


def claim(folder: DataFolder) -> int:
    """Mark the folder as the demonstration's and return how many editions it has been through.

    Raises:
        WrongFolder: it holds live articles.
    """
    if folder.warehouse.exists() and not is_demo(folder):
        raise WrongFolder(f"{folder.root} holds live articles: give the demonstration a folder of its own with --data")
    folder.create()
    if not is_demo(folder):
        _mark(
            folder, 0
        )  # before anything is stored: cut short in its first edition, it is the demonstration's all the same
    return int((folder.root / MARKER).read_text().split()[-1])


def refuse_demo(folder: DataFolder) -> None:
    """Raise WrongFolder where the folder holds the recorded newsroom: invented and real articles never meet."""
    if is_demo(folder):
        raise WrongFolder(f"{folder.root} holds the recorded newsroom: give live outlets another folder (--data)")


def _mark(folder: DataFolder, editions: int) -> None:
    temporary = folder.root / f"{MARKER}.part"
    temporary.write_text(f"Invented articles, for demonstration. Editions seen: {editions}\n")
    temporary.replace(folder.root / MARKER)


def recorded_outlets(folder: DataFolder) -> list[Outlet]:
    """Return the outlets of which the newsroom holds a feed or another source."""
    recorded = set(recording(NEWSROOM).urls())
    outlets = steps.outlets_of(folder).values()
    return [one for one in outlets if one.enabled and any(source.url in recorded for source in one.sources)]


def run_demo(settings: Settings, *, serve: bool, prefect: bool, given: bool) -> None:
    """Run the editions, print the summary, and serve the desk until Ctrl-C unless told not to.

    Raises:
        WrongFolder: the folder holds live articles.
        NoPrefect: Prefect was asked for and did not start.
    """
    console = Console()
    if not given:
        settings = settings.model_copy(update={"folder": DataFolder(settings.folder.root / "demo")})
    if serve:
        from flows import desk

        desk.check_port(settings)
    began = time.monotonic()
    done = claim(settings.folder)
    outlets = recorded_outlets(settings.folder)
    console.print(
        f"The recorded newsroom: {len(outlets)} outlets, no network. Everything goes to {settings.folder.root}"
    )
    report = _run_editions(console, settings, outlets, done, prefect=prefect)
    with connect(settings.folder) as store:
        summary.tell(console, store, report.run_ids)
    console.print(f"Done in {time.monotonic() - began:.0f} s.")
    if serve:
        desk.serve_desk(settings, None)


def _run_editions(
    console: Console, settings: Settings, outlets: list[Outlet], done: int, *, prefect: bool
) -> PassReport:
    if prefect:
        console.print("Starting Prefect's server (about half a minute) ...")
        with prefect_server.running(settings):
            from flows.schedules import prefect_flows

            return _each_edition(console, settings, outlets, done, prefect_flows.ingest_outlets)
    return _each_edition(console, settings, outlets, done, ingest.run_pass)


def _each_edition(
    console: Console, settings: Settings, outlets: list[Outlet], done: int, run_pass: Callable[..., PassReport]
) -> PassReport:
    reports = []
    for number, as_of in enumerate(EDITIONS, start=1):
        if number < done:
            continue  # going back to an older edition would read as an edit of every article
        console.rule(f"Edition {number}: {as_of:%A %d %B %Y}", align="left")

        def tell(one: Collected) -> None:
            summary.tell_outlet(console, one)

        with working(console, "crawling, then extracting, tagging and matching ..."):
            reports.append(run_pass(settings, outlets, Replayed(NEWSROOM, as_of), tell))
        _mark(settings.folder, number)
    return PassReport(
        collected=tuple(one for report in reports for one in report.collected),
        outcomes=sum((report.outcomes for report in reports), start=type(reports[0].outcomes)()),
    )
