"""The queue: every candidate once, in order, under any filter."""

import threading
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest

from tests.warehouse import samples
from warehouse import DataFolder, Owner, Store, connect, queries, spool
from warehouse.records import Action, Decision


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = samples_folder(tmp_path_factory)
    with connect(folder) as opened:
        yield opened


def samples_folder(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = DataFolder(tmp_path_factory.mktemp("queue"))
    spool.write_batch(folder, "one", samples.articles(range(40)))
    other = samples.revision(3)
    spool.write_batch(folder, "two", [samples.tagging(other, hours=5, council=samples.COUNCILS[2])])
    return folder


def pages(store: Store, size: int, **filters: Any) -> list[dict[str, Any]]:
    """Return every row of the queue, page by page."""
    found: list[dict[str, Any]] = []
    while True:
        after = {"after_place": found[-1]["place"], "after_id": found[-1]["candidate_id"]} if found else {}
        page = store.query("queue", number=size, **after, **filters)
        found.extend(page)
        if len(page) < size:
            return found


@pytest.mark.parametrize("size", [1, 7, 50, 1000])
def test_pages_give_every_candidate_once_and_in_order(store: Store, size: int) -> None:
    rows = pages(store, size)
    assert len(rows) == len({row["candidate_id"] for row in rows}) == 80
    for first, second in pairwise(rows):
        assert (-first["score"], first["candidate_id"].int) < (-second["score"], second["candidate_id"].int)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"policy_id": samples.POLICIES[0]}, 40),
        ({"outlet_id": "gazette"}, 80),
        ({"outlet_id": "another"}, 0),
        ({"stance": "advances"}, 80),
        ({"stance": "contradicts"}, 0),
        ({"council": samples.COUNCILS[0]}, 78),
        ({"council": samples.COUNCILS[2]}, 2),
        ({"council": samples.COUNCILS[2], "policy_id": samples.POLICIES[1]}, 1),
        ({"state": "deferred"}, 0),
    ],
)
def test_a_filter_leaves_what_fits(store: Store, filters: dict[str, str], count: int) -> None:
    rows = pages(store, 30, **filters)
    assert len(rows) == count
    assert all(row[name] == value for row in rows for name, value in filters.items() if name in row)


def test_a_row_has_what_a_card_in_the_list_shows(store: Store) -> None:
    row = store.query("queue", council=samples.COUNCILS[2])[0]
    assert row["passage"] == samples.PASSAGE
    assert (row["title"], row["outlet_name"], row["published"]) == ("Headline 3", "gazette", samples.at(0))
    assert [mention["identifier"] for mention in row["mentions"]] == [samples.COUNCILS[2]]


def test_counts_add_up_to_the_queue(store: Store) -> None:
    counts = store.query("queue_counts")
    assert sum(row["number"] for row in counts) == 80
    assert {row["policy_id"]: row["number"] for row in counts} == dict.fromkeys(samples.POLICIES, 40)


@pytest.mark.parametrize("decided_before", [0, 1])
def test_rows_and_counts_that_are_asked_together_are_of_one_moment(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch, decided_before: int
) -> None:
    spool.write_batch(folder, "one", samples.articles(range(6)))
    with Owner(folder, background=False) as owner:
        owner.drain()
        made = [Decision(uuid4(), samples.candidate_id(n), Action.ACCEPT, "Ann", "", samples.at(9)) for n in range(3)]
        for each in made[:decided_before]:
            owner.decide(each)
        read = queries._read

        def meanwhile(*asked: Any) -> list[dict[str, Any]]:
            rows = read(*asked)
            if len(made) > decided_before:
                other = threading.Thread(target=owner.decide, args=(made.pop(),))
                other.start()
                other.join(timeout=5)
            return rows

        monkeypatch.setattr(queries, "_read", meanwhile)
        rows, counts, decided = owner.query_together([("queue", {}), ("queue_counts", {}), ("decided_counts", {})])
        assert sum(row["number"] for row in counts if row["leads"] & 1) == len(rows) == 12 - decided_before
        assert sum(row["number"] for row in decided) == decided_before
        assert len(owner.query("queue")) < len(rows)
