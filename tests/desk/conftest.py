"""A desk on a port of this machine, over a real warehouse: what a browser would talk to."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import uvicorn

from desk.app import create
from desk.serve import DeskServer, listen
from tests.desk.filled import fill
from tests.desk.newsdesk import NOW
from warehouse import DataFolder, Owner
from warehouse.records import Record

CHROMIUM = "chromium"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class OpenDesk:
    """A desk that is being served, and a client of it."""

    owner: Owner
    url: str
    client: httpx.Client
    app: Any

    def waiting(self, **filters: str) -> list[dict[str, Any]]:
        """Return the first candidates of the queue."""
        rows: list[dict[str, Any]] = self.client.get("/api/queue", params=filters).json()["candidates"]
        return rows

    def all_waiting(self, **filters: str) -> list[dict[str, Any]]:
        """Return all candidates of the queue, page after page; the number beside it is that of its rows."""
        rows: list[dict[str, Any]] = []
        after = ""
        while True:
            page = self.client.get("/api/queue", params={**filters, "after": after}).json()
            rows += page["candidates"]
            after = page["next"]
            if not after:
                assert page["total"] == len(rows), "the number beside the queue is the number of its rows"
                return rows

    def standing(self, candidate_id: str | UUID) -> str:
        """Return the latest decision on a candidate."""
        return str(self.owner.query("candidate_decisions", candidate_id=candidate_id)[0]["decision_id"])

    def decide(
        self,
        candidate_id: str | UUID,
        action: str,
        editor: str = "Edith",
        together: Any = None,
        **fields: Any,
    ) -> httpx.Response:
        """Post a decision as a program would; `together` names the other passages of the card that it takes."""
        body = {"decision_id": str(uuid4()), "candidate_id": str(candidate_id), "action": action, **fields}
        if together is not None:
            body["with"] = together
        return self.client.post("/api/decisions", json=body, headers={"Cookie": f"pledgewatch_editor={editor}"})


def serve_in_thread(owner: Owner, **options: Any) -> tuple[uvicorn.Server, threading.Thread, str, Any]:
    app = create(owner, now=lambda: NOW, **options)
    listening: socket.socket = listen("127.0.0.1", 0)
    server = DeskServer(uvicorn.Config(app, log_config=None, lifespan="off", ws="none", access_log=False))
    thread = threading.Thread(target=lambda: server.run(sockets=[listening]), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    return server, thread, f"http://127.0.0.1:{listening.getsockname()[1]}", app


LIMITS = httpx.Limits(keepalive_expiry=2)
"""The server ends a connection that was idle for five seconds, which is a client's default too: then one uses what the other ends."""


def open_desk(
    folder: Path, *batches: tuple[Record, ...], review_share: float = 0.0, **options: Any
) -> Iterator[OpenDesk]:
    with fill(DataFolder(folder), *batches, review_share=review_share) as owner:
        server, thread, url, app = serve_in_thread(owner, **options)
        headers = {"Cookie": "pledgewatch_editor=Edith"}
        with httpx.Client(base_url=url, trust_env=False, timeout=30, headers=headers, limits=LIMITS) as client:
            yield OpenDesk(owner, url, client, app)
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Serve one newsdesk for all tests of a file: each test decides candidates of its own."""
    yield from open_desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def demo_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Serve a desk that says that its newsroom is recorded."""
    yield from open_desk(tmp_path_factory.mktemp("demo"), demo=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Return a headless browser. Where there is none, these tests were skipped before they got here, except in CI."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which(CHROMIUM), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any) -> Iterator[Any]:
    """Return what opens a page of a desk in a browser of its own, with the name of its editor."""
    from tests.desk.watched import Watched

    made: list[Watched] = []

    def opened(desk: OpenDesk, path: str = "/", **options: Any) -> Any:
        watched = Watched(chromium, desk.url, **options)
        made.append(watched)
        watched.page.goto(path)
        return watched

    yield opened
    for watched in made:
        watched.context.close()
