"""Runs that were killed: the next one goes on, and ends where an undisturbed one would have."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from tests.flows.conftest import ROOT, Demonstration, pledgewatch
from warehouse.folder import DataFolder

KILLS = 6
ORPHAN_SECONDS = 60.0  # a crawl that outlives the flow holds the run lock until it has ended


def kill_after(seconds: float, folder: DataFolder) -> None:
    """Start the demonstration and end it with kill -9 after so long; wait until the crawls that it left have ended."""
    command = [sys.executable, "-m", "pledgewatch", "demo", "--no-serve", "--data", str(folder.root)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        time.sleep(seconds)
        os.kill(run.pid, signal.SIGKILL)
    deadline = time.monotonic() + ORPHAN_SECONDS
    while time.monotonic() < deadline:
        lock = folder.runs / "running.lock"
        probe = subprocess.run(["flock", "--nonblock", str(lock), "true"], check=False, capture_output=True)
        if probe.returncode == 0 or not lock.exists():
            return
        time.sleep(0.2)
    raise AssertionError("an orphan kept the run lock")


def articles(folder: DataFolder) -> list[tuple[object, ...]]:
    statement = "SELECT outlet_id, url, title, text, status FROM articles ORDER BY ALL"
    with duckdb.connect(str(folder.snapshot), read_only=True) as connection:
        return connection.execute(statement).fetchall()


def candidates(folder: DataFolder) -> list[tuple[object, ...]]:
    with duckdb.connect(str(folder.snapshot), read_only=True) as connection:
        return connection.execute("SELECT candidate_id, state FROM candidates ORDER BY ALL").fetchall()


@pytest.mark.long
def test_a_run_killed_again_and_again_ends_where_an_undisturbed_one_does(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    folder = DataFolder(tmp_path / "data")
    chance = random.Random(20261122)  # the same moments every time, spread over the whole run
    for _ in range(KILLS):
        kill_after(chance.uniform(2.0, 20.0), folder)
    pledgewatch("demo", "--no-serve", "--data", str(folder.root))
    assert articles(folder) == articles(demonstration.folder)
    assert candidates(folder) == candidates(demonstration.folder)
    assert "✗" not in pledgewatch("doctor", "--data", str(folder.root))


@pytest.mark.long
def test_as_prefect_flows_the_job_comes_to_the_same(demonstration: Demonstration, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    pledgewatch("demo", "--no-serve", "--prefect", "--data", str(folder.root), PLEDGEWATCH_PREFECT_PORT="4291")
    assert articles(folder) == articles(demonstration.folder)
    assert candidates(folder) == candidates(demonstration.folder)
