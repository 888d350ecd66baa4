"""Looking at a site as a crawl would, without an installation: for `outlets check` and `outlets new`.

A survey is a crawl into a temporary folder, so that everything that makes a crawl safe and polite holds for it too.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from spiders.crawl_report import CrawlReport
from spiders.crawling.crawl import command
from spiders.fetching.recording import Recorded, Recording
from spiders.health.verdict import Verdict, verdict_of
from spiders.job.job import CrawlJob, Limits

OVERTIME_SECONDS = 30.0
CONTACT = re.compile(r"\(\+([^)]+)\)")
FAR_FUTURE = datetime.fromisoformat("9999-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class Where:
    """Where a survey may look: the live web, a recording as of a moment, or (tests) loopback."""

    user_agent: str
    newsroom: Path | None = None
    as_of: datetime | None = None
    allow_loopback: bool = False

    @property
    def contact(self) -> str:
        """The contact that the user agent names."""
        found = CONTACT.search(self.user_agent)
        return found[1] if found else self.user_agent


@dataclass(frozen=True, slots=True)
class Survey:
    """What a survey brought: its report, its verdict and every response."""

    report: CrawlReport | None
    verdict: Verdict
    responses: dict[str, Recorded]

    def body(self, url: str) -> Recorded | None:
        """Return the response for a URL, if there was a good one."""
        found = self.responses.get(url)
        return found if found is not None and found.status == 200 else None


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder for surveys, which share its knowledge of hosts, and take it away afterwards."""
    with tempfile.TemporaryDirectory(prefix="pledgewatch-survey-") as folder:
        yield Path(folder)


def survey(folder: Path, outlet_id: str, name: str, where: Where, *, outlets: Path | None, articles: int) -> Survey:
    """Crawl an outlet's sources, and at most so many of its articles, into a scratch folder."""
    job = CrawlJob(
        outlet_id=outlet_id,
        run_id=uuid4(),
        data=folder,
        user_agent=where.user_agent,
        contact=where.contact,
        newsroom=where.newsroom,
        as_of=where.as_of,
        allow_loopback=where.allow_loopback,
        polite=not where.allow_loopback,
        outlets_folder=outlets,
        limits=Limits(seconds=120.0, articles=articles, rechecks=0, retries=1),
    )
    output = folder / "output.log"
    with output.open("ab") as log:
        process = subprocess.Popen(command(job.write()), stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            process.wait(job.limits.seconds + OVERTIME_SECONDS)
        finally:
            process.kill()  # nothing is left behind, however this is left
            process.wait()
    report = CrawlReport.read(job.run_folder)
    responses: dict[str, Recorded] = {}
    for path in sorted(job.folder.archive.rglob(f"*{job.run_id.hex[:16]}*.warc.gz")):
        recording = Recording(path)
        responses |= {url: found for url in recording.urls() if (found := recording.get(url, FAR_FUTURE))}
    return Survey(report, verdict_of(report, name), responses)
