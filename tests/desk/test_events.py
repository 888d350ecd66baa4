"""What is decided is told to every browser that looks on, at once, and nothing is left behind when they or the desk go."""

import json
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from desk.serve import STOP_SECONDS
from tests.desk.conftest import OpenDesk, open_desk, serve_in_thread
from tests.desk.filled import fill
from tests.desk.newsdesk import NOW, lead, queue_fillers
from warehouse import DataFolder
from warehouse.records import Action, Decision


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    yield from open_desk(tmp_path_factory.mktemp("events"), lead(), queue_fillers(30))


def told(answer: httpx.Response) -> Iterator[dict[str, Any]]:
    """Return the decisions that a stream tells, as they come."""
    for line in answer.iter_lines():
        if line.startswith("data: {"):
            yield json.loads(line.removeprefix("data: "))


def last(desk: OpenDesk) -> int:
    return int(desk.owner.query("last_decision")[0]["sequence"])


def until(condition: Any, seconds: float = 10.0) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "it did not come about"
        time.sleep(0.02)


def listeners(desk: OpenDesk) -> int:
    return int(desk.app.state.desk.feed.listeners)


def test_a_decision_is_told_at_once_with_who_and_what(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.feed.POLL_SECONDS", 3_600)  # so that the feed does not come upon it by looking
    candidate = desk.waiting()[0]["candidate_id"]
    with desk.client.stream("GET", "/api/events", params={"after": last(desk)}) as answer:
        until(lambda: listeners(desk) == 1)
        assert desk.decide(candidate, "reject", editor="Anna").status_code == 200
        news = next(told(answer))
    assert (news["candidate_id"], news["state"]) == (candidate, "rejected")
    assert (news["editor"], news["did"]) == ("Anna", "rejected")
    assert news["decision_id"] == desk.standing(candidate)
    assert news["sequence"] == last(desk)


def test_a_decision_of_another_process_is_told_soon(desk: OpenDesk) -> None:
    candidate = UUID(desk.waiting()[0]["candidate_id"])
    with desk.client.stream("GET", "/api/events", params={"after": last(desk)}) as answer:
        desk.owner.decide(Decision(uuid4(), candidate, Action.DEFER, "Ben", "", NOW))
        assert next(told(answer))["editor"] == "Ben"


def test_a_reader_who_lost_the_stream_goes_on_where_it_was(desk: OpenDesk) -> None:
    before = last(desk)
    candidates = [row["candidate_id"] for row in desk.waiting()[:4]]
    for candidate in candidates:
        desk.decide(candidate, "defer")
    heard = {"Last-Event-ID": str(before + 1)}
    with desk.client.stream("GET", "/api/events", params={"after": before}, headers=heard) as answer:
        stream = told(answer)
        assert [next(stream)["candidate_id"] for _ in range(3)] == candidates[1:]


def test_one_who_comes_later_to_an_earlier_place_misses_nothing(desk: OpenDesk, monkeypatch: Any) -> None:
    before = last(desk)
    candidates = [row["candidate_id"] for row in desk.waiting()[:3]]
    with desk.client.stream("GET", "/api/events", params={"after": before}) as first:
        stream = told(first)
        for candidate in candidates:
            desk.decide(candidate, "defer")
            assert next(stream)["candidate_id"] == candidate
        with httpx.stream("GET", f"{desk.url}/api/events?after={before - 1}", trust_env=False) as second:
            later = told(second)
            assert [next(later)["sequence"] for _ in range(4)] == [before, before + 1, before + 2, before + 3]


def test_who_gets_no_stream_can_ask(desk: OpenDesk) -> None:
    before = last(desk)
    candidate = desk.waiting()[0]["candidate_id"]
    desk.decide(candidate, "accept")
    given = desk.client.get("/api/decisions", params={"after": before}).json()
    assert [news["candidate_id"] for news in given["decisions"]] == [candidate]
    assert given["last"] == before + 1
    assert desk.client.get("/api/decisions", params={"after": before + 1}).json() == {
        "decisions": [],
        "last": before + 1,
    }


@pytest.mark.parametrize("after", ["-1", "x", str(2**70)])
def test_a_place_that_is_none_is_refused(desk: OpenDesk, after: str) -> None:
    for path in ("/api/events", "/api/decisions"):
        assert desk.client.get(path, params={"after": after}).status_code == 404


def test_a_listener_that_goes_is_let_go(desk: OpenDesk) -> None:
    for _ in range(3):
        with desk.client.stream("GET", "/api/events"):
            until(lambda: listeners(desk) == 1)
        until(lambda: listeners(desk) == 0)


def test_a_desk_that_stops_ends_its_streams_and_leaves_no_thread(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with fill(DataFolder(tmp_path), lead()) as owner, caplog.at_level(logging.WARNING):
        before = set(threading.enumerate())
        server, thread, url, app = serve_in_thread(owner)
        with httpx.Client(trust_env=False) as browser:
            streams = [browser.build_request("GET", f"{url}/api/events") for _ in range(5)]
            answers = [browser.send(each, stream=True) for each in streams]
            until(lambda: app.state.desk.feed.listeners == 5)
            began = time.monotonic()
            server.should_exit = True
            thread.join(10)
            assert not thread.is_alive()
            assert time.monotonic() - began < STOP_SECONDS  # it waited for no stream
            for answer in answers:
                answer.read()  # which ends, because the desk ended it, and not in an error
        until(lambda: set(threading.enumerate()) <= before)
    assert caplog.records == []


def test_counts_are_those_of_the_page_after_every_decision(desk: OpenDesk) -> None:
    def counts() -> dict[str, Any]:
        given: dict[str, Any] = desk.client.get("/api/counts").json()
        return given

    before = counts()
    row = desk.waiting()[0]
    desk.decide(row["candidate_id"], "accept")
    after = counts()
    assert after["shown"] == after["total"] == after["counts"]["policy"][""] == before["shown"] - 1
    assert after["counts"]["policy"][row["policy_id"]] == before["counts"]["policy"][row["policy_id"]] - 1
    assert after["counts"]["state"]["accepted"] == before["counts"]["state"]["accepted"] + 1
    assert len(desk.waiting(state="accepted")) == after["counts"]["state"]["accepted"]
