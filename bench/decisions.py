"""How fast a decision is acknowledged while batches load: `python -m bench.decisions [SECONDS]`.

One process owns the warehouse and drains batches of 200 articles, one after the other, and publishes; the decisions
come from another process over the socket, one every 50 ms, each with a look at the queue. Beside it, in the same run and for
as long, the peers, with no owner: a loader and an editor that open a DuckDB file in turn, write, and close, with retries while the other has it; and
the same two on one SQLite file. SQLite answers sooner and does less: it loads texts, with no tags, candidates, queue or checks.
Every acknowledged decision is counted afterwards. Wall time depends on the machine's load, which is printed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

from bench.figure import Figure, measured_cpu
from bench.peers.turns import PAUSE_SECONDS, duckdb_in_turn, sqlite_in_turn
from tests.warehouse import samples
from warehouse import connect, spool
from warehouse.folder import DataFolder
from warehouse.records import Action, Decision

ARTICLES_A_BATCH = 200
SECONDS = 20.0
LIMIT_MS = 100.0  # p99 of an acknowledgement, of the brief

OWNER = """
import sys, time
from pathlib import Path
from tests.warehouse import samples
from warehouse import Owner, spool
from warehouse.folder import DataFolder
folder, seconds, size = DataFolder(Path(sys.argv[1])), float(sys.argv[2]), int(sys.argv[3])
with Owner(folder) as owner:
    owner.drain()
    print("open", flush=True)
    loaded, ends = 0, time.monotonic() + seconds
    while time.monotonic() < ends:
        first = (loaded + 1) * size
        spool.write_batch(folder, f"batch {loaded}", samples.articles(range(first, first + size), run_number=loaded + 1))
        owner.drain()
        loaded += 1
        if loaded % 10 == 0:
            owner.publish()
    print(loaded, flush=True)
    sys.stdin.readline()
"""


def decisions_of_the_store(place: Path, seconds: float) -> tuple[list[float], int, int]:
    """Return the times of acknowledgement in milliseconds, the batches loaded meanwhile, and the decisions lost."""
    folder = DataFolder(place / "store").create()
    spool.write_batch(folder, "first", samples.articles(range(ARTICLES_A_BATCH)))
    command = [sys.executable, "-c", OWNER, str(folder.root), str(seconds), str(ARTICLES_A_BATCH)]
    owner = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    owner.stdout.readline()
    took: list[float] = []
    made: list[UUID] = []
    with connect(folder) as store:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            number = len(made) % ARTICLES_A_BATCH
            action = (Action.DEFER, Action.REOPEN)[len(made) // ARTICLES_A_BATCH % 2]
            before = made[-ARTICLES_A_BATCH] if len(made) >= ARTICLES_A_BATCH else None
            decision = Decision(
                uuid4(), samples.candidate_id(number), action, "Ann", "", samples.at(1), replaces=before
            )
            began = time.perf_counter()
            store.decide(decision)
            took.append((time.perf_counter() - began) * 1000)
            made.append(decision.decision_id)
            store.query("queue")
            time.sleep(PAUSE_SECONDS)
        loaded = int(owner.stdout.readline())
        store.drain()
        held = {row["decision_id"] for row in store.query("decisions_after")}
    owner.communicate("\n")
    return took, loaded, len(set(made) - held)


def line(name: str, took: list[float], loaded: int) -> tuple[float, float]:
    """Print one line, and return p50 and p99."""
    took = sorted(took)
    p50, p95, p99 = median(took), took[int(len(took) * 0.95)], took[min(int(len(took) * 0.99), len(took) - 1)]
    print(
        f"{name:32} n {len(took):4}  p50 {p50:7.1f}  p95 {p95:7.1f}  p99 {p99:7.1f}  max {took[-1]:7.1f} ms; batches {loaded}"
    )
    return p50, p99


def compared(seconds: float) -> list[Figure]:
    """Print the figures of the three, and return them as rows; the second peer is the one to beat."""
    with tempfile.TemporaryDirectory() as place:
        with measured_cpu() as cpu:
            took, loaded, lost = decisions_of_the_store(Path(place), seconds)
        p50, p99 = line("one owner, decisions journal", took, loaded)
        assert not lost, f"{lost} acknowledged decisions were lost"
        rows = []
        for name, peer in (("DuckDB, open-write-close", duckdb_in_turn), ("plain SQLite, WAL, synced", sqlite_in_turn)):
            with measured_cpu() as peer_cpu:
                took, loaded_by_peer = peer(Path(place), seconds, ARTICLES_A_BATCH)
            peer50, peer99 = line(name, took, loaded_by_peer)
            rows.append(
                Figure(
                    f"A decision, durable, while batches of {ARTICLES_A_BATCH} articles load, wall ms at p50 (p99); batches loaded",
                    f"{p50:.0f} ({p99:.0f}); {loaded}, indexed, with candidates",
                    f"{peer50:.0f} ({peer99:.0f}); {loaded_by_peer}, texts alone: {name}",
                    peer50 / p50,
                    cpu.seconds,
                    peer_cpu.seconds,
                )
            )
    print(f"p99 may be {LIMIT_MS:.0f} ms on a quiet machine; load average {os.getloadavg()[0]:.1f}; lost: none")
    return rows


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table."""
    return compared(5.0 if quick else 15.0)


def main(seconds: float) -> int:
    """Print the figures and return 0; a decision that was lost is an AssertionError."""
    compared(seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
