"""kill -9 while verdicts are written and opened again: none that was acknowledged is lost, none is doubled or half."""

import random
import shutil
import signal
import time
from itertools import count
from pathlib import Path

import duckdb
import pytest

from tests import killable
from tests.killed import rest_of, whole_lines
from tests.warehouse.verdict_samples import EDITED, edition, load, opened, verdict
from warehouse import Owner
from warehouse.folder import DataFolder
from warehouse.owner.verdict_book import verdict_chain


def write_on_and_on(data: str) -> None:
    """Write verdict after verdict, and say what is written."""
    with Owner(DataFolder(Path(data)), background=False) as owner:
        written = [row for row in owner.verdict_rows() if row.written]
        print("ready", flush=True)
        for number in count(len(written) + 1):
            last = written[-1].row_id if written else None
            row = owner.write_verdict(verdict(number, replaces=last, evidence=range(number % 4 + 1))).row
            print("written", row.row_id, row.sha256, flush=True)
            written.append(row)
            if number % 3 == 0:
                load(owner, f"edit {number}", edition(0, f"{EDITED} It was told {number} times.", 100 + number))
            if number % 7 == 0:
                owner.publish()


def kill_while_writing(folder: DataFolder, times: int, seed: int) -> dict[str, str]:
    """Kill a writer so many times, and return the rows that were acknowledged, with their hashes."""
    rand = random.Random(seed)
    acknowledged: dict[str, str] = {}
    for _ in range(times):
        with killable.start(write_on_and_on, str(folder.root)) as writer:
            said = []
            if rand.random() < 0.85:  # otherwise while it opens
                assert writer.stdout.readline() == "ready\n", "the next run goes on"
                said = [writer.stdout.readline() for _ in range(rand.randrange(8))]
            time.sleep(rand.uniform(0, 0.1))
            writer.send_signal(signal.SIGKILL)
            for line in (*whole_lines(said), *rest_of(writer.stdout)):
                if line.startswith("written"):
                    _, row_id, sha256 = line.split()
                    acknowledged[row_id] = sha256
    return acknowledged


def check(folder: DataFolder, acknowledged: dict[str, str]) -> None:
    chain = verdict_chain(folder.decisions)
    assert chain.broken is None
    with Owner(folder, background=False) as owner:
        rows = owner.verdict_rows()
        held = {str(row.row_id): row.sha256 for row in rows}
        assert len(held) == len(rows) >= chain.count, "none is doubled"
        assert acknowledged.items() <= held.items(), "none is lost, none is another"
        written = [row for row in rows if row.written]
        assert len(written) - len(acknowledged) >= 0
        assert all(row.written and len(row.written.evidence) == len(row.written.verdict.evidence) for row in written)
        cited = sum(len(row.written.evidence) for row in written if row.written)
        snapshot = owner.publish()
    with duckdb.connect(str(snapshot), read_only=True) as asked:
        copied = asked.execute("SELECT count(*), count(DISTINCT row_id) FROM records.verdicts").fetchall()
        assert copied == [(len(rows), len(rows))]
        assert asked.execute("SELECT count(*) FROM records.verdict_evidence").fetchall() == [(cited,)]


@pytest.fixture
def filled(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data").create()
    opened(folder).close()
    return folder


def test_12_kills_lose_double_and_halve_no_verdict(filled: DataFolder) -> None:
    acknowledged = kill_while_writing(filled, 12, seed=1)
    assert len(acknowledged) > 10
    check(filled, acknowledged)


@pytest.mark.long
def test_100_kills_lose_double_and_halve_no_verdict(filled: DataFolder, tmp_path: Path) -> None:
    acknowledged: dict[str, str] = {}
    for seed in range(5):
        acknowledged |= kill_while_writing(filled, 20, seed=100 + seed)
        shutil.copytree(filled.root, tmp_path / f"copy {seed}", ignore=shutil.ignore_patterns("*.sock"))
        check(DataFolder(tmp_path / f"copy {seed}"), acknowledged)
    check(filled, acknowledged)
