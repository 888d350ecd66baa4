"""Every benchmark, one after the other, and one table of what they measured: `make bench`.

    python -m bench [--quick] [--only NAME ...] [--write docs/figures.md]

Each runs in a process of its own. `--quick` takes a few of them with small data; `--write` puts the table into the document,
between its marks.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import multiprocessing
import platform
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from bench.figure import Figure

QUICK = ("backfill", "crawl", "decisions", "extraction", "queue_reads", "stories", "tagging")
ALL = tuple(
    path.stem
    for path in sorted(Path(__file__).parent.glob("*.py"))
    if path.name != Path(__file__).name and "\ndef figures(" in path.read_text(encoding="utf-8")
)
MOST_SECONDS = 1800.0  # for one benchmark: the longest takes some ten minutes of a busy machine
BEGIN, END = "<!-- make bench: begin -->", "<!-- make bench: end -->"
HEAD = "| what, and how it was measured | ours | a peer, in the same run | ratio | CPU s, ours / peer |\n|---|---|---|---|---|"


def measure(name: str, quick: bool, out: Connection) -> None:
    """Run one benchmark in this process and send its rows, or the sentence that says why there are none."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            rows: list[Figure] | str = importlib.import_module(f"bench.{name}").figures(quick=quick)
    except Exception as error:  # one benchmark that fails does not keep the others from their figures
        rows = f"{type(error).__name__}: {error}"
    out.send(rows)


def run(name: str, quick: bool) -> list[Figure] | str:
    """Return the rows of one benchmark, or why it has none."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=measure, args=(name, quick, there))
    process.start()
    there.close()
    try:
        rows: list[Figure] | str = (
            here.recv() if here.poll(MOST_SECONDS) else f"no answer in {MOST_SECONDS / 60:.0f} minutes"
        )
    except EOFError:
        rows = "it ended without an answer"
    if isinstance(rows, str):
        process.terminate()
    process.join()
    return rows


def row(one: Figure) -> str:
    """Return a figure as a row of the table."""
    ratio = f"{one.ratio:.3g}" if one.ratio is not None else ""
    cpu = f"{one.cpu:.3g}" + (f" / {one.peer_cpu:.3g}" if one.peer_cpu is not None else "")
    return f"| {one.measure} | {one.ours} | {one.peer} | {ratio} | {cpu} |"


def about(quick: bool, seconds: float) -> str:
    """Return what the table says of itself."""
    size = "a few benches with small data" if quick else "all benches"
    return (
        f"{datetime.now(UTC):%d %B %Y}, Python {platform.python_version()}, {multiprocessing.cpu_count()} processors that may "
        f"have had other work: {size} in {seconds / 60:.0f} minutes. A ratio over 1 is for ours. Compare ratios and CPU seconds, not wall times."
    )


def write(path: Path, text: str) -> None:
    """Put the text between the marks of a document."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks, print the table, and return how many could not run."""
    parser = argparse.ArgumentParser(description="Measure, each beside a peer in the same run.")
    parser.add_argument("--quick", action="store_true", help="a few, with small data")
    parser.add_argument("--only", nargs="+", choices=ALL, metavar="NAME", help=f"of {', '.join(ALL)}")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table into a document, between its marks")
    options = parser.parse_args(arguments)
    began, lines, failed = time.monotonic(), [HEAD], 0
    for name in options.only or (QUICK if options.quick else ALL):
        print(f"{name} ...", file=sys.stderr, flush=True)
        rows = run(name, options.quick)
        failed += isinstance(rows, str)
        lines += [f"| {name} | could not run: {rows} | | | |"] if isinstance(rows, str) else map(row, rows)
    table = f"{about(options.quick, time.monotonic() - began)}\n\n" + "\n".join(lines)
    print(table)
    if options.write:
        write(options.write, table)
    return failed
