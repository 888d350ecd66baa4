"""The main job over the live outlets: one pass at once, then the schedules, with the desk beside them."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from rich.console import Console

from flows import children, demo
from flows.passes import ingest, steps, summary
from flows.passes.collect import Collected
from flows.passes.ingest import PassReport
from flows.passes.one_at_a_time import AlreadyRunning
from flows.schedules import prefect_server
from flows.schedules.prefect_server import NoPrefect
from flows.schedules.timetable import due
from flows.settings import Settings, SettingsError
from spiders.registry.outlet import Outlet
from warehouse import connect
from warehouse.vocabulary.outlets import SCHEDULES

DESK_START_SECONDS = 30.0
TICK_SECONDS = 5.0  # how often the schedule without Prefect looks at the clock


class NothingReached(Exception):  # noqa: N818 -- named for the state that it tells
    """No outlet could be reached; each has been told in a line of its own."""


def chosen_outlets(settings: Settings, only: Sequence[str]) -> list[Outlet]:
    """Return the enabled outlets, or those that were asked for by name.

    Raises:
        SettingsError: there is no outlet of that name, or it is disabled (with its reason).
    """
    outlets = steps.outlets_of(settings.folder)
    for name in only:
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
    settings.folder.create()
    with ExitStack() as stack:
        if not once:
            stack.enter_context(_desk(settings))
            console.print(f"The desk: http://{settings.host}:{settings.port}")
        run_pass, with_prefect = stack.enter_context(_runner(console, settings, prefect=prefect))
        report = _pass(console, settings, outlets, run_pass)
        if report.reached:
            with connect(settings.folder) as store:
                summary.tell(console, store, report.run_ids)
        else:
            console.print(
                "No outlet could be reached. `make demo` (pledgewatch demo) shows the whole job with no network."
            )
        if once and not report.reached:
            raise NothingReached("no outlet could be reached")
        if not once:
            _keep(console, settings, run_pass, with_prefect=with_prefect, only=only)


def serve_schedules(settings: Settings, *, prefect: bool) -> None:
    """Keep the schedules alone until Ctrl-C. Raises what `run` raises."""
    console = Console()
    settings.user_agent()
    demo.refuse_demo(settings.folder)
    settings.folder.create()
    with _runner(console, settings, prefect=prefect) as (run_pass, with_prefect):
        _keep(console, settings, run_pass, with_prefect=with_prefect, only=[])


@contextmanager
def _desk(settings: Settings) -> Iterator[None]:
    command = [sys.executable, "-m", "pledgewatch", "desk", "--port", str(settings.port)]
    log = settings.folder.root / "desk.log"
    desk = children.start([*command, "--data", str(settings.folder.root)], log)
    with children.running(desk):
        status = children.wait(desk, 1.0)
        if status is not None:
            raise SettingsError(f"the desk did not start: {log.read_text().strip().splitlines()[-1]}")
        yield


@contextmanager
def _runner(console: Console, settings: Settings, *, prefect: bool) -> Iterator[tuple[Callable[..., PassReport], bool]]:
    """Give what runs a pass: a Prefect flow where its server starts, the plain function otherwise."""
    if not prefect:
        yield ingest.run_pass, False
        return
    with ExitStack() as stack:
        try:
            with console.status("starting Prefect's server ..."):
                stack.enter_context(prefect_server.running(settings))
        except NoPrefect as reason:
            console.print(f"Going on without Prefect: {reason}", highlight=False, soft_wrap=True)
            yield ingest.run_pass, False
            return
        console.print(f"Prefect: http://127.0.0.1:{settings.prefect_port}")
        from flows.schedules import prefect_flows

        yield prefect_flows.ingest_outlets, True


def _pass(
    console: Console, settings: Settings, outlets: Sequence[Outlet], run_pass: Callable[..., PassReport]
) -> PassReport:
    def tell(one: Collected) -> None:
        summary.tell_outlet(console, one)

    with console.status(f"crawling {len(outlets)} outlets, then extracting, tagging and matching ..."):
        return run_pass(settings, outlets, None, tell)


def _keep(
    console: Console,
    settings: Settings,
    run_pass: Callable[..., PassReport],
    *,
    with_prefect: bool,
    only: Sequence[str],
) -> None:
    console.print(
        "Schedules: " + ", ".join(f"{name} ({each.cron})" for name, each in SCHEDULES.items()) + ". Ctrl-C ends."
    )
    if with_prefect and not only:
        command = [sys.executable, "-m", "flows.schedules.prefect_flows", str(settings.folder.root)]
        keeper = children.start(command, settings.folder.prefect / "schedules.log")
        with children.running(keeper):
            while (status := children.wait(keeper, 3600.0)) is None:
                pass
        raise SettingsError(
            f"Prefect's schedules ended with status {status}; see {settings.folder.prefect / 'schedules.log'}"
        )
    _keep_plainly(console, settings, run_pass, only)


def _keep_plainly(
    console: Console, settings: Settings, run_pass: Callable[..., PassReport], only: Sequence[str]
) -> None:
    next_at = {name: time.monotonic() + each.minutes * 60 for name, each in SCHEDULES.items()}
    while True:
        for name, each in SCHEDULES.items():
            outlets = due(chosen_outlets(settings, only), name)
            if time.monotonic() < next_at[name]:
                continue
            next_at[name] = time.monotonic() + each.minutes * 60
            try:
                if outlets:
                    _pass(console, settings, outlets, run_pass)
            except AlreadyRunning as running:
                console.print(f"{name}: {running}", highlight=False)
        time.sleep(TICK_SECONDS)
