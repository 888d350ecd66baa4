"""The job over live outlets, where nothing can be reached: one line an outlet, and the way to the demonstration."""

import json
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flows import children, settings
from flows.schedules import prefect_server
from flows.settings import Settings
from tests.flows.conftest import pledgewatch
from warehouse.folder import DataFolder

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
