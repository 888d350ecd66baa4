"""What the desk's pages of outlets and runs cost after three years of hourly crawls: `python -m bench.desk_reads`.

24 outlets, 630,000 runs, 1.9 million fetches and 109,500 articles are generated. The peer is the query that the page's
view would be: the books of all runs, of which the latest are shown.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.figure import Figure, measured_cpu
from bench.generated_crawls import HOURS, generate_crawls
from desk.pages.health import PAGE_ROWS, SHOWN_DAYS
from warehouse import Owner
from warehouse.folder import DataFolder

ROUNDS = 9
LIMIT_MS = 50.0  # of CPU, of a page
WHOLE_VIEW = "SELECT * FROM books ORDER BY started_at DESC LIMIT 100"


def cpu_milliseconds(call: Callable[[], object]) -> float:
    """Return the median CPU time of a call that was made once before."""
    call()
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        call()
        spent.append((time.process_time() - began) * 1000)
    return median(spent)


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table."""
    hours = HOURS // 12 if quick else HOURS
    with tempfile.TemporaryDirectory() as place:
        folder = DataFolder(Path(place))
        generate_crawls(folder, hours)
        with Owner(folder, background=False) as owner, measured_cpu() as cpu:
            since = owner.query("runs", number=1)[0]["started_at"].date()

            def outlets() -> object:
                days = owner.query("outlet_days", since=since.fromordinal(since.toordinal() - SHOWN_DAYS))
                return (
                    owner.query("outlets"),
                    days,
                    owner.query("runs", last_ingests=True),
                    owner.query("incidents", number=50),
                )

            runs_ms = cpu_milliseconds(lambda: owner.query("runs", number=PAGE_ROWS))
            outlets_ms = cpu_milliseconds(outlets)
            with owner._connection.cursor() as cursor:
                view_ms = cpu_milliseconds(lambda: cursor.execute(WHOLE_VIEW).fetchall())
    what = f"after {hours // 24} days of hourly crawls of 24 outlets, in process, warm, CPU ms"
    return [
        Figure(f"The reads of /runs {what}", f"{runs_ms:.0f}", f"{view_ms:.0f}: the view of all books, cut", view_ms / runs_ms,
               ROUNDS * runs_ms / 1000, ROUNDS * view_ms / 1000),
        Figure(f"The reads of /outlets {what}", f"{outlets_ms:.0f}", "none: four reads", None, cpu.seconds),
    ]  # fmt: skip


def main() -> int:
    """Print the figures and return 0."""
    for one in figures(quick=False):
        print(f"{one.measure}: {one.ours}; peer: {one.peer}")
    print(f"aimed at: under {LIMIT_MS:.0f} each")
    return 0


if __name__ == "__main__":
    sys.exit(main())
