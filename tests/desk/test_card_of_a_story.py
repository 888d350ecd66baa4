"""The card is a policy in a story: best passage first, the others beneath, one decision for all with exceptions, one undo."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from lxml import html

from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import bookkeeping, lead, queue_fillers
from tests.desk.story_desk import POLICY, story
from tests.desk.watched import NARROW, WIDE

STORIES = (
    "Ambridge",
    "Borchester",
    "Felpersham",
    "Penny Hassett",
    "Loxley",
    "Hollerton",
    "Darrington",
    "Edgeley",
    "Waterley",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Serve stories of three outlets each, one for each test that decides, and articles that stand alone."""
    later = [story(name, days=3) for name in STORIES]
    told = (
        story("First", days=900),
        story("Second", days=400, commitment="First"),
        story("Third", days=2, commitment="First"),
    )
    yield from open_desk(tmp_path_factory.mktemp("stories"), lead(), *later, *told, queue_fillers(4), bookkeeping())


def card(desk: OpenDesk, name: str, **filters: str) -> dict[str, Any]:
    """Return the row of a story's card."""
    rows = desk.waiting(policy=POLICY, **filters)
    (row,) = [row for row in rows if name in row["passage"]]
    return row


def companions(desk: OpenDesk, candidate: str) -> list[str]:
    """Return what the card's boxes name."""
    return re.findall(r'name="with"[^>]* value="([^"]+)"', desk.client.get(f"/candidates/{candidate}").text)


def state(desk: OpenDesk, candidate: str) -> str:
    return str(desk.client.get(f"/api/candidates/{candidate.split(':')[0]}").json()["state"])


def test_a_story_is_one_row_by_its_best_passage_with_its_sources_counted(desk: OpenDesk) -> None:
    row = card(desk, "Waterley")
    assert (row["outlet_name"], row["passages"], row["outlets"], row["independent"]) == ("Community Care", 4, 3, 2)
    page = desk.client.get("/", params={"policy": POLICY}).text
    assert "4 passages · 3 outlets, 2 independent" in page


def test_the_counts_are_of_cards_under_every_filter(desk: OpenDesk) -> None:
    for filters in (
        {},
        {"policy": POLICY},
        {"outlet": "themj"},
        {"stance": "contradicts"},
        {"outlet": "cypnow", "direction": "advances"},
    ):
        rows, address = [], dict(filters)
        while True:
            answer = desk.client.get("/api/queue", params=address).json()
            rows += answer["candidates"]
            if not answer["next"]:
                break
            address["after"] = answer["next"]
        assert len({(row["policy_id"], row["story_id"]) for row in rows}) == len(rows) == answer["total"]
        counts = desk.client.get("/api/counts", params=filters).json()["counts"]
        assert sum(number for policy, number in counts["policy"].items() if policy) == counts["policy"][""]


def test_under_a_filter_a_card_shows_its_best_passage_that_the_filter_lets_through(desk: OpenDesk) -> None:
    assert card(desk, "Waterley", outlet="themj")["outlet_name"] == "The MJ"
    assert card(desk, "Waterley", stance="contradicts")["stance"] == "contradicts"


def test_the_other_passages_stand_beneath_with_what_their_articles_are(desk: OpenDesk) -> None:
    row = card(desk, "Waterley")
    page = desk.client.get(f"/candidates/{row['candidate_id']}").text
    assert "3 more passages on this card" in page
    assert "Waterley asked for more, communitycare says." in page
    assert "3 articles, 3 outlets, 2 independent" in page
    assert "the same text, cut or with another opening" in page
    assert "more passages" not in desk.client.get(f"/candidates/{row['candidate_id']}?apart=true").text


def test_one_decision_takes_the_whole_card_and_is_stored_for_each_passage(desk: OpenDesk) -> None:
    row = card(desk, "Ambridge")
    others = companions(desk, row["candidate_id"])
    answer = desk.decide(row["candidate_id"], "accept", together=others)
    assert set(answer.json()["taken"]) == {row["candidate_id"], *others}
    assert {state(desk, each) for each in (row["candidate_id"], *others)} == {"accepted"}
    told = [desk.owner.query("candidate_decisions", candidate_id=each)[0] for each in (row["candidate_id"], *others)]
    assert [each["stance"] for each in told] == ["advances", "advances", "contradicts", "context"], "each keeps its own"
    desk.owner.drain()
    with desk.owner._cursor() as cursor:
        action = answer.json()["decision"]["decision_id"]
        assert cursor.execute("SELECT count(*) FROM records.decisions WHERE action_id = ?", [action]).fetchone() == (4,)


def test_a_stance_that_the_editor_changes_is_changed_on_all(desk: OpenDesk) -> None:
    row = card(desk, "Edgeley")
    others = companions(desk, row["candidate_id"])
    desk.decide(row["candidate_id"], "accept", stance="delivers", together=others)
    told = [
        desk.owner.query("candidate_decisions", candidate_id=each)[0]["stance"]
        for each in (row["candidate_id"], *others)
    ]
    assert set(told) == {"delivers"}


def test_a_passage_that_is_left_out_stays_and_is_the_card_then(desk: OpenDesk) -> None:
    row = card(desk, "Borchester")
    first, *rest = companions(desk, row["candidate_id"])
    desk.decide(row["candidate_id"], "reject", together=rest)
    left = card(desk, "Borchester")
    assert (left["candidate_id"], left["passages"]) == (first, 1)


def test_an_undo_takes_the_whole_decision_back_but_not_what_was_decided_apart_since(desk: OpenDesk) -> None:
    row = card(desk, "Felpersham")
    others = companions(desk, row["candidate_id"])
    taken = desk.decide(row["candidate_id"], "reject", together=others).json()["decision"]["decision_id"]
    desk.decide(others[0], "accept", replaces=desk.standing(others[0]), editor="Ann")
    assert desk.decide(row["candidate_id"], "undo", replaces=taken).status_code == 200
    assert [state(desk, each) for each in (row["candidate_id"], *others)] == ["open", "accepted", "open", "open"]
    assert card(desk, "Felpersham")["passages"] == 3


def test_a_deferred_card_is_put_back_deferred_by_the_undo_of_what_came_after(desk: OpenDesk) -> None:
    row = card(desk, "Hollerton")
    desk.decide(row["candidate_id"], "defer", together=companions(desk, row["candidate_id"]))
    others = companions(desk, row["candidate_id"])
    assert all(":" in each for each in others), "each names the decision that stands"
    taken = desk.decide(
        row["candidate_id"], "accept", replaces=desk.standing(row["candidate_id"]), together=others
    ).json()
    assert {state(desk, each) for each in others} == {"accepted"}
    desk.decide(row["candidate_id"], "undo", replaces=taken["decision"]["decision_id"])
    assert {state(desk, each) for each in (row["candidate_id"], *others)} == {"deferred"}
    assert card(desk, "Hollerton", state="deferred")["passages"] == 4


def test_what_a_colleague_decided_meanwhile_is_left_and_told(desk: OpenDesk) -> None:
    row = card(desk, "Penny Hassett")
    others = companions(desk, row["candidate_id"])
    desk.decide(others[1], "reject", editor="Ann")
    answer = desk.decide(row["candidate_id"], "accept", together=others).json()
    assert answer["left"] == [others[1]]
    assert [state(desk, each) for each in others] == ["accepted", "rejected", "accepted"]


def test_the_same_decision_twice_is_one_on_every_passage(desk: OpenDesk) -> None:
    row = card(desk, "Loxley")
    others = companions(desk, row["candidate_id"])
    body = {
        "decision_id": str(uuid4()),
        "candidate_id": row["candidate_id"],
        "action": "accept",
        "with": others,
        "editor": "Edith",
    }
    answers = [desk.client.post("/api/decisions", json=body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert {len(desk.owner.query("candidate_decisions", candidate_id=each)) for each in others} == {1}


@pytest.mark.parametrize(
    ("named", "status"), [(["nothing"], 422), ([str(uuid4())], 404), ([7], 422), ([str(uuid4())] * 300, 422)]
)
def test_what_names_no_passage_of_the_card_is_refused_and_nothing_is_kept(
    desk: OpenDesk, named: list[Any], status: int
) -> None:
    row = card(desk, "Waterley")
    assert desk.decide(row["candidate_id"], "accept", together=named).status_code == status
    assert state(desk, row["candidate_id"]) == "open"


def test_a_passage_of_another_policy_is_not_taken_along(desk: OpenDesk) -> None:
    row = card(desk, "Waterley")
    stranger = next(each for each in desk.waiting() if each["policy_id"] != POLICY)
    assert desk.decide(row["candidate_id"], "accept", together=[stranger["candidate_id"]]).status_code == 422
    assert state(desk, stranger["candidate_id"]) == "open"


def test_without_the_script_the_ticked_passages_go_with_the_form(desk: OpenDesk) -> None:
    row = card(desk, "Darrington")
    others = companions(desk, row["candidate_id"])
    fields = {"decision_id": str(uuid4()), "candidate_id": row["candidate_id"], "action": "accept", "with": others[:2]}
    assert desk.client.post("/decisions", data=fields).status_code == 303
    assert [state(desk, each) for each in others] == ["accepted", "accepted", "open"]


def test_the_third_announcement_says_so_with_the_first(desk: OpenDesk) -> None:
    row = card(desk, "Third")
    assert (row["announcement"], row["stance"]) == (3, "re-announces")
    page = desk.client.get(f"/candidates/{row['candidate_id']}").text
    assert "Third announcement of the same £84m over five years, first 5 June 2024 in Community Care" in page
    assert "Without that it would read: advances." in page


def test_a_policy_lists_the_money_of_its_evidence_once_with_its_first_announcement(desk: OpenDesk) -> None:
    said = "<strong>£84m over 5 years</strong>, first 5 June 2024 in Community Care; announced 3 times, 9 mentions"
    assert said not in desk.client.get(f"/policies/{POLICY}").text
    desk.decide(card(desk, "Third")["candidate_id"], "accept")
    assert desk.client.get(f"/policies/{POLICY}").text.count(said) == 1


@pytest.mark.browser
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_key_decides_the_whole_card_a_box_leaves_one_out_and_one_undo_brings_all_back(
    tmp_path_factory: pytest.TempPathFactory, open_page: Any, size: dict[str, int]
) -> None:
    for desk in open_desk(tmp_path_factory.mktemp("browser"), story("Ambridge"), story("Borchester", days=5)):
        watched = open_page(desk, viewport=size)
        first = watched.shown()
        others = companions(desk, first)
        watched.page.uncheck(f"#with-{others[0]}")
        watched.press("r")
        watched.saved()
        assert [state(desk, each) for each in (first, *others)] == ["rejected", "open", "rejected", "rejected"]
        watched.page.wait_for_selector(f"#list li[data-candidate='{others[0]}']", state="attached")
        watched.press("u")
        watched.saved()
        watched.page.wait_for_selector(f"#card[data-candidate='{first}']")
        assert {state(desk, each) for each in (first, *others)} == {"open"}
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_a_dossier_tells_each_announcement_of_the_same_money(desk: OpenDesk) -> None:
    desk.decide(card(desk, "Third")["candidate_id"], "accept")
    said = " ".join(html.fromstring(desk.client.get(f"/policies/{POLICY}/dossier").content).text_content().split())
    (money,) = re.findall(r"Money that the evidence tells of (.*?) Shares are parts", said)
    money = money.split(" £84m over 5 years first announcement")[
        0
    ]  # what others of these tests accepted comes after it
    assert money.startswith("£84m over 5 years")
    places = [
        money.index(part)
        for part in (
            "first announcement, ",
            "second announcement of the same £84m over 5 years, ",
            "third announcement of the same £84m over 5 years, ",
        )
    ]
    assert places == sorted(places)
    assert money.count("Community Care, CYP Now, The MJ") == 3
