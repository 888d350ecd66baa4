"""Peers of the owner: a loader and an editor that take turns at one file, with DuckDB and with plain SQLite."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import duckdb

PAUSE_SECONDS = 0.05  # between two decisions
BUSY_SECONDS = 30.0  # how long SQLite waits for the other

DUCKDB_LOADER = """
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

SQLITE_LOADER = """
import sys, time, sqlite3, uuid
file, seconds, size = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
loaded, ends = 0, time.monotonic() + seconds
connection = sqlite3.connect(file, timeout=30, isolation_level=None)
connection.execute("PRAGMA synchronous = FULL")
while time.monotonic() < ends:
    rows = [(str(uuid.uuid4()), uuid.uuid4().hex + " some words" * 300) for _ in range(size)]
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO articles VALUES (?, ?)", rows)
    connection.execute("COMMIT")
    loaded += 1
print(loaded, flush=True)
"""


def _decide_beside(
    loader: str, file: Path, seconds: float, size: int, decide: Callable[[], None]
) -> tuple[list[float], int]:
    """Return the times of decisions in milliseconds, and the batches that the loader loaded meanwhile."""
    command = [sys.executable, "-c", loader, str(file), str(seconds), str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as loading:
        took: list[float] = []
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            began = time.perf_counter()
            decide()
            took.append((time.perf_counter() - began) * 1000)
            time.sleep(PAUSE_SECONDS)
        out, _ = loading.communicate()
    return took, int(out)


def duckdb_in_turn(place: Path, seconds: float, size: int) -> tuple[list[float], int]:
    """Open, write, close, with retries while the other has the file."""
    file = place / "turns.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE TABLE articles (id UUID, text VARCHAR); CREATE TABLE decisions (id UUID)")

    def decide() -> None:
        while True:
            try:
                connection = duckdb.connect(str(file))
                break
            except duckdb.IOException:
                time.sleep(random.uniform(0.01, 0.05))
        connection.execute("INSERT INTO decisions VALUES (?)", [uuid4()])
        connection.close()

    return _decide_beside(DUCKDB_LOADER, file, seconds, size, decide)


def sqlite_in_turn(place: Path, seconds: float, size: int) -> tuple[list[float], int]:
    """One SQLite file in WAL mode, each commit synced: what many would build first."""
    file = place / "turns.sqlite"
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE articles (id TEXT PRIMARY KEY, text TEXT)")
        connection.execute("CREATE TABLE decisions (id TEXT PRIMARY KEY)")

        def decide() -> None:
            connection.execute("INSERT INTO decisions VALUES (?)", [str(uuid4())])

        return _decide_beside(SQLITE_LOADER, file, seconds, size, decide)
