"""What a batch costs as the warehouse grows: `python -m bench.growth [--sizes 10000 100000] [--full]`.

Articles are generated with texts that do not repeat. The peer is the same warehouse when it was small: the slope is the
figure. There is a warehouse for each size, and they take their batches in turn, so that what else the machine does weighs
on all of them alike. A process that only loads says how much memory it held. `--full` adds one of a million articles,
which takes a quarter of an hour and 6 GB of disk.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.figure import Figure, measured_cpu
from bench.generated_articles import batch
from pipelines.isolation.resident import peak_bytes
from warehouse import Owner, spool
from warehouse.folder import DataFolder

FILL = 5_000  # articles of a batch that only fills
SMALL, LARGE = 100, 500  # articles of the batches that are measured
ROUNDS = {SMALL: 15, LARGE: 7}  # batches of each size into each warehouse: an odd number has a median
LOADED = 10  # batches of LARGE articles that a process of its own loads, to say how much memory it takes
SIZES = (10_000, 100_000)
FULL = (*SIZES, 1_000_000)


@dataclass(frozen=True, slots=True)
class BatchCost:
    """What the batches cost at one size of the warehouse."""

    stored: int  # articles when they came
    small: float  # CPU seconds of a batch of SMALL articles, the median
    large: float  # of LARGE articles
    small_growth: float  # times a batch of SMALL in the smallest warehouse just before or after, the median
    large_growth: float  # of LARGE articles


class GrowingWarehouse:
    """A warehouse that is filled with generated articles."""

    def __init__(self, root: Path) -> None:
        self.owner = Owner(DataFolder(root), background=False)
        self.stored = 0
        self._runs = 0

    def fill(self, size: int) -> None:
        """Load articles until there are `size`, and take the log into the file as the product does between passes."""
        while self.stored < size:
            self._spool(min(FILL, size - self.stored))
            self.owner.drain()
        self.owner.publish()

    def cost(self, articles: int) -> float:
        """Return the CPU seconds of loading a batch of so many new articles."""
        self._spool(articles)
        started = time.process_time()
        report = self.owner.drain()
        spent = time.process_time() - started
        assert report.loaded == 1, report
        return spent

    def _spool(self, articles: int) -> None:
        records = batch(range(self.stored, self.stored + articles), self._runs)
        spool.write_batch(self.owner.folder, f"growth {self._runs}", records)
        self.stored += articles
        self._runs += 1


def costs(root: Path, sizes: Sequence[int]) -> list[BatchCost]:
    """Return what batches cost at each size, in the order given; growth is measured against the first."""
    with ExitStack() as closing:
        growing = []
        for size in sizes:
            one = GrowingWarehouse(root / str(size))
            closing.enter_context(one.owner)
            one.fill(size)
            growing.append(one)
        small, large = (_in_turn(growing, articles) for articles in (SMALL, LARGE))
    return [
        BatchCost(
            size, statistics.median(few), statistics.median(many), _growth(few, small[0]), _growth(many, large[0])
        )
        for size, few, many in zip(sizes, small, large, strict=True)
    ]


def _in_turn(growing: Sequence[GrowingWarehouse], articles: int) -> list[list[float]]:
    """Return the CPU seconds of each warehouse's batches, one into each before the next; every other round backwards."""
    spent: list[list[float]] = [[] for _ in growing]
    for number in range(ROUNDS[articles]):
        for place in range(len(growing))[:: -1 if number % 2 else 1]:
            spent[place].append(growing[place].cost(articles))
    return spent


def _growth(spent: Sequence[float], first: Sequence[float]) -> float:
    """Return the median ratio of batches that were loaded in the same round."""
    return statistics.median(one / other for one, other in zip(spent, first, strict=True))


def loader_megabytes(root: Path, stored: int) -> tuple[float, float]:
    """Return the peak memory, in MB, of a process that loads LOADED batches where so many are stored, and after it published."""
    for number in range(LOADED):
        first = 2 * stored + number * LARGE  # no number of an article that it holds
        records = batch(range(first, first + LARGE), 10_000 + number)
        spool.write_batch(DataFolder(root), f"loaded alone {number}", records)
    command = [sys.executable, "-m", "bench.growth", "--load", str(root)]
    loaded, published = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    return float(loaded), float(published)


def load_alone(root: Path) -> None:
    """Load what waits in the spool, and publish; print the peak memory of this process in MB after each."""
    folder = DataFolder(root)
    assert len(spool.waiting(folder)) == LOADED
    with Owner(folder, background=False) as owner:  # which loads what waits before it serves anybody
        print(peak_bytes() / 1024**2)
        owner.publish()
        print(peak_bytes() / 1024**2)
    assert not spool.waiting(folder)


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table: the peer is the warehouse when it was small."""
    sizes = (2_000, 20_000) if quick else SIZES
    with tempfile.TemporaryDirectory(prefix="pledgewatch-growth-") as folder, measured_cpu() as cpu:
        small, large = costs(Path(folder) / "data", sizes)
        loads, publishes = loader_megabytes(Path(folder) / "data" / str(sizes[-1]), sizes[-1])
    held = f"Memory at the peak of a process that loads {LOADED} such batches of {LARGE}; after it published, MB"
    return [
        Figure(f"Loading a batch of {articles} generated articles with {large.stored:,} stored, in process, CPU ms",
               f"{ours * 1000:.0f} ({articles / ours:,.0f} articles a CPU second)",
               f"{theirs * 1000:.0f}: the same with {small.stored:,} stored", 1 / growth, cpu.seconds)
        for articles, ours, theirs, growth in (
            (SMALL, large.small, small.small, large.small_growth),
            (LARGE, large.large, small.large, large.large_growth),
        )
    ] + [Figure(held, f"{loads:,.0f}; {publishes:,.0f}", "none: no peer keeps what it keeps", None, cpu.seconds)]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the costs and how they grow, and return 0."""
    parser = argparse.ArgumentParser(description="Measure what a batch costs as the warehouse grows.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="articles stored when a batch is measured")
    parser.add_argument("--full", action="store_true", help="also at a million articles")
    parser.add_argument("--load", type=Path, help=argparse.SUPPRESS)  # what `loader_megabytes` runs
    options = parser.parse_args(arguments)
    if options.load:
        load_alone(options.load)
        return 0
    sizes = FULL if options.full else sorted(options.sizes)
    with tempfile.TemporaryDirectory(prefix="pledgewatch-growth-") as folder:
        found = costs(Path(folder) / "data", sizes)
        loads, publishes = loader_megabytes(Path(folder) / "data" / str(sizes[-1]), sizes[-1])
    print("CPU time of loading a batch, in process, medians, new articles with text, tags and candidates")
    for one in found:
        print(
            f"  {one.stored:>9,} stored: {SMALL} articles {one.small * 1000:4.0f} ms ({SMALL / one.small:,.0f} a CPU second, "
            f"{one.small_growth:.2f} x the first), {LARGE} articles {one.large * 1000:4.0f} ms "
            f"({LARGE / one.large:,.0f} a CPU second, {one.large_growth:.2f} x)"
        )
    print(
        f"  peak memory of a process that loads {LOADED} batches of {LARGE} into the largest: {loads:,.0f} MB; "
        f"after it published: {publishes:,.0f} MB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
