"""One outlet, crawled in a process of its own and assessed by its report, never from its exit status.

A crawl inside this process could run once only (the reactor cannot be started again), and `scrapy` ends with 0 on
HTTP 500s and on exceptions in callbacks.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from uuid import UUID, uuid4

from flows.processes import children
from flows.processes.children import Child
from flows.processes.forks import ForkServer, NoForkServer
from flows.settings import Settings
from spiders.crawl_report import CrawlReport
from spiders.crawling.crawl import command
from spiders.health import verdict
from spiders.job import frontier
from spiders.job.job import CrawlJob
from spiders.registry.outlet import Outlet
from warehouse.store import Store

OVERTIME_SECONDS = 60.0  # past the crawl's own limit, for starting, the last pages and closing the archive
CRAWLS = ForkServer("spiders.crawling.preloaded")  # what a crawl needs takes over a second of CPU to import
ASKING = Lock()  # a store is asked by one thread at a time, and crawls run side by side
DEMO_CONTACT = "https://pledgewatch.invalid/"  # a recording answers whoever asks; nothing leaves this machine

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Replayed:
    """A recorded newsroom, replayed as it stood at a moment."""

    path: Path
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Collected:
    """What a crawl of one outlet came to."""

    outlet_id: str
    run_id: UUID
    reached: bool  # the outlet answered, and what it answered could be used
    again: bool  # another attempt may bring more
    sentence: str  # for people, with the outlet's name: what it brought, or what went wrong


def job_for(store: Store, settings: Settings, outlet: Outlet, recording: Replayed | None, *, due: bool) -> CrawlJob:
    """Return the crawl's job, with a frontier file of what the warehouse knows of the outlet. Raises SettingsError."""
    run_id = uuid4()
    known = settings.folder.runs / str(run_id) / "frontier.json"
    with ASKING:
        rows = store.query("frontier_known", outlet_id=outlet.outlet_id)
    frontier.write_frontier(known, rows)
    own_outlets = settings.folder.root / "outlets"
    return CrawlJob(
        outlet_id=outlet.outlet_id,
        run_id=run_id,
        data=settings.folder.root,
        user_agent=settings.user_agent() if recording is None else f"Pledgewatch/0.1 (+{DEMO_CONTACT})",
        contact=(settings.contact or DEMO_CONTACT),
        frontier=known,
        newsroom=recording.path if recording else None,
        as_of=recording.as_of if recording else None,
        polite=recording is None,
        only_due=due,
        outlets_folder=own_outlets if own_outlets.is_dir() else None,
    )


def _start(job: CrawlJob, held: int) -> Child:
    file, output = job.write(), job.run_folder / "output.log"
    try:
        return CRAWLS.start([str(file)], output, keep=[held])
    except NoForkServer as reason:
        log.warning("%s: the crawl of %s is started by itself", reason, job.outlet_id)
        return children.start(command(file), output, keep=[held])


def collect(
    store: Store, settings: Settings, outlet: Outlet, *, recording: Replayed | None, held: int, due: bool = False
) -> Collected:
    """Crawl one outlet and return what came of it.

    `held` is the run lock, which the crawl inherits: should this process be killed, the next run does not start
    beside the orphan. The crawl and all that it started end when this call is left, however it is left.

    Raises:
        SettingsError: there is no contact for the user agent.
    """
    job = job_for(store, settings, outlet, recording, due=due)
    with children.running(_start(job, held)) as crawl:
        children.wait(crawl, job.limits.seconds + OVERTIME_SECONDS)
    assessed = verdict.verdict_of(CrawlReport.read(job.run_folder), outlet.name)
    return Collected(outlet.outlet_id, job.run_id, assessed.ok, assessed.again, assessed.sentence)
