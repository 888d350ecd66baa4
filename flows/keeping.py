"""The schedules, kept until the process is asked to end: by Prefect where its server lives, by the clock alone otherwise."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.console import Console
from rich.markup import escape

from flows import failure
from flows.passes import bad_files, ingest, summary
from flows.passes.collect import Collected
from flows.passes.ingest import PassReport
from flows.passes.one_at_a_time import AlreadyRunning
from flows.processes import children
from flows.processes.watched import Watched, time_of_day, watching
from flows.progress import working
from flows.schedules.moments import LastPasses, last_due
from flows.schedules.timetable import due
from flows.settings import Settings
from spiders.registry.outlet import Outlet
from warehouse.vocabulary.outlets import SCHEDULES, Schedule

TICK_SECONDS = 5.0  # how often the schedule without Prefect looks at the clock


@dataclass(frozen=True, slots=True)
class Runner:
    """What runs a pass: the function, and the Prefect server that it runs under, if any."""

    run_pass: Callable[..., PassReport]
    server: Watched | None


def one_pass(
    console: Console, settings: Settings, outlets: Sequence[Outlet], run_pass: Callable[..., PassReport]
) -> PassReport:
    """Run one pass over the outlets, telling of each as it ends, and of the files that cannot be used."""
    for reason in bad_files.reasons(settings.folder).values():
        console.print(f" [red]✗[/red] {escape(reason)}", highlight=False, soft_wrap=True)

    def tell(one: Collected) -> None:
        summary.tell_outlet(console, one)

    with working(console, f"crawling {len(outlets)} outlets, then extracting, tagging and matching ..."):
        return run_pass(settings, outlets, None, tell)


def note_all(settings: Settings, began: datetime) -> None:
    """Keep that a pass over every outlet began then, so that no schedule makes it again."""
    for name in Schedule:
        LastPasses(settings.folder).note(name, began)


def keep(
    console: Console,
    settings: Settings,
    runner: Runner,
    chosen: Callable[[], Sequence[Outlet]],
    *,
    everything: bool,
) -> None:
    """Keep the schedules until the process is asked to end. With `everything` Prefect may keep them."""
    said = ", ".join(f"{name} ({each.cron})" for name, each in SCHEDULES.items())
    console.print(f"Schedules, in UTC: {said}. Ctrl-C ends.", highlight=False)
    plain = _Plain(console, settings, chosen, everything=everything)
    if runner.server is not None and everything:
        plain.make_due(ingest.run_pass)  # what was missed while nothing ran
        _until_prefect_ends(console, settings, runner.server)
        console.print(f"{time_of_day()}: the schedules go on without Prefect.", highlight=False)
    while True:
        plain.make_due(ingest.run_pass)
        time.sleep(TICK_SECONDS)


def _until_prefect_ends(console: Console, settings: Settings, server: Watched) -> None:
    command = [sys.executable, "-m", "flows.schedules.prefect_flows", str(settings.folder.root)]
    log = settings.folder.prefect / "schedules.log"
    keeper = Watched("Prefect's schedules", lambda: children.start(command, log), console.print)
    with watching(keeper):
        keeper.watch()
        while not (keeper.given_up or server.given_up):
            time.sleep(TICK_SECONDS)


class _Plain:
    """The schedules by the clock: each moment is tried once, a missed one is made up, and a failed one is told."""

    def __init__(
        self, console: Console, settings: Settings, chosen: Callable[[], Sequence[Outlet]], *, everything: bool
    ) -> None:
        self._console, self._settings, self._chosen, self._everything = console, settings, chosen, everything
        self._last = LastPasses(settings.folder)
        # With outlets chosen by name nothing is kept over restarts: their pass is not the schedule's.
        began = datetime.now(UTC)
        self._tried = {} if everything else {name: last_due(name, began) for name in Schedule}

    def make_due(self, run_pass: Callable[..., PassReport]) -> None:
        """Run the pass of every schedule whose moment has come."""
        for name in Schedule:
            now = datetime.now(UTC)
            moment = last_due(name, now)
            if self._tried.get(name) == moment or (self._everything and not self._last.is_due(name, now)):
                continue
            self._tried[name] = moment
            try:
                outlets = due(self._chosen(), name)
                if outlets:
                    one_pass(self._console, self._settings, outlets, run_pass)
                if self._everything:
                    self._last.note(name, now)
            except AlreadyRunning as running:
                self._say(f"the {name} pass is skipped: {running}")
            except children.Ending:
                raise
            except Exception as error:  # a pass that fails is told, and the next one is made all the same
                self._say(f"the {name} pass failed: {failure.sentence(error)}")

    def _say(self, sentence: str) -> None:
        self._console.print(f"{time_of_day()}: {sentence}", highlight=False, soft_wrap=True)
