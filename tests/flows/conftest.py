"""The demonstration, run once for all the tests that look at what it left behind."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from flows.processes import children
from flows.processes.forks import ForkServer
from tests.some_policies import DEMONSTRATED, track_some
from warehouse import connect
from warehouse.folder import DataFolder
from warehouse.store import Store

ROOT = Path(__file__).resolve().parents[2]


COMMANDS = ForkServer("tests.flows.forked_command")  # a command by itself would import for seconds, in every test
LONGEST_SECONDS = 900.0  # the demonstration takes one minute of CPU, and a machine may be busy with other things


def pledgewatch(*arguments: str, status: int = 0, **environment: str) -> str:
    """Run the command in a process of its own, expect its exit status, and return what it said."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for name, value in environment_with(**environment).items():
            patch.setenv(name, value)
        said = [Path(folder) / "output", Path(folder) / "errors"]
        log = Path(folder) / "log"
        with children.running(COMMANDS.start([*map(str, said), *arguments], log)) as process:
            code = children.wait(process, LONGEST_SECONDS)
        return as_expected(code, status, "".join(each.read_text(encoding="utf-8") for each in (*said, log)))


def pledgewatch_by_itself(*arguments: str, status: int = 0, **environment: str) -> str:
    """Run the command as a user does, who pays for its imports."""
    done = subprocess.run(
        [sys.executable, "-m", "pledgewatch", *arguments],
        cwd=ROOT,
        env=environment_with(**environment),
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    return as_expected(done.returncode, status, done.stdout + done.stderr)


def environment_with(**environment: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLEDGEWATCH_")}
    return {**kept, "COLUMNS": "120", **environment}


def as_expected(code: int | None, status: int, said: str) -> str:
    """Return what was said, where the command ended as it should and showed nobody a traceback."""
    assert code == status, said
    assert "Traceback" not in said
    return said


@dataclass(frozen=True)
class Demonstration:
    folder: DataFolder
    said: str


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """Return the data folder of one finished `pledgewatch demo --no-serve`. Tests read it, and do not write.

    It tracks the policies that its newsroom was written for; the built wheel's runs with all that are shipped. Whichever
    worker of a run wants it first makes it, and each has a copy: one process at a time may own a warehouse.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = shared / "demonstration.txt"
        if not said.exists():
            made = track_some(DataFolder(shared / "demonstration"), DEMONSTRATED)
            said.write_text(pledgewatch_by_itself("demo", "--no-serve", "--data", str(made.root)), encoding="utf-8")
    folder = tmp_path_factory.mktemp("demonstration") / "data"
    shutil.copytree(shared / "demonstration", folder, ignore=shutil.ignore_patterns("*.sock"))
    return Demonstration(DataFolder(folder), said.read_text(encoding="utf-8"))


@pytest.fixture
def store(demonstration: Demonstration) -> Iterator[Store]:
    """Return the demonstration's warehouse."""
    with connect(demonstration.folder) as opened:
        yield opened
