"""The job over live outlets, where nothing can be reached: one line an outlet, and the way to the demonstration."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows import settings
from flows.processes import asking, children
from flows.schedules import prefect_server
from flows.settings import Settings
from tests.flows.conftest import ROOT, pledgewatch
from warehouse import Owner
from warehouse.folder import DataFolder
from warehouse.owner import lock

NOWHERE = """
name = "The Nowhere Gazette"
home = "https://gazette.invalid/"
domains = ["gazette.invalid"]
tier = "trade press"
articles = ['^/news/']

[[source]]
kind = "feed"
url = "https://gazette.invalid/feed/"
"""  # RFC 2606: no name under .invalid is ever known

CONTACT = "news@example.org"


def free_port() -> int:
    """Return a port of this machine at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture
def nowhere(folder: DataFolder) -> DataFolder:
    """Return a data folder with an outlet of its own that cannot be reached."""
    (folder.root / "outlets").mkdir()
    (folder.root / "outlets" / "nowhere.toml").write_text(NOWHERE)
    return folder


def once(folder: DataFolder, *more: str, **environment: str) -> str:
    options = ("run", "--once", "--outlet", "nowhere", "--data", str(folder.root), *more)
    return pledgewatch(*options, status=1, PLEDGEWATCH_CONTACT=CONTACT, **environment)


def test_with_no_network_a_run_says_so_in_a_line_and_points_to_the_demonstration(nowhere: DataFolder) -> None:
    said = once(nowhere, "--no-prefect")
    assert "The Nowhere Gazette: could not be reached: name not known" in said
    assert "make demo" in said


def test_a_disabled_outlet_is_refused_with_its_reason(folder: DataFolder) -> None:
    said = pledgewatch(
        *("run", "--once", "--outlet", "nurseryworld", "--data", str(folder.root)),
        status=1,
        PLEDGEWATCH_CONTACT=CONTACT,
    )
    assert "nurseryworld is disabled: answers 403" in said


class AnotherPrefect(BaseHTTPRequestHandler):
    """Answers as somebody else's Prefect server would."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def taken_port() -> Iterator[int]:
    """Return a port at which another Prefect server seems to answer."""
    with HTTPServer(("127.0.0.1", 0), AnotherPrefect) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_where_prefect_cannot_be_started_the_run_goes_on_without_it(nowhere: DataFolder, taken_port: int) -> None:
    said = once(nowhere, PLEDGEWATCH_PREFECT_PORT=str(taken_port))
    assert "Going on without Prefect" in said
    assert "could not be reached" in said


@contextmanager
def a_run(folder: DataFolder, port: int) -> Iterator[subprocess.Popen[str]]:
    """Start `run` over an outlet that cannot be reached, with a desk at the port; end it with the block."""
    command = [sys.executable, "-m", "pledgewatch", "run", "--no-prefect", "--outlet", "nowhere"]
    environment = {**os.environ, "PLEDGEWATCH_CONTACT": CONTACT, "PLEDGEWATCH_PORT": str(port)}
    with subprocess.Popen(
        [*command, "--data", str(folder.root)], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as run:
        try:
            yield run
        finally:
            run.terminate()


def desk_answers(port: int, seconds: float = 30.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if asking.answers(f"http://127.0.0.1:{port}/"):
            return True
        time.sleep(0.1)
    return False


def test_when_run_says_that_the_desk_is_open_it_answers_and_a_desk_that_dies_is_started_again(
    nowhere: DataFolder,
) -> None:
    port = free_port()
    with a_run(nowhere, port) as run:
        assert run.stdout is not None
        assert f"http://127.0.0.1:{port}" in run.stdout.readline()
        assert asking.answers(f"http://127.0.0.1:{port}/")
        desk = lock.holder(nowhere).strip(" ()").split()[-1]
        os.kill(int(desk), signal.SIGKILL)
        said = next(line for line in run.stdout if "the desk ended" in line)
        assert "UTC" in said
        assert desk_answers(port)
    assert run.returncode == 128 + signal.SIGTERM
    assert not asking.answers(f"http://127.0.0.1:{port}/")


def live(folder: DataFolder, **environment: str) -> str:
    options = ("run", "--no-prefect", "--outlet", "nowhere", "--data", str(folder.root))
    return pledgewatch(*options, status=1, PLEDGEWATCH_CONTACT=CONTACT, **environment)


def test_a_taken_port_is_told_before_anything_starts(nowhere: DataFolder, taken_port: int) -> None:
    said = live(nowhere, PLEDGEWATCH_PORT=str(taken_port))
    assert f"Port {taken_port} of 127.0.0.1 is in use" in said
    assert not nowhere.warehouse.exists()


def test_a_warehouse_that_another_process_owns_is_told_before_anything_starts(nowhere: DataFolder) -> None:
    with Owner(nowhere):
        said = live(nowhere, PLEDGEWATCH_PORT=str(free_port()))
    assert f"another process (process {os.getpid()}) owns the warehouse" in said
    assert "pledgewatch serve" in said
    assert not (nowhere.root / "desk.log").exists()


def scheduled(chosen: Settings) -> list[dict[str, object]]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{chosen.prefect_port}/api/flow_runs/filter",
        data=json.dumps({"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        runs: list[dict[str, object]] = json.load(response)
        return runs


@pytest.mark.long
def test_prefect_schedules_a_run_for_every_class_of_outlets(folder: DataFolder, tmp_path: Path) -> None:
    chosen = settings.read_settings({"PLEDGEWATCH_PREFECT_PORT": "4293"}, data=folder.root)
    with prefect_server.running(chosen):
        keeper = children.start(
            [sys.executable, "-m", "flows.schedules.prefect_flows", str(folder.root)], tmp_path / "log"
        )
        with children.running(keeper):
            deadline = time.monotonic() + 120
            while len({run["deployment_id"] for run in scheduled(chosen)}) < 3:
                assert keeper.poll() is None, (tmp_path / "log").read_text()
                assert time.monotonic() < deadline, "no scheduled run was created"
                time.sleep(1)


def flow_runs(chosen: Settings, names: list[str]) -> list[dict[str, object]]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{chosen.prefect_port}/api/flow_runs/filter",
        data=json.dumps({"flow_runs": {"state": {"name": {"any_": names}}}}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        runs: list[dict[str, object]] = json.load(response)
        return runs


LATE = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from prefect.client.orchestration import get_client
from prefect.states import Running, Scheduled
from flows.schedules import prefect_flows
now = datetime.now(UTC)
with get_client(sync_client=True) as client:
    for hours in range(1, 13):
        client.create_flow_run(prefect_flows.scheduled_ingest, state=Scheduled(scheduled_time=now - timedelta(hours=hours)),
            parameters={"schedule": "hourly", "data": sys.argv[1]})
    client.create_flow_run(prefect_flows.scheduled_ingest, state=Running(), parameters={"schedule": "daily", "data": "."})
print(prefect_flows.close_what_is_dead(Path(sys.argv[1])), "closed")
print(prefect_flows.close_what_is_dead(Path(sys.argv[1])), "left")
"""


@pytest.mark.long
def test_prefects_late_runs_are_dropped_its_dead_ones_closed_and_its_server_started_again(folder: DataFolder) -> None:
    chosen = settings.read_settings({"PLEDGEWATCH_PREFECT_PORT": str(free_port())}, data=folder.root)
    told: list[str] = []
    with prefect_server.running(chosen, told.append) as server:
        command = [sys.executable, "-c", LATE, str(folder.root)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert "13 closed\n0 left" in done.stdout, done.stdout + done.stderr
        assert len(flow_runs(chosen, ["Crashed"])) == 1
        os.killpg(server.process.pid, signal.SIGKILL)
        deadline = time.monotonic() + 90
        while not told or not prefect_server.answers(chosen):
            assert time.monotonic() < deadline, told
            time.sleep(0.5)
        assert "Prefect's server ended" in told[0]
        assert len(flow_runs(chosen, ["Crashed"])) == 1
