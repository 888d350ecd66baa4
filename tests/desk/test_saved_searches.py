"""A saved search is a queue: listed with its count, opened, deleted; and what is new since the editor's last visit."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import NOW, queue_fillers
from warehouse.records import Matching

CHOICE = {"in_outlet": "cypnow", "in_sort": "newest", "in_since": "2026-11-10"}
STAY = {"in_outlet": ""}  # a form without any field is none
ADDRESS = "/?outlet=cypnow&since=2026-11-10&sort=newest"


@pytest.fixture
def saving_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    yield from open_desk(tmp_path_factory.mktemp("saving"), put_forward(0, 20, days=1), put_forward(20, 22, hours=1))


def put_forward(first: int, last: int, **before: float) -> tuple[Any, ...]:
    """Return some of the articles, put forward so long before now."""
    fillers = queue_fillers(last)[len(queue_fillers(first)) :]
    moment = NOW - timedelta(**before)
    return tuple(replace(each, made_at=moment) if isinstance(each, Matching) else each for each in fillers)


def save(desk: OpenDesk, name: str, editor: str = "Edith", **fields: str) -> Any:
    form = {"search_id": str(uuid4()), "name": name, **CHOICE, **fields}
    return desk.client.post("/saved-searches", data=form, headers={"Cookie": f"pledgewatch_editor={editor}"})


def listed(desk: OpenDesk, editor: str = "Edith") -> list[dict[str, Any]]:
    answer = desk.client.get("/api/saved-searches", headers={"Cookie": f"pledgewatch_editor={editor}"})
    found: list[dict[str, Any]] = answer.json()["searches"]
    return found


def test_a_saved_search_is_listed_with_its_count_opened_and_deleted(saving_desk: OpenDesk) -> None:
    answer = save(saving_desk, "CYP Now of late", shared="on")
    assert (answer.status_code, answer.headers["location"]) == (303, ADDRESS)
    (saved,) = listed(saving_desk)
    rows = saving_desk.client.get("/api/queue" + ADDRESS[1:]).json()
    assert (saved["name"], saved["address"]) == ("CYP Now of late", ADDRESS)
    assert saved["count"] == rows["total"] == len(rows["candidates"]) == 6
    assert listed(saving_desk, "Ben") == [saved], "it is shared"
    page = saving_desk.client.get(ADDRESS).text
    assert 'data-key="8"' in page
    assert "Delete “CYP Now of late”" in page
    delete = f"/saved-searches/{saved['search_id']}/delete"
    refused = saving_desk.client.post(delete, data=STAY, headers={"Cookie": "pledgewatch_editor=Ben"})
    assert (refused.status_code, "Edith saved this search" in refused.text) == (409, True)
    assert saving_desk.client.post(delete, data=STAY).status_code == 303
    assert listed(saving_desk) == listed(saving_desk, "Ben") == []
    assert saving_desk.client.post(delete, data=STAY).status_code == 404


def test_what_cannot_be_saved_is_refused_in_words(saving_desk: OpenDesk) -> None:
    assert "A saved search has a name" in save(saving_desk, " ").text
    assert "Say first who you are" in save(saving_desk, "mine", editor="").text
    assert save(saving_desk, "mine", in_council="nowhere").status_code == 422


def test_what_is_new_is_what_came_since_the_last_visit(saving_desk: OpenDesk) -> None:
    def new(editor: str) -> Any:
        cookie = {"Cookie": f"pledgewatch_editor={editor}"}
        answer = saving_desk.client.get("/api/queue", params={"sort": "new"}, headers=cookie).json()
        assert answer["total"] == len(answer["candidates"])
        return [row["score"] for row in answer["candidates"]]

    assert len(new("Ben")) == 22, "on a first visit everything is new"
    saving_desk.owner.visit("Ben", NOW - timedelta(hours=2))
    assert new("Ben") == [0.5, 0.48]
    assert saving_desk.client.post("/api/visits", headers={"Cookie": "pledgewatch_editor=Ben"}).status_code == 200
    assert new("Ben") == [0.5, 0.48], "they stay new for as long as this visit lasts"
    saving_desk.owner.visit("Cleo", NOW - timedelta(minutes=45))
    assert new("Cleo") == []


def tell(desk: OpenDesk, saved: dict[str, Any], answer: str, **headers: str) -> Any:
    return desk.client.post(f"/saved-searches/{saved['search_id']}/tell", data={"tell": answer}, headers=headers)


def test_new_articles_are_told_of_where_its_editor_chose_so_beside_the_search(saving_desk: OpenDesk) -> None:
    save(saving_desk, "CYP Now of late", shared="on")
    (saved,) = listed(saving_desk)
    assert not saved["told"], "it is off until somebody chooses it"
    assert "Tell of new articles" in saving_desk.client.get(ADDRESS).text
    answer = tell(saving_desk, saved, "yes")
    assert (answer.status_code, answer.headers["location"]) == (303, ADDRESS)
    assert listed(saving_desk) == [saved | {"told": True}]
    assert [one.told_since for one in saving_desk.owner.searches_told_of()] == [NOW]
    assert "Tell no more of new articles" in saving_desk.client.get(ADDRESS).text
    assert "(alerts)" in saving_desk.client.get("/").text, "the list says which searches are told of"
    assert "saved this search" in tell(saving_desk, saved, "no", Cookie="pledgewatch_editor=Ben").text
    assert "Say first who you are" in tell(saving_desk, saved, "no", Cookie="pledgewatch_editor=").text
    assert listed(saving_desk) == [saved | {"told": True}]
    assert tell(saving_desk, saved, "no").status_code == 303
    assert listed(saving_desk) == [saved]
    assert tell(saving_desk, {"search_id": uuid4()}, "yes").status_code == 404


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
    ],
)
def test_only_a_page_of_the_desk_chooses_what_is_told(
    saving_desk: OpenDesk, headers: dict[str, str], told: bool
) -> None:
    save(saving_desk, "mine")
    (saved,) = listed(saving_desk)
    assert tell(saving_desk, saved, "yes", **headers).status_code == (303 if told else 403)
    assert listed(saving_desk)[0]["told"] == told


def test_a_search_is_saved_with_the_choice_to_be_told(saving_desk: OpenDesk) -> None:
    assert 'name="tell"' in saving_desk.client.get(ADDRESS).text
    save(saving_desk, "told", tell="on")
    assert listed(saving_desk)[0]["told"]


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [({"in_state": "accepted"}, "this lists what is accepted"), ({"in_q": "author:Smith"}, "There is no field")],
)
def test_what_could_tell_of_nothing_is_not_chosen(saving_desk: OpenDesk, choice: dict[str, str], sentence: str) -> None:
    refused = save(saving_desk, "told", tell="on", **choice)
    assert (refused.status_code, sentence in refused.text) == (422, True)
    save(saving_desk, "not told", **choice)
    (saved,) = listed(saving_desk)
    assert sentence in tell(saving_desk, saved, "yes").text
    assert not listed(saving_desk)[0]["told"]
