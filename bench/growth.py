"""What a batch costs as the warehouse grows: `python -m bench.growth [--sizes 10000 100000] [--full]`.

Articles are generated with texts that do not repeat. The peer is the same warehouse when it was small: the slope is the
figure. `--full` goes on to a million articles, which takes a quarter of an hour and 6 GB of disk.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.generated_articles import batch
from warehouse import Owner, spool
from warehouse.folder import DataFolder

FILL = 5_000  # articles of a batch that only fills
SMALL, LARGE = 100, 500  # articles of the batches that are measured
BATCHES = 9  # of each size: the median counts
SIZES = (10_000, 100_000)
FULL = (*SIZES, 1_000_000)


@dataclass(frozen=True, slots=True)
class BatchCost:
    """What the batches cost at one size of the warehouse."""

    stored: int  # articles when they came
    small: float  # CPU seconds of a batch of SMALL articles, the median
    large: float  # of LARGE articles


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
        """Return the median CPU seconds of loading a batch of so many new articles."""
        spent = []
        for _ in range(BATCHES):
            self._spool(articles)
            started = time.process_time()
            report = self.owner.drain()
            spent.append(time.process_time() - started)
            assert report.loaded == 1, report
        return statistics.median(spent)

    def _spool(self, articles: int) -> None:
        records = batch(range(self.stored, self.stored + articles), self._runs)
        spool.write_batch(self.owner.folder, f"growth {self._runs}", records)
        self.stored += articles
        self._runs += 1


def costs(root: Path, sizes: Sequence[int]) -> list[BatchCost]:
    """Return what batches cost at each size, the smallest first."""
    growing = GrowingWarehouse(root)
    with growing.owner:
        found = []
        for size in sizes:
            growing.fill(size)
            found.append(BatchCost(size, growing.cost(SMALL), growing.cost(LARGE)))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the costs and how they grow, and return 0."""
    parser = argparse.ArgumentParser(description="Measure what a batch costs as the warehouse grows.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="articles stored when a batch is measured")
    parser.add_argument("--full", action="store_true", help="also at a million articles")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="pledgewatch-growth-") as folder:
        found = costs(Path(folder) / "data", FULL if options.full else sorted(options.sizes))
    first = found[0]
    print(
        "CPU time of loading a batch, in process, the median of 9 batches of new articles with text, tags and candidates"
    )
    for one in found:
        print(
            f"  {one.stored:>9,} stored: {SMALL} articles {one.small * 1000:4.0f} ms ({SMALL / one.small:,.0f} a CPU second, "
            f"{one.small / first.small:.2f} x the first), {LARGE} articles {one.large * 1000:4.0f} ms "
            f"({LARGE / one.large:,.0f} a CPU second, {one.large / first.large:.2f} x)"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory of the process that generates and loads: {peak:,.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
