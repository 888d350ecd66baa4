"""What one crawl holds: its job, its outlet, the archive, and the records on their way to the spool."""

from __future__ import annotations

import logging
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

from pipelines.archive.warc import ArchiveWriter
from spiders.crawl_report import ArticleCounts, CrawlReport, SourceReport
from spiders.job.frontier import Frontier
from spiders.job.job import Clock, CrawlJob
from spiders.job.memory import OutletMemory
from spiders.registry.outlet import Outlet
from warehouse import spool
from warehouse.folder import write_failure
from warehouse.records import Fetch, FetchKind, FetchOutcome, Outcome, Record, Run
from warehouse.vocabulary.collection import RunKind, RunState

if TYPE_CHECKING:  # who starts crawls in other processes needs no Scrapy: a quarter of a second of CPU
    from scrapy.crawler import Crawler

SOFTWARE = "Pledgewatch/0.1"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Booked:
    """What became of one fetch, as records: the item that the spider yields."""

    records: tuple[Record, ...]


class Context:
    """One crawl's state. Records are spooled in batches; a batch's captures are durable in the archive before it is."""

    def __init__(self, job: CrawlJob, outlet: Outlet) -> None:
        self.job = job
        self.outlet = outlet
        self.clock: Clock = job.clock()
        self.frontier = Frontier.read(job.frontier, outlet.urls)
        self.memory = OutletMemory(job.data, outlet.outlet_id)
        self.archive = ArchiveWriter(
            job.folder.archive, outlet_id=outlet.outlet_id, run_id=job.run_id, software=SOFTWARE
        )
        self.sources: dict[str, SourceReport] = {}
        self.outcomes: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()  # why articles were dropped
        self.counts: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.started_at = datetime.now(UTC)
        self._waiting: list[Record] = []
        self._since_batch = 0
        self._batches = 0
        self._batch_at = monotonic()
        self.stopped: str | None = None  # why the crawl must not go on

    @property
    def outlet_id(self) -> str:
        """Whose crawl it is."""
        return self.outlet.outlet_id

    def now(self) -> datetime:
        """Return the crawl's present moment: a replay lives at its own."""
        return self.clock.now()

    def keep(self, *records: Record) -> None:
        """Take records for the next batch, and write the batch when it is full."""
        for record in records:
            self._waiting.append(record)
            self._count(record)
        limits = self.job.limits
        if self._since_batch >= limits.spool_every or monotonic() - self._batch_at >= limits.spool_seconds:
            self.flush()

    def flush(self) -> None:
        """Write what waits as one durable batch, after making the archive durable up to it."""
        if not self._waiting or self.stopped:
            return
        try:
            self.archive.sync()
            spool.write_batch(self.job.folder, f"crawl-{self.job.run_id}-{self._batches + 1:05d}", self._waiting)
        except OSError as error:
            self.stop(f"a batch cannot be written: {write_failure(error)}")
            return
        self._batches += 1
        self._waiting = []
        self._since_batch = 0
        self._batch_at = monotonic()

    def stop(self, reason: str) -> None:
        """End the crawl, which could only lose what it brings: the spider looks at `stopped` before each page."""
        if self.stopped is None:
            logger.error(reason)
            self.stopped = reason

    def close(self, state: RunState, sentence: str) -> None:
        """Write the run's end and what waits, and close the archive.

        Of a crawl that was stopped because nothing could be written, what was not spooled is given up: it is fetched
        again by the next crawl, and its archive file stays without its digest, which says that nobody finished it.
        """
        if self.stopped:
            self._waiting, self.stopped = [], None
            self.keep(self.run(state, sentence))
            with suppress(OSError):
                spool.write_batch(self.job.folder, f"crawl-{self.job.run_id}-end", self._waiting)
            return
        self.keep(self.run(state, sentence))
        self.flush()
        self.archive.close()

    def run(self, state: RunState, detail: str) -> Run:
        """Return this crawl as the record of a run."""
        finished = None if state == RunState.RUNNING else datetime.now(UTC)
        return Run(self.job.run_id, RunKind.INGEST, self.outlet_id, self.started_at, finished, state, detail)

    def report(self) -> CrawlReport:
        """Return what the crawl came to, up to now."""
        return CrawlReport(
            outlet_id=self.outlet_id,
            outlet=self.outlet.name,
            may_be_empty=self.outlet.expect.per_week[0] == 0,
            run_id=self.job.run_id,
            started_at=self.started_at,
            as_of=self.now(),
            sources=tuple(self.sources.values()),
            articles=ArticleCounts(fetched=self.outcomes.total(), **self.outcomes),
            dropped=dict(self.reasons),
            fetches=dict(self.kinds),
            counts=dict(self.counts),
            batches=self._batches,
            stopped=self.stopped,
        )

    def _count(self, record: Record) -> None:
        if isinstance(record, Fetch):
            self.kinds[record.kind] += 1
            if record.kind is FetchKind.ARTICLE:
                self._since_batch += 1
                self.outcomes[Outcome.PENDING] += 1
        elif isinstance(record, FetchOutcome):
            self.outcomes[Outcome.PENDING] -= 1
            self.outcomes[record.outcome] += 1
            if record.outcome is Outcome.DROPPED:
                self.reasons[record.reason] += 1


def context_of(crawler: Crawler) -> Context:
    """Return the context of a crawl, which its spider holds."""
    spider: Any = crawler.spider
    context: Context = spider.context
    return context
