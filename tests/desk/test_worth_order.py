"""The queue by worth, its order unless another is chosen: what was learned decides, and every card is listed once."""

from collections.abc import Iterator
from csv import DictReader
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from desk.pages import queue
from desk.ranking import listing
from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import lead, queue_fillers
from warehouse import spool
from warehouse.vocabulary.decisions import RejectReason

CARDS = 44
SHORT_HEAD = 25
SHORT_PAGE = 10


@pytest.fixture(scope="module")
def learning_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    yield from open_desk(tmp_path_factory.mktemp("worth"), lead(), queue_fillers(CARDS), learning=True)


@pytest.fixture
def short_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "HEAD_CARDS", SHORT_HEAD)
    monkeypatch.setattr(listing, "NARROWED_CARDS", SHORT_HEAD // 3)
    monkeypatch.setattr(queue, "PAGE_ROWS", SHORT_PAGE)


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["candidate_id"] for row in rows]


def cards_of(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["policy_id"], row["story_id"]) for row in rows]


def planned_cards(desk: OpenDesk) -> list[tuple[str, str]]:
    learning = desk.app.state.desk.learning
    learning.refresh()
    return [(one.worth.card.passage.policy_id, one.worth.card.story_id) for one in learning.order("Edith")]


def exported(desk: OpenDesk, **filters: str) -> list[str]:
    text = desk.client.get("/queue/csv", params=filters).content.decode("utf-8-sig")
    return [row["candidate_id"] for row in DictReader(text.splitlines())]


def test_the_queue_is_listed_in_the_order_of_the_plan_unless_another_is_chosen(learning_desk: OpenDesk) -> None:
    planned = planned_cards(learning_desk)
    assert cards_of(learning_desk.all_waiting()) == planned
    strongest = [row["score"] for row in learning_desk.all_waiting(sort="score")]
    assert strongest == sorted(strongest, reverse=True)


@pytest.mark.usefixtures("short_head")
@pytest.mark.parametrize(
    "filters", [{}, {"policy": "trusts-for-weakest-councils"}, {"outlet": "cypnow"}, {"until": "2026-11-20"}]
)
def test_every_card_is_listed_once_above_and_below_the_head_and_as_many_are_exported(
    learning_desk: OpenDesk, filters: dict[str, str]
) -> None:
    strongest = learning_desk.all_waiting(**filters, sort="score")
    listed = learning_desk.all_waiting(**filters)
    assert sorted(ids(listed)) == sorted(ids(strongest))
    length = SHORT_HEAD // 3 if "until" in filters else SHORT_HEAD
    assert ids(listed[length:]) == ids(strongest[length:]), "what lies below the head follows by its score"
    assert exported(learning_desk, **filters) == ids(listed)


@pytest.mark.usefixtures("short_head")
def test_pages_go_on_in_the_order_in_which_the_list_began_whatever_is_decided_meanwhile(tmp_path: Path) -> None:
    for desk in open_desk(tmp_path, queue_fillers(CARDS), learning=True):
        desk.app.state.desk.learning.refresh()
        before = ids(desk.all_waiting())
        page = desk.client.get("/api/queue").json()
        for row in page["candidates"][:5]:
            desk.decide(row["candidate_id"], "reject", reason=RejectReason.NOT_THIS_POLICY.value)
        desk.app.state.desk.learning.refresh()
        rows = ids(page["candidates"])
        while page["next"]:
            page = desk.client.get("/api/queue", params={"after": page["next"]}).json()
            rows += ids(page["candidates"])
        assert rows == before


@pytest.mark.usefixtures("short_head")
def test_a_page_whose_list_is_no_longer_kept_goes_on_by_the_order_of_now(learning_desk: OpenDesk) -> None:
    first = learning_desk.client.get("/api/queue").json()
    again = ids(learning_desk.client.get("/api/queue", params={"after": first["next"]}).json()["candidates"])
    learning_desk.app.state.desk.learning.heads = type(learning_desk.app.state.desk.learning.heads)()
    assert ids(learning_desk.client.get("/api/queue", params={"after": first["next"]}).json()["candidates"]) == again


def test_after_a_decision_by_form_the_next_card_comes_from_a_ranking_that_knows_it(tmp_path: Path) -> None:
    for desk in open_desk(tmp_path, queue_fillers(40), learning=True):
        desk.app.state.desk.learning.refresh()
        before = cards_of(desk.all_waiting())
        for row in desk.waiting()[:6]:
            fields = {"decision_id": row["article_id"], "candidate_id": row["candidate_id"], "action": "reject"}
            page = desk.client.post("/decisions", data=fields, follow_redirects=True)
            assert page.status_code == 200
        after = desk.all_waiting()
        assert desk.app.state.desk.learning.ranked.decisions == 6
        assert cards_of(after) == planned_cards(desk)
        assert cards_of(after) != [each for each in before if each in set(cards_of(after))]
        assert f'data-candidate="{after[0]["candidate_id"]}" data-' in page.text


def test_a_page_says_whether_the_ranking_still_learns(tmp_path: Path) -> None:
    for desk in open_desk(tmp_path, queue_fillers(3), learning=True):
        learning = desk.app.state.desk.learning
        learning.refresh()
        learning.wait(5)
        assert "data-behind" not in desk.client.get("/").text
        with learning._work:  # nothing is learned while it is held
            learning.tell()
            page = desk.client.get("/").text
            assert "data-behind" in page
            assert "data-behind" not in desk.client.get("/", params={"sort": "newest"}).text
        learning.wait(5)
        assert "data-behind" not in desk.client.get("/").text


def test_what_came_since_the_ranking_looked_is_listed_at_once_and_ranked_soon(tmp_path: Path) -> None:
    for desk in open_desk(tmp_path, queue_fillers(10), learning=True):
        learning = desk.app.state.desk.learning
        learning.refresh()
        known = set(learning.ranked.cards)
        spool.write_batch(desk.owner.folder, "came", lead())
        desk.owner.drain()
        came = {UUID(each) for each in ids(desk.all_waiting())} - known
        assert came
        learning.wait(5)
        assert came <= set(learning.ranked.cards)


def test_a_decision_from_the_list_keeps_the_model_and_the_score_that_it_was_made_under(learning_desk: OpenDesk) -> None:
    row = learning_desk.waiting()[0]
    assert learning_desk.decide(row["candidate_id"], "accept").status_code == 200
    learning_desk.owner.drain()
    said = learning_desk.owner.query("ranking_of_decisions", candidate_id=UUID(row["candidate_id"]))
    assert len(said) == 1
    assert said[0]["model"].startswith("learn-1")
    assert 0 < said[0]["probability"] < 1


@pytest.mark.usefixtures("short_head")
def test_a_draw_from_the_strongest_alone_is_told_as_no_sample(learning_desk: OpenDesk) -> None:
    learning_desk.waiting()
    assert learning_desk.app.state.desk.learning.heads.find("Edith", "/").drawn == frozenset()


def test_a_draw_from_all_that_waits_is_told_as_a_sample(learning_desk: OpenDesk) -> None:
    learning_desk.waiting()
    drawn = learning_desk.app.state.desk.learning.heads.find("Edith", "/").drawn
    assert len(drawn) == pytest.approx(CARDS / 20, abs=2)


def test_an_address_that_was_kept_of_the_learned_order_lists_by_worth(learning_desk: OpenDesk) -> None:
    learning_desk.app.state.desk.learning.refresh()
    assert learning_desk.waiting(sort="learned") == learning_desk.waiting()


def test_a_desk_that_learns_nothing_lists_the_strongest_first(desk: OpenDesk) -> None:
    assert desk.waiting() == desk.waiting(sort="score")


def listed_in(watched: Any) -> list[str]:
    return [row.get_attribute("data-candidate") for row in watched.page.locator("#list > li").all()]


def is_as_the_desk_lists(watched: Any, desk: OpenDesk) -> bool:
    read = watched.shown()
    return listed_in(watched) == [read, *(each for each in ids(desk.waiting()) if each != read)]


@pytest.mark.browser
def test_after_a_decision_the_rows_below_the_card_that_is_read_take_the_order_that_was_learned(
    tmp_path: Path, open_page: Any
) -> None:
    for desk in open_desk(tmp_path, queue_fillers(CARDS), learning=True):
        desk.app.state.desk.learning.refresh()
        before = ids(desk.waiting())
        watched = open_page(desk)
        with (
            desk.app.state.desk.learning._work
        ):  # nothing is learned while it is held: a slow page decides by one order
            watched.press("Shift+Digit1", "Shift+Digit1", "Shift+Digit1", "a")
            watched.saved()
            read = watched.shown()
            assert read == before[4], "the card that was shown at once stays on the stage"

        watched.until(partial(is_as_the_desk_lists, watched, desk))
        listed = listed_in(watched)
        assert listed != [each for each in before if each in listed], "it is another order than the one it began with"
        assert watched.shown() == read
        watched.press("j")
        assert watched.shown() == listed[1]
        watched.press("u")
        watched.page.wait_for_selector(f"#card[data-candidate='{before[3]}']")
        assert listed_in(watched)[:3] == [read, before[3], listed[1]], "it came back before the card that was read"
        watched.assert_calm()
