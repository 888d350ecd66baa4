"""Running a crawl in a test as production does: a job file, a process of its own, its report and its spooled records."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import pyarrow.parquet as pq

from flows.processes import children
from flows.processes.forks import ForkServer
from spiders.crawl_report import CrawlReport
from spiders.health.verdict import Verdict, verdict_of
from spiders.job.job import CrawlJob, Limits
from warehouse.spool import kind_of

T = TypeVar("T")
CRAWLS = ForkServer("spiders.crawling.preloaded")  # a crawl by itself would import for over a second, in every test
QUICK = Limits(request_seconds=3.0, retries=1, seconds=60.0)


@dataclass
class Crawled:
    """A crawl that has ended."""

    job: CrawlJob
    code: int
    errors: str

    @property
    def report(self) -> CrawlReport:
        found = CrawlReport.read(self.job.run_folder)
        assert found, f"the crawl left no report: {self.errors}"
        return found

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.report)

    @property
    def log(self) -> str:
        return (self.job.run_folder / "crawl.log").read_text(encoding="utf-8")

    def rows(self, record_type: type) -> list[dict[str, Any]]:
        """The records of a type that were spooled by this crawl, in order."""
        kind = kind_of(record_type)
        found = []
        for path in sorted(self.job.data.glob(f"spool/*{self.job.run_id}*.parquet")):
            found += [row[kind] for row in pq.read_table(path).to_pylist() if row["kind"] == kind]
        return found

    def outcomes(self) -> dict[str, tuple[str, str]]:
        """For each article that was asked for: (outcome, reason)."""
        from warehouse.records import Fetch, FetchOutcome

        said = {row["fetch_id"]: (row["outcome"], row["reason"]) for row in self.rows(FetchOutcome)}
        return {
            row["url"]: said.get(row["fetch_id"], ("pending", ""))
            for row in self.rows(Fetch)
            if row["kind"] == "article"
        }


def outlet_file(folder: Path, base: str, *, extra: str = "", domains: str = '"127.0.0.1"', name: str = "faulty",
                source: str = "/feed", delay: float = 1.0) -> Path:  # fmt: skip
    """Write the file of an outlet that lives on a test server."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(
        f'name = "Faulty"\nhome = "{base}/"\ndomains = [{domains}]\ntier = "trade press"\ndelay = {delay}\n{extra}\n'
        f'[[source]]\nkind = "feed"\nurl = "{base}{source}"\n',
        encoding="utf-8",
    )
    return path


def job(data: Path, outlet_id: str = "faulty", **changes: Any) -> CrawlJob:
    """A job on loopback, without politeness unless asked for."""
    found = CrawlJob(
        outlet_id=outlet_id, run_id=uuid4(), data=data, user_agent="Pledgewatch/test", contact="https://example.org/bot",
        allow_loopback=True, polite=False, outlets_folder=data / "outlets", limits=QUICK,
    )  # fmt: skip
    return found.model_copy(update=changes)


def crawl(this: CrawlJob, seconds: float = 60) -> Crawled:
    """Run a job to its end, as a pass does."""
    output = this.run_folder / "output.log"
    with children.running(CRAWLS.start([str(this.write())], output)) as process:
        code = children.wait(process, seconds)
    assert code is not None, f"the crawl did not end within {seconds:g} s"
    return Crawled(this, code, output.read_text(encoding="utf-8"))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
