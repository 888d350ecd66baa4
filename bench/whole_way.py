"""The whole way of a page, from the archive to the warehouse, beside trafilatura alone: `python -m bench.whole_way [--corpus FOLDER]`.

`pledgewatch reprocess` takes archived pages through extraction, tagging, matching and loading; trafilatura's default finds the
text of the same pages, and no more. What a start costs, which a reprocess of one page says, is taken off. The pages are the
recorded newsroom's: small, and nearly all on what the policies are about, so that the stance reader has its full work. `--corpus` names
a folder of real ones (see `bench.extraction`): large, and general news, most of which ends at the gate.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from bench.extraction import newsroom_pages, raw, scoring
from bench.figure import Figure
from pipelines.isolation.child import receive, send
from pipelines.page import RawPage

FIRST, OTHERS, AFTER = "2026-11-22", "2026-11-23", "2026-11-24"  # days: the first page is captured on one of its own
BAR_REAL, BAR_SMALL, BAR_TWO = 1.5, 1.0, 1.7


@dataclass(frozen=True, slots=True)
class Spent:
    """What pages cost without the start."""

    cpu: float  # seconds, of all processes
    wall: float  # seconds
    start: float  # CPU seconds of a reprocess of one page


def archived(pages: Sequence[RawPage], folder: Path) -> Path:
    """Return a data folder that holds the pages, the first captured on FIRST and the others on the day after."""
    path = folder / "pages.warc.gz"
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for number, page in enumerate(pages):
            answer = StatusAndHeaders("200 OK", [("Content-Type", page.content_type or "")], protocol="HTTP/1.1")
            day = {"WARC-Date": f"{OTHERS if number else FIRST}T12:00:00Z"}
            writer.write_record(
                writer.create_warc_record(
                    page.url,
                    "response",
                    payload=io.BytesIO(page.body),
                    length=len(page.body),
                    http_headers=answer,
                    warc_headers_dict=day,
                )
            )
    data = folder / "data"
    pledgewatch("backfill", str(path), "--any-site", "--data", str(data))
    return data


def pledgewatch(*arguments: str, processors: int | None = None) -> tuple[float, float]:
    """Run the command, and return the CPU seconds of all its processes and the wall seconds."""
    bound = [sorted(os.sched_getaffinity(0))[:processors]] if processors else []
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "pledgewatch", *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        preexec_fn=(lambda: os.sched_setaffinity(0, bound[0])) if bound else None,
    )
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def reprocessed(data: Path, processors: int) -> Spent:
    """Return what the pages of all but the first cost, with as many children as processors."""
    again = ("reprocess", "--data", str(data), "--jobs", str(processors))
    start_cpu, start_wall = pledgewatch(*again, "--since", FIRST, "--until", OTHERS, processors=processors)
    cpu, wall = pledgewatch(*again, "--since", OTHERS, "--until", AFTER, processors=processors)
    return Spent(cpu - start_cpu, wall - start_wall, start_cpu)


def by_trafilatura(pages: Sequence[RawPage]) -> float:
    """Return the CPU seconds in which trafilatura's default finds the texts, in a process that has read one before."""
    with subprocess.Popen(
        [sys.executable, "-m", "bench.peers.extraction"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as peer:
        assert peer.stdin is not None
        assert peer.stdout is not None
        for number, page in enumerate(pages):
            send(peer.stdin, page)
            receive(peer.stdout)
            if number == 0:
                started = _cpu_of(peer.pid)
        spent = _cpu_of(peer.pid) - started
        peer.stdin.close()
    return spent


def _cpu_of(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def figures_of(what: str, pages: Sequence[RawPage]) -> list[Figure]:
    """Return the rows for some pages."""
    with tempfile.TemporaryDirectory(prefix="pledgewatch-whole-way-") as folder:
        data = archived(pages, Path(folder))
        one = reprocessed(data, 1)
        two = reprocessed(data, 2) if len(os.sched_getaffinity(0)) > 1 else None
    alone, count = by_trafilatura(pages), len(pages) - 1
    rows = [
        Figure(f"The whole way of {count} {what}, archive to warehouse, warm (a start is {one.start:.1f} CPU s), pages a CPU second",
               f"{count / one.cpu:.1f}", f"{count / alone:.1f}: trafilatura's default, text alone", alone / one.cpu, one.cpu, alone)
    ]  # fmt: skip
    if two is not None:
        rows.append(Figure("The same on two processors, wall seconds", f"{two.wall:.1f}", f"{one.wall:.1f}: on one processor",
                           one.wall / two.wall, two.cpu, one.cpu))  # fmt: skip
    return rows


def newsroom(quick: bool) -> list[RawPage]:
    """Return the newsroom's pages, as a foreign archive holds them."""
    return [page for _, page in newsroom_pages()[:: 8 if quick else 1]]


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table."""
    return figures_of("pages of the recorded newsroom, small and on the policies' subjects", newsroom(quick))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the rows; return 1 where one is below its bar."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, help="of real pages, instead of the newsroom's")
    parser.add_argument("--quick", action="store_true", help="an eighth of the newsroom's pages")
    chosen = parser.parse_args(arguments)
    if chosen.corpus:
        evaluate = scoring(chosen.corpus)
        pages = [raw(page) for page in evaluate.load(str(chosen.corpus), "dev")]
        found, bar = figures_of("real pages of general news", pages), BAR_REAL
    else:
        found, bar = figures(quick=chosen.quick), BAR_SMALL
    for one in found:
        print(f"{one.measure}: {one.ours}; {one.peer}: {one.ratio:.2f}")
    bars = (bar, BAR_TWO)
    return int(any((one.ratio or 0) < least for one, least in zip(found, bars, strict=False)))


if __name__ == "__main__":
    sys.exit(main())
