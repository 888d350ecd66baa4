"""Runs that were stopped: nothing is left of them, the next one goes on and ends where an undisturbed one would have."""

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from tests import killable
from tests.flows import forked_command
from tests.flows.conftest import ROOT, Demonstration, pledgewatch, pledgewatch_by_itself
from tests.flows.test_live import CONTACT, NOWHERE, free_port
from tests.some_policies import DEMONSTRATED, track_some
from warehouse.folder import DataFolder

STOPS = 36  # of the demonstration; six more while it starts, and nine of `run`
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)
APART_SECONDS = 2.0  # between the ends of commands that were started together
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


def demonstrate(data: str) -> None:
    """Run the demonstration as the command does, and say nothing."""
    forked_command.main([os.devnull, os.devnull, "demo", "--no-serve", "--data", data])


def stop_imported_after(seconds: float, number: signal.Signals, folder: DataFolder) -> None:
    """Start the demonstration in a process that has all imported, end it by a signal after so long, and see that nothing is left."""
    with killable.start(demonstrate, str(folder.root)) as run:
        time.sleep(seconds)
        run.send_signal(number)
        began = time.monotonic()
    expect_nothing_left(folder, began)


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
    expect_nothing_left(folder, began)


def expect_nothing_left(folder: DataFolder, began: float) -> None:
    """Expect that in time after the signal no process of the folder runs, and that its locks are free."""
    assert time.monotonic() < began + END_SECONDS, "the command itself"
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
    for place in range(6):
        stop_after(chance.uniform(0.2, 2.5), SIGNALS[place % 3], folder, "demo", "--no-serve")
    for place in range(STOPS):
        stop_imported_after(chance.uniform(0.1, 9.0), SIGNALS[place % 3], folder)
    pledgewatch("demo", "--no-serve", "--data", str(folder.root))
    assert articles(folder) == articles(demonstration.folder)
    assert candidates(folder) == candidates(demonstration.folder)
    assert "✗" not in pledgewatch("doctor", "--data", str(folder.root))


def stop_nowhere_after(seconds: float, number: signal.Signals, folder: DataFolder, *arguments: str) -> None:
    """Stop a command, over an outlet that cannot be reached, after so long."""
    (folder.root / "outlets").mkdir()
    (folder.root / "outlets" / "nowhere.toml").write_text(NOWHERE)
    environment = {"PLEDGEWATCH_CONTACT": CONTACT, "PLEDGEWATCH_PORT": str(free_port())}
    environment["PLEDGEWATCH_PREFECT_PORT"] = str(free_port())
    stop_after(seconds, number, folder, *arguments, **environment)


def stop_each_way(seconds: float, root: Path, *arguments: str) -> None:
    """Start a command in three installations at once, end each by another signal after so long, and see that nothing is left.

    They end one after the other: each has the machine for itself then.
    """

    def one(place: int) -> None:
        folder = DataFolder(root / SIGNALS[place].name).create()
        stop_nowhere_after(seconds + place * APART_SECONDS, SIGNALS[place], folder, *arguments)

    with ThreadPoolExecutor(len(SIGNALS)) as at_once:
        list(at_once.map(one, range(len(SIGNALS))))


@pytest.mark.long
@pytest.mark.parametrize("seconds", [1.0, 3.0, 9.0])
def test_nothing_is_left_of_a_run_with_its_desk(tmp_path: Path, seconds: float) -> None:
    stop_each_way(seconds, tmp_path, "run", "--no-prefect", "--outlet", "nowhere")


@pytest.mark.long
def test_nothing_is_left_of_a_run_with_prefect_that_starts(tmp_path: Path) -> None:
    stop_each_way(8.0, tmp_path, "serve")


@pytest.mark.long
@pytest.mark.parametrize("number", SIGNALS)
def test_nothing_is_left_of_a_run_with_prefect(folder: DataFolder, number: signal.Signals) -> None:
    stop_nowhere_after(45.0, number, folder, "serve")


@pytest.mark.long
def test_as_prefect_flows_the_job_comes_to_the_same(demonstration: Demonstration, tmp_path: Path) -> None:
    folder = track_some(DataFolder(tmp_path / "data"), DEMONSTRATED)
    pledgewatch_by_itself(
        "demo", "--no-serve", "--prefect", "--data", str(folder.root), PLEDGEWATCH_PREFECT_PORT="4291"
    )
    assert articles(folder) == articles(demonstration.folder)
    assert candidates(folder) == candidates(demonstration.folder)
