"""Taking decisions: once each, durably, never over a colleague's, and undone when asked."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import httpx
import pytest

from desk.wording.reasons import REJECT_REASONS
from desk.wording.stances import StanceChoice, stance_choices
from tests.desk.conftest import OpenDesk


def latest(desk: OpenDesk, candidate_id: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = desk.owner.query("candidate_decisions", candidate_id=candidate_id)
    return rows[0]


def state(desk: OpenDesk, candidate_id: str) -> str:
    return str(desk.client.get(f"/api/candidates/{candidate_id}").json()["state"])


@pytest.mark.parametrize(("action", "becomes"), [("accept", "accepted"), ("reject", "rejected"), ("defer", "deferred")])
def test_a_decision_takes_the_candidate_out_of_the_queue_at_once(desk: OpenDesk, action: str, becomes: str) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    answer = desk.decide(candidate, action)
    assert answer.status_code == 200
    assert answer.json()["decision"]["candidate_id"] == candidate
    assert candidate not in {row["candidate_id"] for row in desk.waiting()}
    assert state(desk, candidate) == becomes


def test_a_deferred_candidate_waits_under_deferred_and_can_be_accepted_there(desk: OpenDesk) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    desk.decide(candidate, "defer")
    assert candidate in {row["candidate_id"] for row in desk.waiting(state="deferred")}
    assert desk.decide(candidate, "accept", editor="somebody%20else").status_code == 200
    assert candidate not in {row["candidate_id"] for row in desk.waiting(state="deferred")}


def test_the_same_decision_twice_is_one(desk: OpenDesk) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    body = {"decision_id": str(uuid4()), "candidate_id": candidate, "action": "reject", "reason": "old news"}
    assert [desk.client.post("/api/decisions", json=body).status_code for _ in range(3)] == [200] * 3
    assert len(desk.owner.query("candidate_decisions", candidate_id=candidate)) == 1


def test_an_accept_may_change_the_stance_and_say_why(desk: OpenDesk) -> None:
    row = desk.waiting()[0]
    other = "context" if row["stance"] != "context" else "advances"
    desk.decide(row["candidate_id"], "accept", stance=other, note="  Only background.  ", reason="old news")
    kept = latest(desk, row["candidate_id"])
    assert (kept["stance"], kept["note"], kept["reject_reason"]) == (other, "Only background.", None)


@pytest.mark.parametrize("choice", stance_choices(), ids=lambda choice: choice.value)
def test_an_accept_keeps_the_stance_chosen_and_its_direction(desk: OpenDesk, choice: StanceChoice) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    assert desk.decide(candidate, "accept", stance=choice.value).status_code == 200
    kept = desk.client.get(f"/api/candidates/{candidate}").json()
    assert (kept["decided_stance"], kept["decided_direction"]) == (choice.stance, choice.direction)
    assert desk.decide(candidate, "reopen").status_code == 200


def test_a_direction_that_its_stance_does_not_take_is_refused(desk: OpenDesk) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    assert desk.decide(candidate, "accept", stance="delays:advances").status_code == 422


@pytest.mark.parametrize("reason", REJECT_REASONS)
def test_a_reject_keeps_its_reason(desk: OpenDesk, reason: str) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    desk.decide(candidate, "reject", reason=reason)
    assert latest(desk, candidate)["reject_reason"] == reason


def test_an_undo_brings_the_candidate_back(desk: OpenDesk) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    desk.decide(candidate, "accept")
    assert desk.decide(candidate, "reopen").status_code == 200
    assert desk.waiting()[0]["candidate_id"] == candidate
    assert [row["action"] for row in desk.owner.query("candidate_decisions", candidate_id=candidate)] == [
        "reopen",
        "accept",
    ]


def test_a_colleagues_decision_stands_and_says_whose_and_when(desk: OpenDesk) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    assert desk.decide(candidate, "reject", editor="Anna").status_code == 200
    answer = desk.decide(candidate, "accept", editor="Ben")
    assert answer.status_code == 409
    assert answer.json()["error"].startswith("Anna rejected this just now. It was not accepted now")
    assert answer.json()["standing"]["editor"] == "Anna"
    assert answer.json()["standing"]["action"] == "reject"
    assert latest(desk, candidate)["editor"] == "Anna"


def test_of_eight_editors_at_once_one_decides(desk: OpenDesk) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    together = Barrier(8)

    def decide(number: int) -> httpx.Response:
        together.wait()
        body = {"decision_id": str(uuid4()), "candidate_id": candidate, "action": "accept"}
        cookie = {"Cookie": f"pledgewatch_editor=editor{number}"}
        return httpx.post(f"{desk.url}/api/decisions", json=body, headers=cookie, trust_env=False)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(decide, range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    winner = latest(desk, candidate)["editor"]
    assert all(answer.json()["standing"]["editor"] == winner for answer in answers if answer.status_code == 409)


def test_a_decision_about_nothing_is_a_404(desk: OpenDesk) -> None:
    assert desk.decide(uuid4(), "accept").status_code == 404


def form_of(page: str) -> dict[str, str]:
    """Return the hidden fields of the card's form, as a browser without the script would send them."""
    form = re.search(r'<form class="decide".*?</form>', page, re.DOTALL)
    assert form is not None
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0]))


def test_a_form_decides_and_shows_the_next_card_under_the_same_filter(desk: OpenDesk) -> None:
    page = desk.client.get("/", params={"outlet": "cypnow"}).text
    fields = form_of(page)
    assert fields["in_outlet"] == "cypnow"
    answer = desk.client.post("/decisions", data={**fields, "action": "accept", "note": ""})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/?outlet=cypnow&done=")
    following = desk.client.get(answer.headers["location"]).text
    assert form_of(following)["candidate_id"] != fields["candidate_id"]
    assert "Accepted: " in following
    assert "Undo</button>" in following


def test_a_double_click_on_a_form_is_one_decision(desk: OpenDesk) -> None:
    fields = {**form_of(desk.client.get("/").text), "action": "defer"}
    assert [desk.client.post("/decisions", data=fields).status_code for _ in range(2)] == [303, 303]
    assert len(desk.owner.query("candidate_decisions", candidate_id=fields["candidate_id"])) == 1


def test_an_undo_by_form_shows_the_card_again_and_offers_no_second_undo(desk: OpenDesk) -> None:
    fields = form_of(desk.client.get("/").text)
    desk.client.post("/decisions", data={**fields, "action": "reject", "reason": "duplicate"})
    undo = {"decision_id": str(uuid4()), "candidate_id": fields["candidate_id"], "action": "reopen"}
    answer = desk.client.post("/decisions", data=undo, follow_redirects=True)
    assert form_of(answer.text)["candidate_id"] == fields["candidate_id"]
    assert "Opened again: " in answer.text
    assert "Undo</button>" not in answer.text


def test_an_undo_among_the_deferred_leaves_the_candidate_deferred(desk: OpenDesk) -> None:
    fields = form_of(desk.client.get("/").text)
    candidate = fields["candidate_id"]
    desk.decide(candidate, "defer")
    desk.decide(candidate, "reject", reason="duplicate")
    undo = {"decision_id": str(uuid4()), "candidate_id": candidate, "action": "reopen", "in_state": "deferred"}
    for _ in range(2):  # the second is the same form, sent again
        answer = desk.client.post("/decisions", data=undo, follow_redirects=True)
    assert form_of(answer.text)["candidate_id"] == candidate
    said = [row["action"] for row in desk.owner.query("candidate_decisions", candidate_id=candidate)]
    assert said[:4] == ["defer", "reopen", "reject", "defer"]  # the latest first; earlier tests may have left more


def test_a_form_after_a_colleagues_decision_says_so(desk: OpenDesk) -> None:
    fields = form_of(desk.client.get("/").text)
    desk.decide(fields["candidate_id"], "accept", editor="Anna%20B.")
    answer = desk.client.post("/decisions", data={**fields, "action": "reject"})
    assert answer.status_code == 409
    assert "Anna B. accepted this just now" in answer.text


@pytest.mark.parametrize(
    "fields",
    [{"in_after": "https://evil.example"}, {"in_policy": "//evil.example"}, {"in_state": "x"}, {"in_outlet": "a b"}],
)
def test_a_form_cannot_lead_elsewhere(desk: OpenDesk, fields: dict[str, str]) -> None:
    sent = {**form_of(desk.client.get("/").text), **fields, "action": "accept"}
    answer = desk.client.post("/decisions", data=sent)
    assert answer.status_code == 422
    assert state(desk, sent["candidate_id"]) == "open"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Zoë O'Brien", "Zoë O&#39;Brien"),
        ("  two \n lines ", "two lines"),
        ("a" * 100, "a" * 60),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
        ("ad\u202emin", "ad[RLO]min"),
        ("semi;colon=\"quoted\", comma", "semi;colon=&#34;quoted&#34;, comma"),
    ],
)  # fmt: skip
def test_a_name_is_kept_in_a_cookie_and_shown(desk: OpenDesk, given: str, kept: str) -> None:
    with httpx.Client(base_url=desk.url, trust_env=False) as browser:
        assert browser.post("/editor", data={"editor": given}).status_code == 303
        assert f'deciding as <a href="/editor">{kept}</a>' in browser.get("/runs").text


def test_an_editor_without_a_name_is_the_editor(desk: OpenDesk) -> None:
    with httpx.Client(base_url=desk.url, trust_env=False) as browser:
        assert browser.post("/editor", data={"editor": " \t"}).status_code == 422
        assert 'deciding as <a href="/editor">editor</a>' in browser.get("/runs").text
