"""kill -9 at random moments of a load: nothing acknowledged is lost, nothing is doubled, and the next run goes on."""

import random
import signal
import time
from itertools import count
from pathlib import Path

import pytest

from tests import killable
from tests.killed import rest_of
from tests.warehouse import samples
from warehouse import connect, spool
from warehouse.folder import DataFolder

ROOT = Path(__file__).resolve().parents[2]
ARTICLES_A_BATCH = 3


def load_on_and_on(data: str, first: int) -> None:
    """Load batch after batch, and say what is done."""
    folder = DataFolder(Path(data))
    with connect(folder) as store:
        print("ready", flush=True)
        for number in count(first):
            some = samples.articles(range(number * 3, number * 3 + 3), run_number=number)
            spool.write_batch(folder, f"batch {number}", some)
            print("spooled", number, flush=True)
            store.drain()
            print("loaded", number, flush=True)
            if number % 4 == 3:
                store.publish()
                print("published", number, flush=True)


def kill_during_loads(folder: DataFolder, times: int, seed: int) -> set[int]:
    """Kill a loader so many times, and return the batches whose spooling was acknowledged."""
    rand = random.Random(seed)
    acknowledged: set[int] = set()
    for _ in range(times):
        first = max(acknowledged, default=-1) + 1
        with killable.start(load_on_and_on, str(folder.root), first) as loader:
            if rand.random() < 0.8:  # otherwise while it opens
                assert loader.stdout.readline() == "ready\n", "the next run goes on"
            time.sleep(rand.uniform(0, 0.25))
            loader.send_signal(signal.SIGKILL)
            for line in rest_of(loader.stdout):
                if line.startswith("spooled"):
                    acknowledged.add(int(line.split()[1]))
    return acknowledged


def check(folder: DataFolder, acknowledged: set[int]) -> None:
    with connect(folder) as store:
        store.drain()
        assert spool.waiting(folder) == []
        assert list(folder.refused.iterdir()) == []
        books = store.books()
        health = store.query("health")[0]
        held = {row["run_id"] for row in books}
        assert {samples.run(number).run_id for number in acknowledged} <= held, "what was acknowledged is there"
        assert all(row["stored"] == row["fetched"] == ARTICLES_A_BATCH and row["balanced"] for row in books), (
            "whole, once"
        )
        assert health["articles"] == health["revisions"] == len(held) * ARTICLES_A_BATCH
        assert health["candidates"] == health["waiting"] == health["articles"] * len(samples.POLICIES)
        assert health["batches"] == len(held)
        store.publish()
        assert len(list(folder.loaded.iterdir())) == 0


@pytest.mark.long
def test_25_kills_lose_nothing_and_double_nothing(folder: DataFolder) -> None:
    acknowledged = kill_during_loads(folder, 25, seed=1)
    assert len(acknowledged) > 5
    check(folder, acknowledged)


@pytest.mark.long
def test_200_kills_lose_nothing_and_double_nothing(folder: DataFolder) -> None:
    acknowledged: set[int] = set()
    for seed in range(8):
        acknowledged |= kill_during_loads(folder, 25, seed=100 + seed)
        check(folder, acknowledged)
