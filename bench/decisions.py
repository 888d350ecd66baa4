"""How fast a decision is acknowledged while batches load: `python -m bench.decisions [SECONDS]`.

One process owns the warehouse and drains batches of 200 articles, one after the other, and publishes; the decisions
come from another process over the socket, one every 50 ms, each with a look at the queue. Beside it, in the same run and for
as long, the peer: no owner, the loader and the editor open the same kind of file in turn, write, and close, with retries while the other has it.
Every acknowledged decision is counted afterwards. Wall time depends on the machine's load, which is printed.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

import duckdb

from tests.warehouse import samples
from warehouse import connect, spool
from warehouse.folder import DataFolder
from warehouse.records import Action, Decision

ARTICLES_A_BATCH = 200
SECONDS = 20.0
PAUSE_SECONDS = 0.05
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

TURN_LOADER = """
import sys, time, random
import duckdb
file, seconds, size = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
loaded, ends = 0, time.monotonic() + seconds
while time.monotonic() < ends:
    try:
        connection = duckdb.connect(file)
    except duckdb.IOException:
        time.sleep(random.uniform(0.01, 0.05))
        continue
    connection.execute(f"INSERT INTO articles SELECT uuid(), md5(random()::VARCHAR) || repeat(' some words', 300) FROM range({size})")
    connection.close()
    loaded += 1
print(loaded, flush=True)
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


def decisions_in_turn(place: Path, seconds: float) -> tuple[list[float], int]:
    """Return the same for open, write, close with retries."""
    file = place / "turns.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE TABLE articles (id UUID, text VARCHAR); CREATE TABLE decisions (id UUID)")
    command = [sys.executable, "-c", TURN_LOADER, str(file), str(seconds), str(ARTICLES_A_BATCH)]
    loader = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    took: list[float] = []
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        began = time.perf_counter()
        while True:
            try:
                connection = duckdb.connect(str(file))
                break
            except duckdb.IOException:
                time.sleep(random.uniform(0.01, 0.05))
        connection.execute("INSERT INTO decisions VALUES (?)", [uuid4()])
        connection.close()
        took.append((time.perf_counter() - began) * 1000)
        time.sleep(PAUSE_SECONDS)
    out, _ = loader.communicate()
    return took, int(out)


def line(name: str, took: list[float], loaded: int) -> tuple[float, float]:
    """Print one line, and return p50 and p99."""
    took = sorted(took)
    p50, p95, p99 = median(took), took[int(len(took) * 0.95)], took[min(int(len(took) * 0.99), len(took) - 1)]
    print(
        f"{name:32} n {len(took):4}  p50 {p50:7.1f}  p95 {p95:7.1f}  p99 {p99:7.1f}  max {took[-1]:7.1f} ms; batches {loaded}"
    )
    return p50, p99


def main(seconds: float) -> int:
    """Print the figures; return 1 if a decision was lost, or if the slowest take longer than they may."""
    with tempfile.TemporaryDirectory() as place:
        took, loaded, lost = decisions_of_the_store(Path(place), seconds)
        p50, p99 = line("one owner, decisions journal", took, loaded)
        took, loaded = decisions_in_turn(Path(place), seconds)
        peer50, peer99 = line("open, write, close, retry", took, loaded)
    print(
        f"ratio: the peer takes {peer50 / p50:.0f} times as long at p50, {peer99 / p99:.0f} times at p99; lost: {lost}"
    )
    print(f"p99 {p99:.1f} ms (may be {LIMIT_MS:.0f} on a quiet machine); load average {os.getloadavg()[0]:.1f}")
    return lost > 0 or p99 > LIMIT_MS


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
