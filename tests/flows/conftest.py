"""The demonstration, run once for all the tests that look at what it left behind."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from warehouse import connect
from warehouse.folder import DataFolder
from warehouse.store import Store

ROOT = Path(__file__).resolve().parents[2]


def pledgewatch(*arguments: str, status: int = 0, **environment: str) -> str:
    """Run the command in a process of its own, expect its exit status, and return what it said."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLEDGEWATCH_")}
    result = subprocess.run(
        [sys.executable, "-m", "pledgewatch", *arguments],
        cwd=ROOT,
        env={**kept, "COLUMNS": "120", **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    said = result.stdout + result.stderr
    assert result.returncode == status, said
    assert "Traceback" not in said
    return said


@dataclass(frozen=True)
class Demonstration:
    folder: DataFolder
    said: str


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """Return the data folder of one finished `pledgewatch demo --no-serve`. Tests read it, and do not write."""
    folder = DataFolder(tmp_path_factory.mktemp("demonstration") / "data")
    return Demonstration(folder, pledgewatch("demo", "--no-serve", "--data", str(folder.root)))


@pytest.fixture
def store(demonstration: Demonstration) -> Iterator[Store]:
    """Return the demonstration's warehouse."""
    with connect(demonstration.folder) as opened:
        yield opened
