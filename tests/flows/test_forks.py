"""Processes that are forked from a server that has imported their program: as apart from one another as any others."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.passes import one_at_a_time
from flows.passes.one_at_a_time import AlreadyRunning
from flows.processes import children
from flows.processes.forked_child import ForkedChild
from flows.processes.forks import ForkServer, NoForkServer
from tests.flows.test_children import alive, ends, first_line
from warehouse.folder import DataFolder

PROGRAM = "tests.flows.forked_program"


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    started = ForkServer(PROGRAM)
    yield started
    started.close()


def test_a_fork_has_its_arguments_environment_output_and_exit_status(
    server: ForkServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAID", "today")
    with children.running(server.start(["say", "hello"], tmp_path / "log")) as process:
        assert children.wait(process, 20) == 3
    assert (tmp_path / "log").read_text() == "hello today True 1\n"


def test_a_fork_sees_nothing_of_those_before_it(server: ForkServer, tmp_path: Path) -> None:
    for name in ("one", "other"):
        with children.running(server.start(["say"], tmp_path / name)) as process:
            children.wait(process, 20)
    assert (tmp_path / "one").read_text() == (tmp_path / "other").read_text()


def test_a_crash_is_told_and_touches_no_other(server: ForkServer, tmp_path: Path) -> None:
    beside = server.start(["wait"], tmp_path / "beside")
    with children.running(beside), children.running(server.start(["crash"], tmp_path / "log")) as crashed:
        assert children.wait(crashed, 20) == -signal.SIGSEGV
        assert beside.poll() is None


def test_an_exception_is_a_failure_whose_traceback_is_in_the_output(server: ForkServer, tmp_path: Path) -> None:
    with children.running(server.start(["raise"], tmp_path / "log")) as process:
        assert children.wait(process, 20) == 1
    assert "ValueError: something broke" in (tmp_path / "log").read_text()


def test_stopping_a_fork_stops_its_children(server: ForkServer, tmp_path: Path) -> None:
    process = server.start(["start another"], tmp_path / "log")
    grandchild = int(first_line(tmp_path / "log"))
    children.stop(process)
    time.sleep(0.1)
    assert process.returncode == -signal.SIGTERM
    assert not alive(grandchild)
    assert not alive(process.pid)


def test_a_fork_that_will_not_end_is_killed(
    server: ForkServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "POLITE_SECONDS", 0.5)
    process = server.start(["never answer"], tmp_path / "log")
    pid = int(first_line(tmp_path / "log"))
    children.stop(process)
    time.sleep(0.1)
    assert process.returncode == -signal.SIGKILL
    assert not alive(pid)


def test_a_fork_is_talked_to_and_has_what_was_loaded_before_it(tmp_path: Path) -> None:
    server = ForkServer(PROGRAM, ["loaded"])
    for _ in range(2):
        child = ForkedChild(server, ["answer"], tmp_path / "log")
        child.stdin.write(b"asked\n")
        child.stdin.flush()
        assert child.stdout.readline() == b"loaded answer asked\n"
        assert child.wait(20) == 4
        assert child.pid not in {one.pid for one in children._started}
    server.close()


def test_a_fork_that_is_talked_to_ends_when_it_is_killed(server: ForkServer, tmp_path: Path) -> None:
    child = ForkedChild(server, ["start another"], tmp_path / "log")
    grandchild = int(first_line(tmp_path / "log"))
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.1)
    child.kill()
    assert child.wait() == -signal.SIGKILL
    assert child.stdout.read() == b""
    assert ends(grandchild)


def test_a_fork_can_be_killed_from_its_first_moment(server: ForkServer, tmp_path: Path) -> None:
    for _ in range(10):
        child = ForkedChild(server, ["wait"], tmp_path / "log")
        child.kill()
        assert child.wait(5) == -signal.SIGKILL


def test_a_fork_keeps_the_files_that_it_is_given(server: ForkServer, folder: DataFolder, tmp_path: Path) -> None:
    with one_at_a_time.lock(folder) as held:
        orphan = server.start(["wait"], tmp_path / "log", keep=[held])
    with children.running(orphan), pytest.raises(AlreadyRunning), one_at_a_time.lock(folder):
        pass
    with one_at_a_time.lock(folder):
        pass


def test_a_server_that_was_killed_is_started_again(tmp_path: Path) -> None:
    server = ForkServer(PROGRAM)
    for name in ("one", "other"):
        with children.running(server.start(["say"], tmp_path / name)) as process:
            assert children.wait(process, 20) == 3
        assert server._process is not None
        os.killpg(server._process.pid, signal.SIGKILL)
    server.close()


def test_a_program_that_cannot_be_imported_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoForkServer, match="no_such_program"):
        ForkServer("tests.no_such_program").start([], tmp_path / "log")
    assert "ModuleNotFoundError" in (tmp_path / "log").read_text()


PARENT = """
import sys, time
from pathlib import Path
from flows.processes.forks import ForkServer
ForkServer(sys.argv[1]).start(["start another"], Path(sys.argv[2]))
time.sleep(60)
"""


def test_when_the_parent_is_killed_its_forks_and_theirs_end(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-c", PARENT, PROGRAM, str(log)]
    with subprocess.Popen(command, cwd=Path(__file__).resolve().parents[2]) as parent:
        grandchild = int(first_line(log))
        parent.kill()
    assert ends(grandchild)
