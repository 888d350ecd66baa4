"""Runs that were stopped: nothing is left of them, the next one goes on and ends where an undisturbed one would have."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from tests.flows.conftest import ROOT, Demonstration, pledgewatch, pledgewatch_by_itself
from tests.flows.test_live import CONTACT, NOWHERE, free_port
from tests.some_policies import DEMONSTRATED, track_some
from warehouse.folder import DataFolder

STOPS = 42  # of the demonstration; eight more are of `run`
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)
END_SECONDS = 10.0  # within which nothing is left of a command that was stopped


def left_behind(folder: DataFolder) -> list[str]:
    """Return the command lines of the processes that name the data folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            state = (process / "stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
        if str(folder.root) in line and state != "Z":
            found.append(line)
    return found


def stop_after(seconds: float, number: signal.Signals, folder: DataFolder, *arguments: str, **environment: str) -> None:
    """Start a command, end it by a signal after so long, and see that nothing is left of it in time."""
    command = [sys.executable, "-m", "pledgewatch", *arguments, "--data", str(folder.root)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment}
    ) as run:
        time.sleep(seconds)
        run.send_signal(number)
        began = time.monotonic()
        run.wait(timeout=END_SECONDS)
    while left := left_behind(folder):
        assert time.monotonic() < began + END_SECONDS, left
        time.sleep(0.1)
    for lock in (folder.runs / "running.lock", folder.lock):
        # A process that ends loses its command line before the kernel closes its files: the lock is free a moment later.
        while lock.exists() and subprocess.run(["flock", "--nonblock", str(lock), "true"], check=False).returncode:
            assert time.monotonic() < began + END_SECONDS, lock
            time.sleep(0.1)


def articles(folder: DataFolder) -> list[tuple[object, ...]]:
    statement = "SELECT outlet_id, url, title, text, status FROM articles ORDER BY ALL"
    with duckdb.connect(str(folder.snapshot), read_only=True) as connection:
        return connection.execute(statement).fetchall()


def candidates(folder: DataFolder) -> list[tuple[object, ...]]:
    with duckdb.connect(str(folder.snapshot), read_only=True) as connection:
        return connection.execute("SELECT candidate_id, state FROM candidates ORDER BY ALL").fetchall()


@pytest.mark.long
def test_a_run_stopped_again_and_again_ends_where_an_undisturbed_one_does(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    folder = track_some(DataFolder(tmp_path / "data"), DEMONSTRATED)
    chance = random.Random(20261122)  # the same moments every time, spread over the whole run
    for place in range(STOPS):
        stop_after(chance.uniform(0.5, 14.0), SIGNALS[place % 3], folder, "demo", "--no-serve")
    pledgewatch("demo", "--no-serve", "--data", str(folder.root))
    assert articles(folder) == articles(demonstration.folder)
    assert candidates(folder) == candidates(demonstration.folder)
    assert "✗" not in pledgewatch("doctor", "--data", str(folder.root))


@pytest.mark.long
@pytest.mark.parametrize("number", SIGNALS)
def test_nothing_is_left_of_a_run_with_its_desk(folder: DataFolder, number: signal.Signals) -> None:
    (folder.root / "outlets").mkdir()
    (folder.root / "outlets" / "nowhere.toml").write_text(NOWHERE)
    for seconds in (1.0, 3.0, 9.0):
        environment = {"PLEDGEWATCH_CONTACT": CONTACT, "PLEDGEWATCH_PORT": str(free_port())}
        stop_after(seconds, number, folder, "run", "--no-prefect", "--outlet", "nowhere", **environment)


@pytest.mark.long
@pytest.mark.parametrize("number", SIGNALS)
def test_nothing_is_left_of_a_run_with_prefect(folder: DataFolder, number: signal.Signals) -> None:
    (folder.root / "outlets").mkdir()
    (folder.root / "outlets" / "nowhere.toml").write_text(NOWHERE)
    for seconds in (8.0, 45.0):
        environment = {"PLEDGEWATCH_CONTACT": CONTACT, "PLEDGEWATCH_PORT": str(free_port())}
        environment["PLEDGEWATCH_PREFECT_PORT"] = str(free_port())
        stop_after(seconds, number, folder, "serve", **environment)


@pytest.mark.long
def test_as_prefect_flows_the_job_comes_to_the_same(demonstration: Demonstration, tmp_path: Path) -> None:
    folder = track_some(DataFolder(tmp_path / "data"), DEMONSTRATED)
    pledgewatch_by_itself(
        "demo", "--no-serve", "--prefect", "--data", str(folder.root), PLEDGEWATCH_PREFECT_PORT="4291"
    )
    assert articles(folder) == articles(demonstration.folder)
    assert candidates(folder) == candidates(demonstration.folder)
