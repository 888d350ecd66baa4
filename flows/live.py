"""The main job over the live outlets: one pass at once, then the schedules, with the desk beside them."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

from rich.console import Console

from flows import demo, desk, failure, keeping
from flows.keeping import Runner
from flows.passes import ingest, one_at_a_time, steps, summary
from flows.passes.ingest import PassReport
from flows.processes import asking, children
from flows.processes.watched import Watched, watching
from flows.schedules import prefect_server
from flows.schedules.prefect_server import NoPrefect
from flows.settings import Settings, SettingsError, make_folder
from spiders.registry.outlet import Outlet
from warehouse import connect
from warehouse.errors import WarehouseBusyError
from warehouse.owner import lock

DESK_START_SECONDS = 120.0  # a migration, or a spool that waits, is done before it answers
OWNER_SECONDS = 10.0  # for an analyst's command that owns the warehouse for a moment


class NothingReached(Exception):  # noqa: N818 -- named for the state that it tells
    """No outlet could be reached; each has been told in a line of its own."""


def chosen_outlets(settings: Settings, only: Sequence[str]) -> list[Outlet]:
    """Return the enabled outlets, or those that were asked for by name.

    Raises:
        SettingsError: there is no outlet of that name, or it is disabled (with its reason).
        OutletFileError: its file cannot be used.
    """
    found = steps.outlet_files(settings.folder)
    outlets = found.sound
    for name in only:
        if name in found.broken:
            raise found.broken[name]
        if name not in outlets:
            raise SettingsError(f"there is no outlet {name!r}; there are: {', '.join(outlets)}")
        if not outlets[name].enabled:
            raise SettingsError(f"{name} is disabled: {outlets[name].why}")
    return [one for one in outlets.values() if one.enabled and (not only or one.outlet_id in only)]


def run_live(settings: Settings, *, once: bool, prefect: bool, only: Sequence[str]) -> None:
    """Run one pass; then, unless `once`, keep the schedules and the desk until Ctrl-C.

    Raises:
        SettingsError: no contact for the user agent, or an outlet that is not there.
        WrongFolder: the folder holds the recorded newsroom.
        AlreadyRunning: another run works in this folder.
        NothingReached: with `once`, no outlet answered.
    """
    console = Console()
    settings.user_agent()
    demo.refuse_demo(settings.folder)
    outlets = chosen_outlets(settings, only)
    make_folder(settings.folder)
    with ExitStack() as stack:
        if not once:
            _settle(settings)
            stack.enter_context(_desk(console, settings))
            console.print(f"The desk: {asking.url_of(settings.host, settings.port)}")
        runner = stack.enter_context(_runner(console, settings, prefect=prefect))
        began = datetime.now(UTC)
        report = _first_pass(console, settings, outlets, runner)
        if report.reached:
            with connect(settings.folder) as store:
                summary.tell(console, store, report.run_ids)
        else:
            console.print(
                "No outlet could be reached. `make demo` (pledgewatch demo) shows the whole job with no network."
            )
        if once and not report.reached:
            raise NothingReached("no outlet could be reached")
        if not only:
            keeping.note_all(settings, began)
        if not once:
            keeping.keep(console, settings, runner, lambda: chosen_outlets(settings, only), everything=not only)


def serve_schedules(settings: Settings, *, prefect: bool) -> None:
    """Keep the schedules alone until Ctrl-C. Raises what `run` raises."""
    console = Console()
    settings.user_agent()
    demo.refuse_demo(settings.folder)
    make_folder(settings.folder)
    with _runner(console, settings, prefect=prefect) as runner:
        keeping.keep(console, settings, runner, lambda: chosen_outlets(settings, []), everything=True)


def _settle(settings: Settings) -> None:
    """Raise before anything is started where the port is taken, or another process owns the warehouse or is at work."""
    desk.check_port(settings)
    with one_at_a_time.lock(settings.folder):
        pass
    try:
        lock.wait_for(settings.folder, OWNER_SECONDS).release()
    except WarehouseBusyError as error:
        raise SettingsError(
            f"{error}: end it first, or keep the schedules beside it with `pledgewatch serve`"
        ) from error


@contextmanager
def _desk(console: Console, settings: Settings) -> Iterator[None]:
    """Run the desk as a child, and begin the block when it answers; it is started again when it dies."""
    command = [sys.executable, "-m", "pledgewatch", "desk", "--port", str(settings.port)]
    log = settings.folder.root / "desk.log"
    watched = Watched(
        "the desk", lambda: children.start([*command, "--data", str(settings.folder.root)], log), console.print
    )
    with watching(watched):
        deadline = time.monotonic() + DESK_START_SECONDS
        while not asking.answers(asking.url_of(settings.host, settings.port)):
            if watched.process.poll() is not None:
                said = log.read_text(errors="replace").strip().splitlines()
                raise SettingsError(f"the desk did not start: {said[-1] if said else 'it said nothing'} (see {log})")
            if time.monotonic() > deadline:
                raise SettingsError(f"the desk did not answer within {DESK_START_SECONDS:.0f} s; see {log}")
            time.sleep(children.POLL_SECONDS)
        watched.watch()
        yield


@contextmanager
def _runner(console: Console, settings: Settings, *, prefect: bool) -> Iterator[Runner]:
    """Give what runs a pass: a Prefect flow where its server starts, the plain function otherwise."""
    if not prefect:
        yield Runner(ingest.run_pass, None)
        return
    with ExitStack() as stack:
        try:
            with console.status("starting Prefect's server ..."):
                server = stack.enter_context(prefect_server.running(settings, console.print))
        except NoPrefect as reason:
            console.print(f"Going on without Prefect: {reason}", highlight=False, soft_wrap=True)
            yield Runner(ingest.run_pass, None)
            return
        console.print(f"Prefect: http://127.0.0.1:{settings.prefect_port}")
        from flows.schedules import prefect_flows

        yield Runner(prefect_flows.ingest_outlets, server)


def _first_pass(console: Console, settings: Settings, outlets: Sequence[Outlet], runner: Runner) -> PassReport:
    try:
        return keeping.one_pass(console, settings, outlets, runner.run_pass)
    except Exception as error:
        if runner.server is None or failure.is_expected(error):
            raise
        # Prefect's client raises what its libraries raise when the server dies in the middle.
        console.print(f"The pass is made without Prefect: {failure.sentence(error)}", highlight=False, soft_wrap=True)
        return keeping.one_pass(console, settings, outlets, ingest.run_pass)
