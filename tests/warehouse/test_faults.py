"""What a disk, a power cut and a bad log do: nothing that was acknowledged is lost, and it says so."""

import logging
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from tests.warehouse import samples
from warehouse import Owner, connect, spool
from warehouse.folder import DataFolder
from warehouse.owner import protocol
from warehouse.owner.database import wal_of
from warehouse.records import Action, Decision, identifier

ROOT = Path(__file__).resolve().parents[2]

KILLED_AFTER_LOADING = """
import os, signal, sys
from pathlib import Path
from tests.warehouse import samples
from warehouse import Owner, spool
from warehouse.folder import DataFolder
from warehouse.records import Action, Decision, identifier
folder = DataFolder(Path(sys.argv[1]))
owner = Owner(folder, background=False)
for number in range(5):
    spool.write_batch(folder, f"batch {number}", samples.articles([number]))
    owner.drain()
    if number == 2:
        owner.publish()
owner.decide(Decision(identifier("d"), samples.candidate_id(4), Action.ACCEPT, "Ann", "", samples.at(1)))
owner.drain()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def wreck(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A warehouse whose owner was killed: three batches in the file, two batches and a decision in its log."""
    folder = DataFolder(tmp_path_factory.mktemp("wreck") / "data").create()
    connect(folder).close()  # made here, where a new warehouse is a copy
    done = subprocess.run([sys.executable, "-c", KILLED_AFTER_LOADING, str(folder.root)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert wal_of(folder).stat().st_size > 1000
    protocol.socket_path(folder).unlink()
    return folder


@pytest.fixture
def killed(wreck: DataFolder, tmp_path: Path) -> DataFolder:
    """A copy of the wreck."""
    return DataFolder(Path(shutil.copytree(wreck.root, tmp_path / "data")))


def all_is_there(folder: DataFolder) -> bool:
    with connect(folder) as store:
        health = store.query("health")[0]
        state = store.query("candidate", candidate_id=samples.candidate_id(4))[0]["state"]
        return (health["articles"], health["batches"], health["decisions"], state) == (5, 5, 1, "accepted")


def test_a_log_is_replayed_after_a_crash(killed: DataFolder) -> None:
    assert all_is_there(killed)


@pytest.mark.parametrize("place", [0.3, 0.95])
def test_a_damaged_log_loses_nothing(killed: DataFolder, place: float, caplog: pytest.LogCaptureFixture) -> None:
    log_file = wal_of(killed)
    content = bytearray(log_file.read_bytes())
    at = int(len(content) * place)
    for index in range(at, min(at + 64, len(content))):
        content[index] ^= 0xFF
    log_file.write_bytes(content)
    with caplog.at_level(logging.ERROR):
        assert all_is_there(killed)
    aside = list(killed.root.glob("*.wal.corrupt-*"))
    if aside:
        assert "moved aside" in caplog.text
        with connect(killed) as store:
            assert store.query("health")[0]["file_events"] == 1


@pytest.mark.parametrize("lost", [37, 2000])
def test_a_log_that_was_cut_short_loses_nothing(killed: DataFolder, lost: int) -> None:
    os.truncate(wal_of(killed), wal_of(killed).stat().st_size - lost)
    assert all_is_there(killed)


def test_a_log_that_is_gone_loses_nothing(killed: DataFolder) -> None:
    wal_of(killed).unlink()
    assert all_is_there(killed)


BLOCK_BYTES, HEADER_BYTES, PAGE_BYTES = 262_144, 3 * 4096, 4096


def blocks_of_metadata(file: Path) -> list[int]:
    """Return the places of a file's blocks of metadata, which a checkpoint writes over the old ones."""
    with duckdb.connect(str(file), read_only=True) as asked:
        blocks = asked.execute("SELECT block_id FROM pragma_metadata_info() ORDER BY block_id").fetchall()
    assert blocks
    return [HEADER_BYTES + block * BLOCK_BYTES for (block,) in blocks]


def tear(file: Path, block: int) -> None:
    """Leave in a block the pages that a kill would leave of another: its first half is not what its checksum says."""
    content = bytearray(file.read_bytes())
    for at in range(block + PAGE_BYTES, block + BLOCK_BYTES // 2):
        content[at] ^= 0xFF
    file.write_bytes(content)


@pytest.mark.parametrize("with_log", [True, False])
def test_a_file_that_a_checkpoint_left_torn_loses_nothing(
    killed: DataFolder, with_log: bool, caplog: pytest.LogCaptureFixture
) -> None:
    for block in blocks_of_metadata(killed.snapshot):
        tear(killed.warehouse, block)
    if not with_log:
        wal_of(killed).unlink()
    with caplog.at_level(logging.ERROR):
        assert all_is_there(killed)
    assert "the snapshot took its place" in caplog.text
    assert len(list(killed.root.glob("warehouse.duckdb.corrupt-*"))) == 1
    with connect(killed) as store:
        assert store.query("health")[0]["file_events"] == 1


def test_a_torn_file_without_a_snapshot_begins_anew_and_loses_nothing(folder: DataFolder) -> None:
    with connect(folder) as store:
        spool.write_batch(folder, "one", samples.articles(range(4)))
        store.drain()
    for block in blocks_of_metadata(folder.warehouse):
        tear(folder.warehouse, block)
    with connect(folder) as store:
        assert store.query("health")[0]["articles"] == 4


def test_a_torn_block_that_only_a_query_would_read_is_found_when_the_file_is_opened(killed: DataFolder) -> None:
    for block in blocks_of_metadata(killed.snapshot):
        copy = DataFolder(Path(shutil.copytree(killed.root, killed.root.parent / f"torn at {block}")))
        tear(copy.warehouse, block)
        assert all_is_there(copy)
        with connect(copy) as store:
            assert store.query("health")[0]["file_events"] == 1


def test_a_file_that_is_no_database_is_one_line(folder: DataFolder) -> None:
    folder.warehouse.write_bytes(b"<html>not a database</html>" * 1000)
    with pytest.raises(Exception, match="cannot be opened") as refused:
        connect(folder)
    assert "\n" not in str(refused.value)


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from tests.warehouse import samples
from warehouse import Owner, spool
from warehouse.errors import WarehouseUnwellError
from warehouse.folder import DataFolder
from warehouse.records import Action, Decision, identifier
folder = DataFolder(Path(sys.argv[1]))
with Owner(folder, background=False) as owner:
    owner.drain()
    owner.publish()
    before = len(owner.query("queue", number=1000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    spool.write_batch(folder, "two", samples.articles(range(20, 400)))
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
    try:
        owner.drain()
        print("loaded on a full disk")
    except WarehouseUnwellError as error:
        print("unwell:", error)
    assert len(owner.query("queue", number=1000)) == before, "what was loaded is still read"
    try:
        owner.drain()
    except WarehouseUnwellError as error:
        pass
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print("then", owner.drain())
    print("articles", owner.query("health")[0]["articles"])
"""


def test_a_full_disk_fails_a_load_and_it_goes_on_when_there_is_room(folder: DataFolder) -> None:
    spool.write_batch(folder, "one", samples.articles(range(20)))
    with connect(folder):
        pass
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(folder.root)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "unwell: the warehouse cannot be written" in done.stdout
    assert "articles 400" in done.stdout
    assert list(folder.refused.iterdir()) == [], "a full disk is no fault of the batch"
    with connect(folder) as store:
        assert store.query("health")[0]["articles"] == 400


def test_a_snapshot_that_does_not_fit_leaves_the_earlier_one(folder: DataFolder) -> None:
    spool.write_batch(folder, "one", samples.articles([1]))
    with connect(folder) as store:
        store.publish()
    before = folder.snapshot.read_bytes()
    spool.write_batch(folder, "two", samples.articles([2]))
    script = (
        "import resource, signal, sys; from pathlib import Path; from warehouse import Owner; from warehouse.folder import DataFolder\n"
        "owner = Owner(DataFolder(Path(sys.argv[1])), background=False); owner.drain()\n"
        "import warehouse.owner.publishing as p; real = p.copy_to_snapshot\n"
        "def full(folder):\n"
        "    signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, -1)); return real(folder)\n"
        "p.copy_to_snapshot = full\n"
        "try: owner.publish()\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    command = [sys.executable, "-c", script, str(folder.root)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "WarehouseUnwellError the snapshot could not be published" in done.stdout, done.stderr
    assert folder.snapshot.read_bytes() == before
    assert [file.name for file in folder.snapshot.parent.iterdir()] == [folder.snapshot.name]


def test_the_limits_of_this_process_are_as_they_were() -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_readers_of_the_snapshot_never_fail_while_it_is_swapped(folder: DataFolder) -> None:
    spool.write_batch(folder, "one", samples.articles(range(10)))
    reader = (
        "import duckdb, sys, time\n"
        "seen = []\n"
        "while True:\n"
        "    c = duckdb.connect(sys.argv[1], read_only=True)\n"
        "    a, f, s = c.execute('SELECT (SELECT count(*) FROM articles), sum(fetched), sum(stored) FROM books').fetchall()[0]\n"
        "    c.close()\n"
        "    assert a == f == s, (a, f, s)\n"
        "    seen.append(a); print(a, flush=True)\n"
        "    if a >= 60: break\n"
        "    time.sleep(0.02)\n"
    )
    with Owner(folder, background=False) as owner:
        owner.drain()
        owner.publish()
        command = [sys.executable, "-c", reader, str(folder.snapshot)]
        readers = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
        ]
        for number in range(1, 6):
            spool.write_batch(folder, f"batch {number}", samples.articles(range(number * 10, number * 10 + 10)))
            owner.drain()
            owner.publish()
        for process in readers:
            out, errors = process.communicate(timeout=60)
            assert process.returncode == 0, errors
            counts = [int(line) for line in out.split()]
            assert counts == sorted(counts)


def test_a_snapshot_that_is_read_for_long_stays_as_it_was(folder: DataFolder) -> None:
    spool.write_batch(folder, "one", samples.articles([1]))
    with Owner(folder, background=False) as owner:
        owner.drain()
        owner.publish()
        with duckdb.connect(str(folder.snapshot), read_only=True) as old:
            spool.write_batch(folder, "two", samples.articles([2]))
            owner.drain()
            owner.publish()
            assert old.execute("SELECT count(*) FROM articles").fetchall() == [(1,)]


def test_a_checkpoint_waits_for_a_long_read(folder: DataFolder) -> None:
    spool.write_batch(folder, "one", samples.articles(range(3)))
    with Owner(folder, background=False) as owner:
        owner.drain()
        with owner._connection.cursor() as reading:
            reading.execute("BEGIN")
            reading.execute("SELECT count(*) FROM records.candidates").fetchall()
            spool.write_batch(folder, "two", [samples.matching(samples.revision(1), hours=5)])
            owner.drain()
            done = threading.Thread(target=owner.publish)
            done.start()
            done.join(timeout=0.5)
            reading.execute("COMMIT")
            done.join(timeout=20)
            assert not done.is_alive()
        owner.decide(Decision(identifier("d"), samples.candidate_id(1), Action.ACCEPT, "Ann", "", samples.at(1)))
