"""One crawl of one outlet, in its own process: `python -m spiders.crawling.crawl JOB.json`.

It ends with 0 when it ran, whatever it found: what it came to is in stats.json (`spiders.health.verdict`). It ends with 2 for
a job that is none, and with 3 when another crawl of the outlet is under way.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from spiders.crawl_report import CrawlReport
from spiders.health.verdict import verdict_of
from spiders.job.context import Context
from spiders.job.job import CrawlJob, JobError
from spiders.job.memory import AlreadyRunningError, only_crawl
from spiders.registry.files import OutletFileError, load_outlet
from spiders.registry.outlet import Outlet
from warehouse.vocabulary.collection import RunState

BAD_JOB, BUSY = 2, 3
LOG_LEVEL = logging.INFO


def command(job_file: Path) -> list[str]:
    """Return the command line that runs a job's crawl in a process of its own."""
    return [sys.executable, "-m", "spiders.crawling.crawl", str(job_file)]


def run_crawl(job: CrawlJob, outlet: Outlet) -> CrawlReport:
    """Crawl in this process, which can do so once, and return the report that was also written."""
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.utils.reactor import install_reactor

    from spiders.crawling.outlet_spider import OutletSpider
    from spiders.fetching.guards import guard_dialling
    from spiders.fetching.headers import cap_headers
    from spiders.fetching.settings import settings

    job.folder.create()
    context = Context(job, outlet)
    errors = _log_to(job.run_folder / "crawl.log")
    context.keep(context.run(RunState.RUNNING, ""))
    context.flush()
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor

    guard_dialling(reactor, job.allow_loopback, job.loopback_ports)
    cap_headers()
    process = AsyncCrawlerProcess(settings(job, outlet.delay))
    crawler = process.create_crawler(OutletSpider)
    process.crawl(crawler, context=context)
    process.start()
    scrapy_stats = crawler.stats.get_stats()
    left_over = getattr(crawler.spider, "left_over", True)
    finish_reason = str(scrapy_stats.get("finish_reason", ""))
    said = {"finish_reason": finish_reason, "errors": tuple(errors.sentences), "scrapy": scrapy_stats}
    report = context.report().model_copy(update=said | {"not_recorded": scrapy_stats.get("replay/not_recorded", 0)})
    verdict = verdict_of(report)
    context.close(RunState.FINISHED if verdict.ok else RunState.FAILED, verdict.sentence)
    if finish_reason == "finished" and not left_over and not errors.sentences:
        context.memory.save()
    report = report.model_copy(update={"verdict": verdict.sentence, "ok": verdict.ok})
    report.write(job.run_folder)
    return report


class _Errors(logging.Handler):
    """Gathers the first words of every error that was logged: a crawl with any is not a good one."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.sentences: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            self.sentences.append(f"{type(error).__name__}: {str(error)[:200]}")
        else:
            self.sentences.append(record.getMessage()[:200])


def _log_to(path: Path) -> _Errors:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = logging.FileHandler(path, encoding="utf-8")
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    file.setLevel(LOG_LEVEL)
    errors = _Errors()
    root = logging.getLogger()
    root.setLevel(LOG_LEVEL)
    root.handlers[:] = [file, errors]
    logging.captureWarnings(True)
    return errors


def main(arguments: Sequence[str]) -> int:
    """Run the job whose file is named, and return the process's exit code."""
    if len(arguments) != 1:
        print("usage: python -m spiders.crawling.crawl JOB.json", file=sys.stderr)
        return BAD_JOB
    try:
        job = CrawlJob.from_json(Path(arguments[0]).read_text(encoding="utf-8"))
        outlet = load_outlet(job.outlet_id, job.outlets_folder)
        if outlet is None:
            raise JobError(f"no outlet is called {job.outlet_id}")
    except (OSError, JobError, OutletFileError) as error:
        print(error, file=sys.stderr)
        return BAD_JOB
    try:
        with only_crawl(job.data, job.outlet_id):
            run_crawl(job, outlet)
    except AlreadyRunningError as error:
        CrawlReport(outlet_id=job.outlet_id, outlet=outlet.name, refused=str(error)).write(job.run_folder)
        print(f"{outlet.name}: {error}", file=sys.stderr)
        return BUSY
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
