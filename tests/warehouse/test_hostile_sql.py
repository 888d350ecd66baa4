"""Statements that are after the machine: each ends in a sentence, in its time and in its memory, beside a desk that answers."""

import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.statement_forks import StatementFork
from tests.warehouse import samples
from warehouse import connect, spool
from warehouse.analyst import sql
from warehouse.errors import SqlError
from warehouse.folder import DataFolder

pytestmark = pytest.mark.usefixtures("statements_by_themselves")

ROOT = Path(__file__).resolve().parents[2]
LINES = (Path(__file__).parent / "hostile_statements.txt").read_text(encoding="utf-8").splitlines()
STATEMENTS = [tuple(line.split("\t", 1)) for line in LINES if not line.startswith("#")]
SAMPLE = [
    "SELECT count(*) FROM range(10000000000) a, range(1000) b WHERE (a.range * b.range) % 7 = 3",
    "SELECT length(repeat('x', 3000000000))",
    "SELECT string_agg(repeat('x', 1000000), '') FROM range(50000)",
    "COPY (SELECT 1) TO '/dev/stdout'",
]
SECONDS = 2.0
MEMORY, MEMORY_BYTES = "600MB", 600_000_000
MOST_SECONDS_OVER = 1.0
MOST_TIMES_THE_MEMORY = 1.2
LOOK_SECONDS = 0.02  # between two looks at what the children hold
DESK_SECONDS = 0.2  # in which the desk answers, each time


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    folder = DataFolder(tmp_path_factory.mktemp("hostile"))
    spool.write_batch(folder, "one", samples.articles(range(3)))
    with connect(folder) as store:
        store.publish()
    return folder


class Watch:
    """Looks at what the processes of statements hold, for as long as the block lasts."""

    def __init__(self) -> None:
        self.peak = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    if b"statement_child" in (process / "cmdline").read_bytes():
                        self.peak = max(self.peak, high_water(process))
                except OSError:
                    continue


def high_water(process: Path) -> int:
    lines = (process / "status").read_text().splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


def start_of_a_process(folder: DataFolder) -> float:
    """Return the seconds that a statement takes that does nothing."""
    began = time.monotonic()
    sql.run_statement(folder, "SELECT 1")
    return time.monotonic() - began


def trial(folder: DataFolder, statement: str, start: float) -> tuple[str, float]:
    """Return the sentence in which a statement ended, and the seconds that it took beside those of a start."""
    began = time.monotonic()
    try:
        sql.run_statement(folder, statement, seconds=SECONDS, memory=MEMORY)
    except SqlError as error:
        return str(error), time.monotonic() - began - start
    return "", time.monotonic() - began - start


def check(folder: DataFolder, statement: str, start: float) -> None:
    with Watch() as watch:
        sentence, seconds = trial(folder, statement, start)
    assert sentence, "it was answered"
    assert "\n" not in sentence
    assert seconds < SECONDS + MOST_SECONDS_OVER, sentence
    assert watch.peak < MOST_TIMES_THE_MEMORY * MEMORY_BYTES, sentence
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sql._StatementProcess, "program", StatementFork)
        assert sql.run_statement(folder, "SELECT count(*) FROM articles").column(0).to_pylist() == [3]


@pytest.mark.parametrize("statement", SAMPLE)
def test_a_hostile_statement_ends_in_a_sentence(filled: DataFolder, statement: str) -> None:
    check(filled, statement, start_of_a_process(filled))


def test_there_are_a_hundred_of_them() -> None:
    assert len(STATEMENTS) >= 100
    assert set(SAMPLE) <= {statement for _, statement in STATEMENTS}


@pytest.fixture(scope="module")
def usual_start(filled: DataFolder) -> float:
    """Return the seconds of a start where nothing else runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sql._StatementProcess, "program", subprocess.Popen)
        return statistics.median(start_of_a_process(filled) for _ in range(3))


@contextmanager
def a_desk(folder: DataFolder) -> Iterator[str]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "pledgewatch", "desk", "--port", str(port), "--data", str(folder.root)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as desk:
        assert desk.stdout is not None
        assert b"The desk is open" in desk.stdout.readline()
        try:
            yield f"http://127.0.0.1:{port}/policies"
        finally:
            desk.terminate()


@pytest.fixture(scope="module")
def answering(filled: DataFolder) -> Iterator[list[float]]:
    """Give the seconds of each answer of a desk over the same folder, asked ten times a second."""
    seconds: list[float] = []
    stop = threading.Event()

    def ask(address: str) -> None:
        while not stop.wait(0.1):
            began = time.monotonic()
            with urllib.request.urlopen(address, timeout=10) as answer:
                answer.read()
            seconds.append(time.monotonic() - began)

    with a_desk(filled) as address:
        asking = threading.Thread(target=ask, args=(address,))
        asking.start()
        yield seconds
        stop.set()
        asking.join()


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.parametrize("statement", [statement for _, statement in STATEMENTS])
def test_a_hundred_hostile_statements_end_in_sentences(
    filled: DataFolder, answering: list[float], usual_start: float, statement: str
) -> None:
    del answering[:]
    check(filled, statement, usual_start)
    assert max(answering, default=0.0) < DESK_SECONDS
