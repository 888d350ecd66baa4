"""The pass as a Prefect flow: one task an outlet, then a task for the batches, with retries, artifacts and schedules.

This is the one module that imports Prefect (4-6 s of CPU): nothing imports it at its top. The tasks are the plain
functions of `flows.passes.ingest` and its neighbours; whatever runs here runs without Prefect too.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow, serve, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas import State
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Cancelled, Completed, Crashed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows import settings
from flows.passes import collect, ingest, one_at_a_time, steps, summary
from flows.passes.collect import Collected, Replayed
from flows.passes.ingest import PassReport
from flows.passes.one_at_a_time import AlreadyRunning
from flows.processes import children
from flows.schedules.moments import LastPasses
from flows.schedules.timetable import due
from flows.settings import CRAWLS_AT_ONCE, Settings
from spiders.registry.outlet import Outlet
from warehouse.folder import DataFolder
from warehouse.records import Outcome
from warehouse.store import Store
from warehouse.vocabulary.collection import BALANCE
from warehouse.vocabulary.outlets import SCHEDULES, Schedule

CRAWL_RETRIES = 1  # the crawl retries single pages itself; a second crawl is for a machine that lost its network
RETRY_SECONDS = 30
SCHEDULED = "scheduled ingest"  # the flow of a schedule, as Prefect's pages name it


class OutletFailed(Exception):  # noqa: N818 -- named for the state: it makes the task Failed, and Prefect tries it again
    """The crawl of an outlet brought nothing that can be used; the message says why."""

    def __init__(self, collected: Collected) -> None:
        super().__init__(collected.sentence)
        self.collected = collected


def worth_another(_task: Any, _run: Any, state: Any) -> bool:
    """Return whether a crawl that failed may bring more when it is tried again."""
    if children.ending():
        return False
    error = state.result(raise_on_failure=False)
    return not isinstance(error, OutletFailed) or error.collected.again


@task(
    name="collect outlet",
    retries=CRAWL_RETRIES,
    retry_delay_seconds=RETRY_SECONDS,
    retry_condition_fn=worth_another,
    cache_policy=NO_CACHE,
)
def collect_outlet(store: Store, chosen: Settings, outlet: Outlet, recording: Replayed | None, held: int) -> Collected:
    """Crawl one outlet in a process of its own. Its stats decide whether the task fails, never its exit status."""
    collected = collect.collect(store, chosen, outlet, recording=recording, held=held)
    if not collected.reached:
        raise OutletFailed(collected)
    return collected


@task(name="extract, tag and match", cache_policy=NO_CACHE)
def process_all(store: Store, chosen: Settings) -> Counter[Outcome]:
    """Take everything that is pending through the steps, in batches of a hundred pages."""
    return ingest.process_all(store, chosen)


@task(name="assess, tell and publish", cache_policy=NO_CACHE)
def close_pass(store: Store, chosen: Settings, collected: Sequence[Collected]) -> None:
    """Assess each outlet's day, tell the operator, publish the snapshot."""
    ingest.close_pass(store, chosen, collected)


def _outcome(future: Any) -> Collected:
    result = future.result(raise_on_failure=False)
    if isinstance(result, OutletFailed):
        return result.collected
    if isinstance(result, BaseException):
        raise result
    assert isinstance(result, Collected)
    return result


def books_artifact(store: Store, report: PassReport) -> None:
    """Keep the books of the pass as a table in Prefect's own pages."""
    rows = store.query("run_books", run_ids=list(report.run_ids))
    create_table_artifact(
        key="books",
        table=[{"outlet": row["outlet_id"], **{name: row[name] for name in summary.BOOKS}} for row in rows],
        description=BALANCE,
    )


THREADS: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=CRAWLS_AT_ONCE)


@flow(name="ingest", task_runner=THREADS, validate_parameters=False)
def ingest_outlets(
    chosen: Settings,
    outlets: Sequence[Outlet],
    recording: Replayed | None = None,
    tell: Callable[[Collected], None] | None = None,
) -> PassReport:
    """Run one pass over these outlets."""
    with ingest.opened(chosen) as (store, held):
        futures = [collect_outlet.submit(store, chosen, outlet, recording, held) for outlet in outlets]
        collected = []
        for future in futures:
            collected.append(_outcome(future))
            if tell is not None:
                tell(collected[-1])
        outcomes = process_all(store, chosen)
        close_pass(store, chosen, collected)
        report = PassReport(tuple(collected), outcomes)
        books_artifact(store, report)
    return report


@flow(name=SCHEDULED)
def scheduled_ingest(schedule: str, data: str) -> Any:
    """Run a pass over the outlets of one schedule class that are due, and return what it did in a sentence.

    Where its moment has had its pass, or another run is at work, the flow run ends as skipped.
    """
    chosen = settings.read_settings(data=Path(data))
    name, last, began = Schedule(schedule), LastPasses(chosen.folder), datetime.now(UTC)
    if not last.is_due(name, began):
        return Completed(
            name="Skipped", message=f"the {schedule} pass of {last.of(name):%d %B %Y, %H:%M} UTC has done it"
        )
    outlets = due(steps.outlets_of(chosen.folder).values(), name)
    if not outlets:
        return Completed(message=f"no {schedule} outlet is due")
    try:
        report = ingest_outlets(chosen, outlets)
    except AlreadyRunning as running:
        return Completed(name="Skipped", message=str(running))
    last.note(name, began)
    return Completed(message=f"{len(outlets)} outlets: {dict(report.outcomes)}")


def close_what_is_dead(data: Path) -> int:
    """Close flow runs that were killed, and drop those that are late; return how many. Another run at work keeps its own.

    Twelve missed hours are one missed pass, and that one is made from our own record of the last passes.
    """
    now = datetime.now(UTC)
    with get_client(sync_client=True) as client:
        late = client.read_flow_runs(flow_run_filter=_in_state(StateType.SCHEDULED))
        closed: list[tuple[FlowRun, State]] = [
            (run, Cancelled(message="missed: made up in one pass")) for run in late if _is_before(run, now)
        ]
        try:
            with one_at_a_time.lock(DataFolder(data).create()):
                dead = client.read_flow_runs(flow_run_filter=_in_state(StateType.RUNNING, StateType.PENDING))
                closed += [(run, Crashed(message="killed before it ended")) for run in dead]
        except AlreadyRunning:
            pass
        for run, state in closed:
            client.set_flow_run_state(run.id, state, force=True)
    return len(closed)


def _in_state(*types: StateType) -> FlowRunFilter:
    return FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(types))))


def _is_before(run: FlowRun, moment: datetime) -> bool:
    return run.expected_start_time is not None and run.expected_start_time < moment


def serve_schedules(data: Path) -> None:
    """Keep the schedules, one deployment for each class of outlets, until the process is ended."""
    close_what_is_dead(data)
    # No concurrency limit of Prefect's server: a killed worker leaks its slot. One flow run at a time in this process,
    # and our own lock decides on overlap.
    deployments: list[Any] = [
        scheduled_ingest.to_deployment(
            name=f"{name} outlets",
            cron=each.cron,  # in UTC, as Prefect reads it where no zone is named
            parameters={"schedule": name, "data": str(data)},
        )
        for name, each in SCHEDULES.items()
    ]
    serve(*deployments, limit=1)


if __name__ == "__main__":
    serve_schedules(Path(sys.argv[1]))
