"""Starting and stopping the desk as a process."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from desk.serve import DeskError, address_of, listen
from tests.desk.filled import fill
from warehouse import DataFolder, Owner

START = """
import sys
from pathlib import Path
from desk.serve import serve
from warehouse import DataFolder
serve(DataFolder(Path(sys.argv[1])), port=0, demo=True)
"""


@contextmanager
def started(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start a desk of its own process, and give it with its address."""
    command = [sys.executable, "-W", "error", "-c", START, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("The desk is open at http://127.0.0.1:"), line + str(
            process.stderr and process.stderr.read()
        )
        try:
            yield process, line.split()[5]
        finally:
            process.kill()


def ended(process: subprocess.Popen[str], number: signal.Signals) -> tuple[int, float, str]:
    began = time.monotonic()
    os.kill(process.pid, number)
    _, errors = process.communicate(timeout=20)
    return process.returncode, time.monotonic() - began, errors


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_desk_ends_quickly_and_quietly_and_lets_go_of_the_warehouse(tmp_path: Path, number: signal.Signals) -> None:
    folder = DataFolder(tmp_path)
    fill(folder).close()
    with started(tmp_path) as (process, url), httpx.Client(base_url=url, trust_env=False) as browser:
        row = browser.get("/api/queue").json()["candidates"][0]
        body = {
            "decision_id": str(row["revision_id"]),
            "candidate_id": row["candidate_id"],
            "action": "accept",
            "editor": "Anna",
        }
        assert browser.post("/api/decisions", json=body).status_code == 200
        code, seconds, errors = ended(process, number)
    assert (code, errors) == (0, "")
    assert seconds < 5  # the connection that the browser keeps open must not hold it
    with Owner(folder, wait=1) as owner:
        assert owner.query("candidate_decisions", candidate_id=row["candidate_id"])[0]["action"] == "accept"


def test_a_decision_that_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    fill(DataFolder(tmp_path)).close()
    with started(tmp_path) as (process, url):
        row = httpx.get(f"{url}/api/queue", trust_env=False).json()["candidates"][0]
        body = {
            "decision_id": str(row["revision_id"]),
            "candidate_id": row["candidate_id"],
            "action": "reject",
            "editor": "Anna",
        }
        assert httpx.post(f"{url}/api/decisions", json=body, trust_env=False).status_code == 200
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    with Owner(DataFolder(tmp_path)) as owner:
        assert owner.query("candidate_decisions", candidate_id=row["candidate_id"])[0]["action"] == "reject"


def test_a_busy_port_is_one_line_that_names_it(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(DeskError) as raised:
            listen("127.0.0.1", port)
    assert str(port) in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "PLEDGEWATCH_PORT, or --port" in str(raised.value)


def test_a_busy_port_is_noticed_before_the_warehouse_is_touched(tmp_path: Path) -> None:
    from desk.serve import serve

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(DeskError):
            serve(DataFolder(tmp_path / "new"), port=taken.getsockname()[1])
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(("host", "port"), [("no-such-host.invalid", 80), ("192.0.2.1", 0), ("127.0.0.1", 70_000)])
def test_an_address_that_cannot_be_had_is_one_line(host: str, port: int) -> None:
    with pytest.raises(DeskError) as raised:
        listen(host, port)
    assert host in str(raised.value)
    assert "\n" not in str(raised.value)


def test_the_address_is_one_that_a_browser_can_open() -> None:
    for host, shown in (("127.0.0.1", "http://127.0.0.1:"), ("0.0.0.0", "http://127.0.0.1:")):
        with listen(host, 0) as listening:
            assert address_of(listening) == f"{shown}{listening.getsockname()[1]}"
