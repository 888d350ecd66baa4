"""A crawl's pages per second, beside a bare Scrapy spider that fetches the same pages from the same server.

    python -m bench.crawl [--pages 1000] [--rounds 3]

Both run over loopback with politeness off, each in a process of its own, turn and turn about. The crawl archives every
response (WARC, fsynced before its batch is spooled), names it by its canonical URL and keeps its books; the bare spider
takes the status of each page and forgets it. Pages per second are counted from the first request to the last page, by
Scrapy's own clock; the CPU seconds beside them are of the whole process, start-up included.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from statistics import median
from uuid import uuid4

from bench.figure import Figure
from spiders.crawl_report import CrawlReport
from spiders.crawling.crawl import command
from spiders.job.job import CrawlJob, Limits

PAGE_BYTES = 60_000  # about the median of the trade press's pages, before compression
CONCURRENCY = 8
BAR = 0.8

BARE = """
import json, sys, scrapy
from scrapy.crawler import AsyncCrawlerProcess

class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        yield scrapy.Request(sys.argv[1] + "/feed")
    def parse(self, response):
        for link in response.xpath("//item/link/text()").getall():
            yield scrapy.Request(link, self.page)
    def page(self, response):
        yield {"url": response.url, "status": response.status}

settings = {"CONCURRENT_REQUESTS": 2 * %d, "CONCURRENT_REQUESTS_PER_DOMAIN": %d, "DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": False,
            "LOG_LEVEL": "WARNING", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False}
process = AsyncCrawlerProcess(settings)
crawler = process.create_crawler(Bare)
process.crawl(crawler)
process.start()
print(json.dumps(crawler.stats.get_stats(), default=str))
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """One crawl."""

    pages: int
    per_second: float
    cpu_seconds: float


def pages(count: int) -> list[bytes]:
    """Pages of words, all different, so that nothing is deduplicated and compression has its usual work."""
    words = Random(7)
    vocabulary = ["".join(words.choices("abcdefghijklmnopqrstuvwxyz", k=words.randint(2, 11))) for _ in range(4000)]
    found = []
    for number in range(count):
        text = " ".join(words.choices(vocabulary, k=PAGE_BYTES // 8))
        found.append(f"<html><head><title>{number}</title></head><body><p>{text}</p></body></html>".encode())
    return found


def serve(count: int, out: Connection) -> None:
    """Serve a feed of `count` pages, and them, from memory; send the port."""
    held = pages(count)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            if self.path == "/feed":
                port = int(self.headers["Host"].rsplit(":", 1)[1])
                links = "".join(f"<item><link>http://127.0.0.1:{port}/story/{n}</link></item>" for n in range(count))
                body, kind = f'<rss version="2.0"><channel>{links}</channel></rss>'.encode(), "application/rss+xml"
            else:
                body, kind = held[int(self.path.rsplit("/", 1)[1])], "text/html; charset=utf-8"
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    out.send(server.server_address[1])
    server.serve_forever()


def measured(arguments: Sequence[str]) -> tuple[str, float]:
    """Run a process to its end and return what it printed and its CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        arguments, capture_output=True, text=True, check=True, env=os.environ | {"OMP_NUM_THREADS": "1"}
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def bare(base: str, folder: Path) -> Figures:
    """Crawl with the bare spider, from a file: Scrapy reads the source of callbacks."""
    script = folder / "bare.py"
    script.write_text(BARE % (CONCURRENCY, CONCURRENCY), encoding="utf-8")
    printed, cpu = measured([sys.executable, str(script), base])
    stats = json.loads(printed)
    count = stats["item_scraped_count"]
    return Figures(count, count / stats["elapsed_time_seconds"], cpu)


def ours(base: str, folder: Path, count: int) -> Figures:
    """Crawl as the product does."""
    outlets = folder / "outlets"
    outlets.mkdir(parents=True, exist_ok=True)
    (outlets / "benchmark.toml").write_text(
        f'name = "Benchmark"\nhome = "{base}/"\ndomains = ["127.0.0.1"]\ntier = "trade press"\n'
        f'articles = [\'^/story/\']\n[[source]]\nkind = "feed"\nurl = "{base}/feed"\n',
        encoding="utf-8",
    )
    job = CrawlJob(
        outlet_id="benchmark", run_id=uuid4(), data=folder, user_agent="Pledgewatch/benchmark",
        contact="https://example.org/", allow_loopback=True, polite=False, outlets_folder=outlets,
        limits=Limits(articles=count, concurrency=CONCURRENCY),
    )  # fmt: skip
    _, cpu = measured(command(job.write()))
    report = CrawlReport.read(job.run_folder)
    assert report, "the crawl left no report"
    fetched = report.articles.pending
    return Figures(fetched, fetched / report.scrapy["elapsed_time_seconds"], cpu)


def compared(count: int, rounds: int) -> list[tuple[Figures, Figures]]:
    """Return the bare spider's and our figures of each round."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(count, there), daemon=True)
    server.start()
    base = f"http://127.0.0.1:{here.recv()}"
    found: list[tuple[Figures, Figures]] = []
    try:
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as folder:
                found.append((bare(base, Path(folder)), ours(base, Path(folder), count)))
    finally:
        server.terminate()
        server.join()
    return found


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table."""
    count, rounds = (150, 1) if quick else (600, 3)
    found = compared(count, rounds)
    assert all(peer.pages == mine.pages == count for peer, mine in found), found
    cpu, peer_cpu = (median(one[place].cpu_seconds for one in found) for place in (1, 0))
    measure = f"A crawl of {count} generated pages of 60 kB over loopback, politeness off, archived, start-up included"
    return [
        Figure(f"{measure}, CPU seconds, median of {rounds}", f"{cpu:.1f}", f"{peer_cpu:.1f}: bare Scrapy, which keeps nothing",
               peer_cpu / cpu, cpu, peer_cpu)
    ]  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Print the figures and return 1 when the ratio is below the bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    rounds = compared(options.pages, options.rounds)
    for number, (peer, mine) in enumerate(rounds, start=1):
        print(
            f"round {number}: bare Scrapy {peer.per_second:6.1f} pages/s ({peer.cpu_seconds:.1f} CPU s), "
            f"ours {mine.per_second:6.1f} pages/s ({mine.cpu_seconds:.1f} CPU s), ratio {mine.per_second / peer.per_second:.2f}"
        )
    ratio = median(mine.per_second / peer.per_second for peer, mine in rounds)
    cpu = median(peer.cpu_seconds / mine.cpu_seconds for peer, mine in rounds)
    whole = all(peer.pages == mine.pages == options.pages for peer, mine in rounds)
    print(
        f"median ratio {ratio:.2f} (bar {BAR}), by CPU {cpu:.2f}; every page fetched by both: {'yes' if whole else 'NO'}"
    )
    return 0 if ratio >= BAR and whole else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
