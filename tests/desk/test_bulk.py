"""Deciding all that a choice lists: what is shown is what is taken, once, and one undo brings it back."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import queue_fillers
from tests.desk.story_desk import story
from warehouse import spool

CHOICE = {"stance": "advances"}
CARRIED = {"in_stance": "advances"}


@pytest.fixture
def bulk_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    yield from open_desk(tmp_path_factory.mktemp("bulk"), queue_fillers(12), story("Norwich"))


def looked(desk: OpenDesk, **choice: str) -> tuple[str, str]:
    """Return the page of the preview, and the identifier of its action."""
    page = desk.client.get("/bulk", params=choice or CHOICE).text
    found = re.search(r'name="decision_id" value="([^"]+)"', page)
    return page, found[1] if found else ""


def take(desk: OpenDesk, action_id: str, action: str = "reject", **fields: str) -> Any:
    form = {"decision_id": action_id, "action": action, "reason": "old news", "note": "all of it", **CARRIED, **fields}
    return desk.client.post("/bulk", data=form)


def total(desk: OpenDesk, **choice: str) -> int:
    return int(desk.client.get("/api/queue", params=choice).json()["total"])


def test_the_preview_counts_what_the_decision_takes(bulk_desk: OpenDesk) -> None:
    page, action_id = looked(bulk_desk)
    assert [re.sub(r"<[^>]+>", "", one) for one in re.findall(r"<strong>.*?</strong>", page)] == [
        "5 cards", "6 passages", "2 policies"
    ]  # fmt: skip
    before = total(bulk_desk)
    answer = take(bulk_desk, action_id)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/?stance=advances&done={action_id}")
    rejected = bulk_desk.client.get("/api/queue", params={"state": "rejected"}).json()
    assert rejected["total"] == len(rejected["candidates"]) == 6
    assert total(bulk_desk, **CHOICE) == 0
    assert total(bulk_desk) == before - 4, "the story's card keeps the passage that contradicts"
    said = bulk_desk.owner.query("candidate_decisions", candidate_id=rejected["candidates"][0]["candidate_id"])
    assert [(row["action"], row["reject_reason"], row["note"]) for row in said] == [("reject", "old news", "all of it")]


def test_one_undo_brings_all_of_it_back_and_the_rows_stay(bulk_desk: OpenDesk) -> None:
    before = bulk_desk.client.get("/api/queue").json()
    _, action_id = looked(bulk_desk)
    after = bulk_desk.client.get(take(bulk_desk, action_id).headers["location"]).text
    assert ", with 5 other passages" in after
    (lead,) = re.findall(
        r'name="candidate_id" value="([^"]+)"><input type="hidden" name="replaces" value="' + action_id, after
    )
    assert bulk_desk.decide(lead, "undo", replaces=action_id).status_code == 200
    now = bulk_desk.client.get("/api/queue").json()
    assert [row["candidate_id"] for row in now["candidates"]] == [row["candidate_id"] for row in before["candidates"]]
    assert now["counts"] == before["counts"]
    assert [row["action"] for row in bulk_desk.owner.query("candidate_decisions", candidate_id=lead)] == [
        "reopen",
        "reject",
    ][::1]


def test_what_a_colleague_decided_meanwhile_is_told_and_left_alone(bulk_desk: OpenDesk) -> None:
    rows = bulk_desk.waiting(**CHOICE)
    _, action_id = looked(bulk_desk)
    for row in rows[:2]:  # the first of all, which would have led the action, is among them
        bulk_desk.decide(row["candidate_id"], "accept", editor="Ben", together=[])
    answer = take(bulk_desk, action_id)
    assert answer.headers["location"].endswith(f"done={action_id}&left=2")
    assert (
        "2 passages that somebody else had decided by then were left alone"
        in bulk_desk.client.get(answer.headers["location"]).text
    )
    assert total(bulk_desk, state="accepted") == 2
    assert total(bulk_desk, state="rejected") == 4


def test_what_comes_in_after_the_preview_is_not_taken(bulk_desk: OpenDesk) -> None:
    _, action_id = looked(bulk_desk)
    spool.write_batch(bulk_desk.owner.folder, "late", queue_fillers(24)[len(queue_fillers(12)) :])
    bulk_desk.owner.drain()
    take(bulk_desk, action_id)
    assert total(bulk_desk, state="rejected") == 6
    assert total(bulk_desk, **CHOICE) == 4


def test_a_form_sent_twice_decides_once(bulk_desk: OpenDesk) -> None:
    _, action_id = looked(bulk_desk)
    first, second = take(bulk_desk, action_id), take(bulk_desk, action_id)
    assert first.headers["location"] == second.headers["location"]
    rejected = bulk_desk.waiting(state="rejected")
    assert all(
        len(bulk_desk.owner.query("candidate_decisions", candidate_id=row["candidate_id"])) == 1 for row in rejected
    )


def test_what_was_deferred_is_decided_in_bulk_too(bulk_desk: OpenDesk) -> None:
    take(bulk_desk, looked(bulk_desk)[1], "defer")
    _, action_id = looked(bulk_desk, state="deferred")
    take(bulk_desk, action_id, "accept", in_state="deferred")
    assert (total(bulk_desk, state="deferred"), total(bulk_desk, state="accepted")) == (0, 6)


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"action": "reopen"}, 422, "accepts, rejects or defers"),
        ({"decision_id": "00000000-0000-4000-8000-000000000000"}, 409, "Look again"),
        ({"reason": "because"}, 422, "reason is none of"),
    ],
)
def test_a_bulk_decision_that_cannot_be_taken_is_refused_and_decides_nothing(
    bulk_desk: OpenDesk, fields: dict[str, str], status: int, words: str
) -> None:
    answer = take(bulk_desk, looked(bulk_desk)[1], **{"action": "reject", **fields})
    assert (answer.status_code, words in answer.text) == (status, True)
    assert total(bulk_desk, **CHOICE) == 5
