"""Taking decisions: once each, durably, never over a colleague's, and undone when asked."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import httpx
import pytest

from desk.wording.stances import StanceChoice, stance_choices
from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import bookkeeping, lead, queue_fillers
from warehouse.vocabulary.decisions import RejectReason


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Serve a queue long enough for all tests of this file: each decides what it finds at the top."""
    yield from open_desk(tmp_path_factory.mktemp("decisions"), lead(), queue_fillers(80), bookkeeping())


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
    standing = desk.standing(candidate)
    assert desk.decide(candidate, "accept", editor="somebody%20else", replaces=standing).status_code == 200
    assert candidate not in {row["candidate_id"] for row in desk.waiting(state="deferred")}


def test_the_same_decision_twice_is_one(desk: OpenDesk) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    body = {
        "decision_id": str(uuid4()),
        "candidate_id": candidate,
        "action": "reject",
        "reason": "old news",
        "editor": "Anna",
    }
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
    assert desk.decide(candidate, "reopen", replaces=desk.standing(candidate)).status_code == 200


def test_a_direction_that_its_stance_does_not_take_is_refused(desk: OpenDesk) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    assert desk.decide(candidate, "accept", stance="delays:advances").status_code == 422


@pytest.mark.parametrize("reason", list(RejectReason))
def test_a_reject_keeps_its_reason(desk: OpenDesk, reason: str) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    desk.decide(candidate, "reject", reason=reason)
    assert latest(desk, candidate)["reject_reason"] == reason


def test_an_undo_brings_the_candidate_back(desk: OpenDesk) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    desk.decide(candidate, "accept")
    assert desk.decide(candidate, "undo", replaces=desk.standing(candidate)).status_code == 200
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
    undo = {
        "decision_id": str(uuid4()),
        "candidate_id": fields["candidate_id"],
        "action": "undo",
        "replaces": desk.standing(fields["candidate_id"]),
    }
    answer = desk.client.post("/decisions", data=undo, follow_redirects=True)
    assert form_of(answer.text)["candidate_id"] == fields["candidate_id"]
    assert "Opened again: " in answer.text
    assert "Undo</button>" not in answer.text


def test_an_undo_among_the_deferred_leaves_the_candidate_deferred_with_its_note(desk: OpenDesk) -> None:
    candidate = form_of(desk.client.get("/").text)["candidate_id"]
    desk.decide(candidate, "defer", note="after the budget")
    desk.decide(candidate, "reject", reason="duplicate", replaces=desk.standing(candidate))
    undo = {
        "decision_id": str(uuid4()),
        "candidate_id": candidate,
        "action": "undo",
        "replaces": desk.standing(candidate),
        "in_state": "deferred",
    }
    for _ in range(2):  # the second is the same form, sent again
        answer = desk.client.post("/decisions", data=undo, follow_redirects=True)
    assert form_of(answer.text)["candidate_id"] == candidate
    said = desk.owner.query("candidate_decisions", candidate_id=candidate)
    assert [row["action"] for row in said][:3] == ["defer", "reject", "defer"]  # earlier tests may have left more
    assert said[0]["note"] == "after the budget"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"action": "accept", "stance": "outcome:contradicts", "note": "the closure itself"}, {"action": "reject"}),
        ({"action": "reject", "reason": "old news", "note": "in March already"}, {"action": "accept"}),
        ({"action": "defer", "note": "ask Ben"}, {"action": "accept", "stance": "delays"}),
        ({"action": "accept", "stance": "delays"}, {"action": "reopen"}),
    ],
    ids=lambda decision: decision["action"],
)
def test_an_undo_makes_stand_again_what_stood_before(
    desk: OpenDesk, first: dict[str, str], then: dict[str, str]
) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    desk.decide(candidate, **first)
    before = latest(desk, candidate)
    desk.decide(candidate, **then, replaces=desk.standing(candidate))
    assert desk.decide(candidate, "undo", replaces=desk.standing(candidate)).status_code == 200
    after = latest(desk, candidate)
    told = ("action", "note", "stance", "direction", "reject_reason")
    assert [after[name] for name in told] == [before[name] for name in told]


def test_an_undo_that_names_nothing_is_refused(desk: OpenDesk) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    desk.decide(candidate, "accept")
    for action in ("undo", "reopen"):
        assert desk.decide(candidate, action).status_code == 422
    assert desk.decide(candidate, "undo", replaces=str(uuid4())).status_code == 404
    assert state(desk, candidate) == "accepted"


def test_an_undo_after_a_colleagues_decision_leaves_it_and_says_so(desk: OpenDesk) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    desk.decide(candidate, "accept", editor="Anna")
    annas = desk.standing(candidate)
    desk.decide(candidate, "reject", editor="Ben", reason="old news", replaces=annas)
    answer = desk.decide(candidate, "undo", editor="Anna", replaces=annas)
    assert answer.status_code == 409
    assert answer.json()["error"].startswith("Ben rejected this just now.")
    assert answer.json()["standing"]["decision_id"] == desk.standing(candidate)
    assert state(desk, candidate) == "rejected"


def test_two_browsers_under_one_name_do_not_write_over_one_another(desk: OpenDesk) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    assert desk.decide(candidate, "accept", editor="Anna").status_code == 200
    answer = desk.decide(candidate, "reject", editor="Anna")
    assert answer.status_code == 409
    assert "Anna, in another window or browser of that name, accepted this" in answer.json()["error"]
    assert state(desk, candidate) == "accepted"


def test_another_decision_under_the_same_identifier_is_refused(desk: OpenDesk) -> None:
    first, second = (row["candidate_id"] for row in desk.waiting()[:2])
    same = str(uuid4())
    assert desk.decide(first, "accept", decision_id=same).status_code == 200
    for candidate, action in ((first, "reject"), (second, "accept")):
        answer = desk.decide(candidate, action, decision_id=same)
        assert answer.status_code == 409
        assert "This one was not kept." in answer.json()["error"]
    assert (state(desk, first), state(desk, second)) == ("accepted", "open")


def test_a_decision_without_anybodys_name_is_refused(desk: OpenDesk) -> None:
    body = {"decision_id": str(uuid4()), "candidate_id": desk.waiting()[0]["candidate_id"], "action": "accept"}
    answer = httpx.post(f"{desk.url}/api/decisions", json=body, trust_env=False)
    assert answer.status_code == 422
    assert state(desk, body["candidate_id"]) == "open"


def test_the_name_that_came_with_a_decision_counts_and_not_who_sits_there_now(desk: OpenDesk) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    body = {"decision_id": str(uuid4()), "candidate_id": candidate, "action": "defer"}
    cookie = {"Cookie": "pledgewatch_editor=Ben"}
    httpx.post(f"{desk.url}/api/decisions", json={**body, "editor": "Anna"}, headers=cookie, trust_env=False)
    assert latest(desk, candidate)["editor"] == "Anna"


def test_a_form_of_nobody_asks_for_the_name_once_and_then_decides(desk: OpenDesk) -> None:
    with httpx.Client(base_url=desk.url, trust_env=False) as browser:
        fields = {**form_of(browser.get("/").text), "action": "reject", "reason": "old news", "note": "“twice”"}
        asked = browser.post("/decisions", data=fields)
        assert asked.status_code == 422
        assert "Who is deciding?" in asked.text
        carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.text))
        assert carried == fields
        assert browser.post("/decisions", data={**carried, "editor": "Zoë"}).status_code == 303
        kept = latest(desk, fields["candidate_id"])
        assert (kept["editor"], kept["reject_reason"], kept["note"]) == ("Zoë", "old news", "“twice”")
        fields = {**form_of(browser.get("/").text), "action": "defer"}
        assert browser.post("/decisions", data=fields).status_code == 303
        assert latest(desk, fields["candidate_id"])["editor"] == "Zoë"


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
        assert f'deciding as <a id="who" href="/editor">{kept}</a>' in browser.get("/runs").text


def test_a_name_has_a_letter(desk: OpenDesk) -> None:
    with httpx.Client(base_url=desk.url, trust_env=False) as browser:
        assert browser.post("/editor", data={"editor": " \t"}).status_code == 422
        assert '<a id="who" href="/editor">Who is deciding?</a>' in browser.get("/runs").text
