"""One pass: collect the outlets, take what they brought through the steps, assess the day, publish. No Prefect here.

`flows.schedules.prefect_flows` runs the same functions as tasks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from flows.notifications import search_alerts
from flows.passes import (
    alerts,
    bad_files,
    collect,
    dead_runs,
    fixtures,
    one_at_a_time,
    process,
    read_again,
    reference,
    steps,
)
from flows.passes.collect import Collected, Replayed
from flows.settings import BATCH_PAGES, CRAWLS_AT_ONCE, Settings
from spiders.registry.outlet import Outlet
from warehouse import connect
from warehouse.records import Outcome
from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class PassReport:
    """What one pass did."""

    collected: tuple[Collected, ...]
    outcomes: Counter[Outcome]

    @property
    def run_ids(self) -> tuple[UUID, ...]:
        """The runs of the pass, one an outlet."""
        return tuple(one.run_id for one in self.collected)

    @property
    def reached(self) -> bool:
        """Whether any outlet answered at all."""
        return any(one.reached for one in self.collected)


def collect_all(
    store: Store,
    settings: Settings,
    outlets: Sequence[Outlet],
    recording: Replayed | None,
    held: int,
    tell: Callable[[Collected], None],
) -> tuple[Collected, ...]:
    """Crawl the outlets, a few side by side, telling of each as it ends; return them in the order given."""

    def one(outlet: Outlet) -> Collected:
        result = collect.collect(store, settings, outlet, recording=recording, held=held)
        tell(result)
        return result

    with ThreadPoolExecutor(CRAWLS_AT_ONCE, thread_name_prefix="crawl") as crawls:
        return tuple(crawls.map(one, outlets))


def process_all(store: Store, settings: Settings) -> Counter[Outcome]:
    """Take everything that is pending, and what an editor wants read again, through the steps; where no policies can be used, it goes on waiting."""
    if steps.usable_policies(settings.folder) is None:
        return Counter()
    with steps.open_steps(settings.folder, settings.jobs) as loaded:
        outcomes = process.process_pending(store, settings.folder, loaded, BATCH_PAGES)
        read_again.read_again(store, settings.folder, loaded)
        return outcomes


def close_pass(store: Store, settings: Settings, collected: Sequence[Collected]) -> None:
    """Assess each outlet's day, tell the operator of what broke or mended and editors of new articles that their searches find, save fixtures, and publish the snapshot."""
    alerts.assess_and_tell(store, settings, [one.run_id for one in collected])
    search_alerts.tell_of_articles(store, settings)
    fixtures.save_all(store, settings.folder)
    store.drain()
    store.publish()


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[Store, int]]:
    """Hold the folder's run lock and a store, with policies and outlets as their files say, for the length of a pass.

    Runs that were killed are closed first.

    Raises:
        AlreadyRunning: another run works in this folder.
    """
    with one_at_a_time.lock(settings.folder.create()) as held, connect(settings.folder) as store:
        dead_runs.close_dead_runs(store, settings.folder)
        reference.load_reference(store, settings.folder)
        bad_files.note_incidents(store, settings.folder)
        yield store, held


def run_pass(
    settings: Settings, outlets: Sequence[Outlet], recording: Replayed | None, tell: Callable[[Collected], None]
) -> PassReport:
    """Run one pass, without Prefect, and return what it did."""
    with opened(settings) as (store, held):
        collected = collect_all(store, settings, outlets, recording, held, tell)
        outcomes = process_all(store, settings)
        close_pass(store, settings, collected)
    return PassReport(collected, outcomes)
