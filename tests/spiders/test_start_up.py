"""What it costs to begin a crawl."""

import subprocess
import sys
from pathlib import Path

import pytest

from flows.processes import children
from flows.processes.forks import ForkServer
from spiders.crawl_report import CrawlReport
from tests.spiders.crawling import job, outlet_file

MOST_CPU_SECONDS = 0.5  # of a whole crawl that finds nothing


def test_a_crawl_that_is_forked_costs_little_more_than_its_pages(tmp_path: Path) -> None:
    outlets = tmp_path / "outlets"
    outlet_file(outlets, "http://127.0.0.1:9")  # the port that discards: nobody answers
    crawls = ForkServer("tests.spiders.timed_crawl")
    for _ in range(2):
        one = job(tmp_path / "data", outlets_folder=outlets)
        file = one.write()
        with children.running(crawls.start([str(file)], tmp_path / "log")) as process:
            assert children.wait(process, 60) == 0, (tmp_path / "log").read_text()
        report = CrawlReport.read(one.run_folder)
        assert report
        assert report.finish_reason == "finished"
        assert float(file.with_suffix(".cpu").read_text()) < MOST_CPU_SECONDS
    crawls.close()


@pytest.mark.parametrize("program", ["spiders.crawling.preloaded", "pipelines.isolation.preloaded"])
def test_what_is_imported_before_the_fork_starts_no_thread_and_no_reactor(program: str) -> None:
    code = (
        f"import {program}, sys, threading\nprint(threading.active_count(), 'twisted.internet.reactor' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).resolve().parents[2]
    )
    assert told.stdout == "1 False\n", told.stderr
