"""One warehouse, several processes: whoever opens it, the calls are the same."""

import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse import samples
from warehouse import Owner, connect, spool
from warehouse.errors import AlreadyDecidedError, UnknownQueryError, WarehouseBusyError, WarehouseUnwellError
from warehouse.folder import DataFolder
from warehouse.owner import lock, protocol
from warehouse.records import Action, Decision, Stance, identifier

ROOT = Path(__file__).resolve().parents[2]

HOLDER = """
import sys, time
from pathlib import Path
from warehouse import connect
from warehouse.folder import DataFolder
with connect(DataFolder(Path(sys.argv[1]))):
    print("open", flush=True)
    sys.stdin.readline()
"""


def start_owner(folder: DataFolder) -> subprocess.Popen[str]:
    owner = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder.root)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert owner.stdout is not None
    assert owner.stdout.readline() == "open\n"
    return owner


def stop(owner: subprocess.Popen[str]) -> None:
    owner.communicate("\n", timeout=30)


@pytest.fixture
def owner(folder: DataFolder) -> Iterator[subprocess.Popen[str]]:
    """Another process that owns a warehouse with three articles."""
    connect(folder).close()  # made here, where a new warehouse is a copy
    spool.write_batch(folder, "one", samples.articles(range(3)))
    process = start_owner(folder)
    yield process
    if process.poll() is None:
        stop(process)
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()


def test_the_second_process_sees_what_the_first_one_sees(folder: DataFolder, owner: subprocess.Popen[str]) -> None:
    with connect(folder) as store:
        assert not store.owns
        theirs = store.query("queue"), store.query("policies"), store.books()
    stop(owner)
    with connect(folder) as store:
        assert store.owns
        assert (store.query("queue"), store.query("policies"), store.books()) == theirs


def test_every_call_works_from_another_process(folder: DataFolder, owner: subprocess.Popen[str]) -> None:
    with connect(folder) as store:
        spool.write_batch(folder, "two", samples.articles([7]))
        assert store.drain().loaded == 1
        made = Decision(
            identifier("d"),
            samples.candidate_id(7),
            Action.ACCEPT,
            "Zoë",
            "“=1+1”",
            samples.at(1),
            Stance.CONTEXT,
        )
        receipt = store.decide(made)
        assert (receipt.decision, receipt.duplicate) == (made, False)
        with pytest.raises(AlreadyDecidedError) as told:
            store.decide(Decision(identifier("e"), samples.candidate_id(7), Action.REJECT, "Ben", "", samples.at(2)))
        assert told.value.standing == made
        with pytest.raises(UnknownQueryError, match="no query named"):
            store.query("nonsense")
        policy = {
            "policy_id": "p",
            "title": "t",
            "promise": "",
            "party": "",
            "year": 2024,
            "source": "",
            "terms": ("a",),
        }
        assert (store.load_policies([policy]), store.load_policies([policy])) == (1, 0)
        assert store.load_outlets([{"outlet_id": "o", "name": "O", "home": ""}]) == 1
        assert store.publish() == folder.snapshot
        assert store.books(samples.run().run_id)[0]["stored"] == 4


def test_a_store_outlives_its_owner(folder: DataFolder, owner: subprocess.Popen[str]) -> None:
    with connect(folder) as store:
        before = store.query("queue")
        os.kill(owner.pid, signal.SIGKILL)
        owner.wait()
        assert store.query("queue") == before
        assert store.owns


def test_two_stores_of_one_process_share(folder: DataFolder) -> None:
    with connect(folder) as first, connect(folder) as second:
        assert (first.owns, second.owns) == (True, False)
        spool.write_batch(folder, "one", samples.articles([1]))
        assert second.drain().loaded == 1
        assert len(first.query("queue")) == 2


def test_twenty_openers_at_once_all_get_through(folder: DataFolder) -> None:
    spool.write_batch(folder, "one", samples.articles([1]))
    seen: list[int] = []

    def one() -> None:
        with connect(folder, wait=20) as store:
            seen.append(len(store.query("queue")))

    threads = [threading.Thread(target=one) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [2] * 20


def test_a_socket_that_was_left_behind_is_replaced(folder: DataFolder) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
        left.bind(str(protocol.socket_path(folder)))
    with connect(folder) as first, connect(folder) as second:
        assert second.query("health") == first.query("health")


def test_the_socket_is_for_this_user_alone(folder: DataFolder) -> None:
    with connect(folder):
        assert stat.S_IMODE(protocol.socket_path(folder).stat().st_mode) == 0o600
    assert not protocol.socket_path(folder).exists()


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    deep = DataFolder(tmp_path.joinpath(*["a-folder-with-a-long-name"] * 6))
    assert protocol.socket_path(deep).parent != deep.root
    with connect(deep) as first, connect(deep) as second:
        assert second.query("health") == first.query("health")
        assert stat.S_IMODE(protocol.socket_path(deep).parent.stat().st_mode) == 0o700


def test_an_owner_that_does_not_answer_is_named(folder: DataFolder) -> None:
    held = lock.take(folder)
    assert held is not None
    with pytest.raises(WarehouseBusyError, match=rf"process {os.getpid()}\) holds the warehouse"):
        connect(folder, wait=0.2)
    with pytest.raises(WarehouseBusyError, match="owns the warehouse"):
        Owner(folder, wait=0.2)
    held.release()


def test_a_folder_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(WarehouseUnwellError, match="the data folder cannot be used"):
        connect(DataFolder(tmp_path / "file"))


def test_garbage_on_the_socket_harms_nobody(folder: DataFolder) -> None:
    with connect(folder) as store:
        for line, said in (
            (b"\n", "the line is no request: Expecting value"),
            (b"{}\n", "the line is no request: call: Field required"),
            (b"[1]\n", "the line is no request: Input should be a valid dictionary"),
            (b'{"call": "ping", "spell": 1}\n', "the line is no request: spell: Extra inputs are not permitted"),
            (b'{"call": "ping", "args": [{"$uuid": "7"}]}\n', "the line is no request: badly formed"),
            (b'{"call": "decide", "args": [{"$record": "Spell"}]}\n', "the line is no request: 'Spell'"),
            (b'{"call": "decide", "args": [{"$record": "Decision", "fields": {}}]}\n', "decision_id: Field required"),
            (b'{"call": "close"}\n', "the owner takes no call named close"),
            (b'{"call": "_open"}\n', "the owner takes no call named _open"),
            (b'{"call": "query"}\n', "TypeError: "),
            (b"\xff\n", "the line is no request: 'utf-8' codec"),
        ):
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
                caller.connect(str(protocol.socket_path(folder)))
                caller.sendall(line)
                answer = protocol.decode(caller.makefile("rb").readline(), protocol.Answer)
                assert answer.raises
                assert said in answer.raises.message
        assert store.query("health")


def test_the_owner_drains_on_its_own(folder: DataFolder) -> None:
    with Owner(folder) as owner:
        spool.write_batch(folder, "one", samples.articles([1]))
        stop = threading.Event()
        for _ in range(100):
            if owner.query("queue"):
                break
            stop.wait(0.1)
        assert len(owner.query("queue")) == 2


def test_a_store_goes_on_when_its_owner_closes(folder: DataFolder) -> None:
    spool.write_batch(folder, "one", samples.articles(range(3)))
    first, second = connect(folder), connect(folder)
    before = second.query("queue")
    assert not second.owns
    first.close()
    assert second.query("queue") == before
    assert second.owns
    second.close()


def test_a_call_that_began_is_answered_when_the_owner_closes(folder: DataFolder) -> None:
    loaded: list[int] = []
    owner = Owner(folder, background=False)
    for number in range(12):
        spool.write_batch(
            folder, f"batch {number}", samples.articles(range(number * 3, number * 3 + 3), run_number=number)
        )
    with connect(folder) as store:
        draining = threading.Thread(target=lambda: loaded.append(store.drain().loaded))
        draining.start()
        while len(spool.waiting(folder)) > 10:
            draining.join(0.01)
        owner.close()
        draining.join()
        assert loaded == [12]
        assert store.query("health")[0]["articles"] == 36


class Lookups:
    """A folder of Python's path in which nothing is found, and that remembers what was looked for."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def find_spec(self, name: str, target: object = None) -> None:
        self.names.append(name)


def test_the_values_of_a_parameter_are_not_looked_for_in_pandas(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    lookups = Lookups()
    monkeypatch.setattr(sys, "path", ["a folder", *sys.path])
    monkeypatch.setitem(sys.path_importer_cache, "a folder", lookups)
    with connect(folder) as store:
        store.query("latest_texts", article_ids=[identifier(str(number)) for number in range(100)])
    assert lookups.names.count("pandas") <= 1  # once where it is installed
