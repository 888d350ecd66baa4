"""Records a CPU second in a foreign WARC where nothing is ours, beside warcio reading the same file in the same run.

`python -m bench.backfill [--records 6000] [FILE.warc.gz]`; without a file it makes one of the shape of Common Crawl's CC-NEWS: a
warcinfo, then request, response and metadata of pages of many hosts, 25 to 120 kB of markup each, gzipped one by one.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from bench.figure import Figure
from pipelines.archive.foreign_warc import matching_outlet, pages
from spiders.registry import files

BAR = 1000  # records a CPU second
WORDS = (
    "council",
    "budget",
    "match",
    "weather",
    "minister",
    "club",
    "street",
    "election",
    "report",
    "hospital",
    "harvest",
)


def make(path: Path, pages_wanted: int, seed: int = 1) -> Path:
    """Write a WARC of pages that are no outlet's of ours."""
    chance = random.Random(seed)
    pieces = ["<p>" + " ".join(chance.choices(WORDS, k=60)) + f" {number}</p>\n" for number in range(400)]
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number in range(pages_wanted):
            url = f"https://www.news{number % 997}.example/{2020 + number % 7}/{number % 12 + 1:02d}/story-{number}/"
            body = "".join(chance.choices(pieces, k=chance.randint(60, 280))).encode()
            request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "a.example")], is_http_request=True)
            answer = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=UTF-8")], protocol="HTTP/1.1")
            for kind, content, http in (("request", b"", request), ("response", body, answer)):
                writer.write_record(
                    writer.create_warc_record(
                        url, kind, payload=io.BytesIO(content), length=len(content), http_headers=http
                    )
                )
    return path


def by_us(path: Path) -> int:
    """Read the file as `pledgewatch backfill` does, and return how many pages are an outlet's."""
    return sum(1 for _ in pages(path, tuple(files.load_outlets().values())))


def by_warcio(path: Path) -> int:
    """Do the same with warcio."""
    outlets = tuple(files.load_outlets().values())
    found = 0
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                found += matching_outlet(record.rec_headers.get_header("WARC-Target-URI"), outlets) is not None
    return found


def count(path: Path) -> int:
    """Return how many records of any kind the file holds."""
    with path.open("rb") as file:
        return sum(1 for _ in ArchiveIterator(file))


def cpu_seconds(work: Callable[[Path], int], path: Path) -> tuple[float, int]:
    """Return the CPU seconds that the work takes on a file, and what it returns."""
    began = time.process_time()
    found = work(path)
    return time.process_time() - began, found


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = make(Path(folder) / "foreign.warc.gz", 500 if quick else 3000)
        records = count(path)
        by_us(path)  # the outlets' patterns are compiled once
        ours, _ = cpu_seconds(by_us, path)
        theirs, _ = cpu_seconds(by_warcio, path)
    measure = f"{records:,} records of a generated foreign WARC passed over, none ours, warm, records a CPU second"
    return [
        Figure(measure, f"{records / ours:,.0f}", f"{records / theirs:,.0f}: warcio", theirs / ours, ours, theirs),
    ]


def main(arguments: Sequence[str]) -> int:
    """Print both rates and their ratio; return 1 where ours is below the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--records", type=int, default=6000)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.file or make(Path(folder) / "foreign.warc.gz", chosen.records // 2)
        records = count(path)
        by_us(path)  # the outlets' patterns are compiled once
        ours, found = cpu_seconds(by_us, path)
        theirs, _ = cpu_seconds(by_warcio, path)
        size = path.stat().st_size / 1e6
    print(f"{records:,} records, {size:.0f} MB gzipped, {found} of them an outlet's")
    print(f"pledgewatch backfill  {records / ours:>8,.0f} records a CPU second (bar: {BAR:,})")
    print(f"warcio, the same      {records / theirs:>8,.0f} records a CPU second")
    print(f"ratio                 {theirs / ours:>8.1f}")
    return 0 if records / ours >= BAR else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
