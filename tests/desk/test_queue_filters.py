"""The queue under its further filters, its search and its orders: pages, numbers and places agree."""

from collections.abc import Iterator
from contextlib import closing
from csv import DictReader
from itertools import pairwise

import pytest

from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import DONCASTER, lead, queue_fillers
from tests.desk.story_desk import story
from warehouse import spool
from warehouse.search.feeding import feed
from warehouse.search.index import SearchIndex

NUMBER = 60


@pytest.fixture(scope="module")
def full_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    for desk in open_desk(tmp_path_factory.mktemp("full"), (*queue_fillers(NUMBER), *lead(), *story("Norwich"))):
        with closing(SearchIndex(desk.owner.folder.search, writable=True)) as index:
            feed(desk.owner.query, index)  # not waited for: the index looks every 20 seconds
        yield desk


@pytest.mark.parametrize(
    ("filters", "number"),
    [
        ({}, 62),
        ({"q": "Leeds settlement"}, 10),
        ({"q": '"warns of a shortfall"', "outlet": "cypnow"}, 30),
        ({"q": "council:Doncaster"}, 1),
        ({"q": "delays", "policy": "multi-year-council-funding", "stance": "contradicts"}, 10),
        ({"q": "zebra"}, 0),
        ({"council": DONCASTER}, 1),
        ({"council": "E06000039"}, 0),
        ({"trust": "doncaster-childrens-services-trust"}, 1),
        ({"trust": "slough-children-first"}, 0),
        ({"funding": "spend"}, 1),
        ({"funding": "saving"}, 0),
        ({"council": DONCASTER, "funding": "spend", "q": "trust", "stance": "contradicts"}, 1),
        ({"since": "2026-11-17", "until": "2026-11-18"}, 2),
        ({"until": "2026-10-01"}, 8),
        ({"council": DONCASTER, "state": "accepted"}, 0),
    ],
)
def test_a_choice_leaves_what_it_names_and_counts_it(full_desk: OpenDesk, filters: dict[str, str], number: int) -> None:
    rows = full_desk.all_waiting(**filters)
    assert len(rows) == number
    assert exported(full_desk, **filters) == [row["candidate_id"] for row in rows], "and as many stand in the file"


def exported(desk: OpenDesk, **filters: str) -> list[str]:
    text = desk.client.get("/queue/csv", params=filters).content.decode("utf-8-sig")
    return [row["candidate_id"] for row in DictReader(text.splitlines())]


def test_of_one_story_its_cards_are_listed(full_desk: OpenDesk) -> None:
    row = next(row for row in full_desk.all_waiting() if row["title"].startswith("Norwich"))
    assert [each["candidate_id"] for each in full_desk.all_waiting(story=row["story_id"])] == [row["candidate_id"]]


@pytest.mark.parametrize(
    ("sort", "columns"), [("worth", ("score",)), ("newest", ("published_day", "score")), ("policy", ("score",))]
)
def test_an_order_lists_every_card_once_the_first_first(
    full_desk: OpenDesk, sort: str, columns: tuple[str, ...]
) -> None:
    rows = full_desk.all_waiting(sort=sort)
    assert {row["candidate_id"] for row in rows} == {row["candidate_id"] for row in full_desk.all_waiting()}
    for first, second in pairwise(rows):
        if sort != "policy" or first["policy_id"] == second["policy_id"]:
            assert [first[name] for name in columns] >= [second[name] for name in columns]
    policies = [row["policy_title"] for row in rows]
    if sort == "policy":
        assert policies == sorted(policies)


def test_a_card_leads_to_the_cards_of_its_story(full_desk: OpenDesk) -> None:
    row = next(row for row in full_desk.all_waiting() if row["title"].startswith("Norwich"))
    assert f'href="/?story={row["story_id"]}"' in full_desk.client.get(f"/candidates/{row['candidate_id']}").text


def test_what_is_decided_is_narrowed_as_what_waits(full_desk: OpenDesk) -> None:
    row = full_desk.all_waiting(q="Bolton")[0]
    full_desk.decide(row["candidate_id"], "reject", reason="old news")
    day = row["published_day"]
    for filters in ({"q": "Bolton"}, {"since": day, "until": day}, {"story": row["story_id"]}):
        rejected = full_desk.all_waiting(state="rejected", **filters)
        assert [each["candidate_id"] for each in rejected] == [row["candidate_id"]]
    assert full_desk.all_waiting(state="rejected", q="Kent") == []
    full_desk.decide(row["candidate_id"], "undo", replaces=full_desk.standing(row["candidate_id"]))


def test_a_choice_is_carried_through_a_decision_by_form(full_desk: OpenDesk) -> None:
    page = full_desk.client.get("/", params={"q": 'council:"Doncaster"', "sort": "newest", "council": DONCASTER}).text
    assert 'name="in_q" value="council:&#34;Doncaster&#34;"' in page
    assert 'name="in_sort" value="newest"' in page
    assert f'name="in_council" value="{DONCASTER}"' in page
    assert 'aria-label="Candidates, the newest first"' in page
    assert "first seen" in page


def test_a_search_that_cannot_be_asked_is_refused_with_a_sentence(full_desk: OpenDesk) -> None:
    answer = full_desk.client.get("/", params={"q": "colour:blue"})
    assert answer.status_code == 422
    assert "There is no field “colour”" in answer.text


def test_a_file_of_the_queue_holds_none_of_an_outlets_passages(full_desk: OpenDesk) -> None:
    answer = full_desk.client.get("/queue/csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="queue-open.csv"'
    assert "told its cabinet" not in answer.text
    assert "warns of a shortfall" in answer.text


def test_while_articles_come_in_no_card_is_listed_twice_and_none_that_was_there_is_lost(full_desk: OpenDesk) -> None:
    """Pages go by place, not by number: what comes in before a place moves nothing behind it."""
    before = {row["candidate_id"] for row in full_desk.all_waiting()}
    seen: list[str] = []
    after = ""
    for batch in range(NUMBER, NUMBER + 8, 4):
        page = full_desk.client.get("/api/queue", params={"after": after}).json()
        seen += [row["candidate_id"] for row in page["candidates"]]
        after = page["next"]
        late = queue_fillers(batch + 4)[len(queue_fillers(batch)) :]
        spool.write_batch(full_desk.owner.folder, f"late-{batch}", late)
        full_desk.owner.drain()
        if not after:
            break
    while after:
        page = full_desk.client.get("/api/queue", params={"after": after}).json()
        seen += [row["candidate_id"] for row in page["candidates"]]
        after = page["next"]
    assert len(seen) == len(set(seen))
    assert before <= set(seen)
    assert len(full_desk.all_waiting()) == len(before) + 8, (
        "and afterwards the number, the pages and the file agree again"
    )
