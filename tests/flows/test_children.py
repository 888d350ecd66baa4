"""Child processes: ended with all that they started, politely first."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.passes import one_at_a_time
from flows.passes.one_at_a_time import AlreadyRunning
from flows.processes import children
from warehouse.folder import DataFolder

GRANDPARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    return state != "Z"


def ends(pid: int) -> bool:
    """Whether a process ends within ten seconds."""
    deadline = time.monotonic() + 10
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not alive(pid)


def first_line(log: Path) -> str:
    for _ in range(100):
        if log.exists() and (text := log.read_text()).endswith("\n"):
            return text.splitlines()[0]
        time.sleep(0.05)
    raise AssertionError("the child said nothing")


def test_stopping_a_child_stops_its_children(tmp_path: Path) -> None:
    log = tmp_path / "log"
    process = children.start([sys.executable, "-c", GRANDPARENT], log)
    grandchild = int(first_line(log))
    children.stop(process)
    time.sleep(0.1)
    assert process.returncode == -signal.SIGTERM
    assert not alive(grandchild)


def test_a_child_that_is_left_by_an_exception_is_stopped(tmp_path: Path) -> None:
    process = children.start([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "log")
    with pytest.raises(KeyboardInterrupt), children.running(process):
        raise KeyboardInterrupt
    assert process.returncode is not None


def test_waiting_gives_up_in_time(tmp_path: Path) -> None:
    process = children.start([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "log")
    with children.running(process):
        assert children.wait(process, 0.3) is None


def test_a_second_run_says_since_when_and_leaves(folder: DataFolder) -> None:
    with one_at_a_time.lock(folder), pytest.raises(AlreadyRunning, match="since 20"), one_at_a_time.lock(folder):
        pass


def test_the_lock_is_free_again_afterwards(folder: DataFolder) -> None:
    with one_at_a_time.lock(folder):
        pass
    with one_at_a_time.lock(folder) as held:
        assert held > 0


def test_a_crawl_that_outlives_its_flow_keeps_the_lock(folder: DataFolder, tmp_path: Path) -> None:
    with one_at_a_time.lock(folder) as held:
        orphan = children.start([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "log", keep=[held])
    with children.running(orphan), pytest.raises(AlreadyRunning), one_at_a_time.lock(folder):
        pass
    with one_at_a_time.lock(folder):
        pass


PARENT = """
import sys, time
from pathlib import Path
from flows.processes import children
children.start([sys.executable, "-c", sys.argv[2]], Path(sys.argv[1]))
time.sleep(60)
"""


def test_when_the_parent_is_killed_its_children_and_theirs_end(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-c", PARENT, str(log), GRANDPARENT]
    with subprocess.Popen(command, cwd=Path(__file__).resolve().parents[2]) as parent:
        grandchild = int(first_line(log))
        parent.kill()
    assert ends(grandchild)


STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"


def test_several_children_that_will_not_end_are_ended_side_by_side(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom flows.processes import children, ending\nending.listen()\n"
        "try:\n"
        "    for n in range(3): children.start([sys.executable, '-c', sys.argv[2]], Path(sys.argv[1]) / str(n))\n"
        "    print('started', flush=True)\n    time.sleep(60)\n"
        "finally:\n    [children.stop(one) for one in list(children._started)]\n    ending.finish()"
    )
    command = [sys.executable, "-c", code, str(tmp_path), STUBBORN]
    with subprocess.Popen(command, cwd=Path(__file__).resolve().parents[2], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        assert [first_line(tmp_path / str(n)) for n in range(3)] == ["1", "1", "1"]
        began = time.monotonic()
        parent.terminate()
        assert parent.wait(timeout=20) == 128 + signal.SIGTERM
        assert time.monotonic() - began < 10
