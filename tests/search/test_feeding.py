"""How the index follows the warehouse."""

from collections.abc import Iterator
from contextlib import closing
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import pytest

from tests.desk.filled import fill
from warehouse import DataFolder, Owner
from warehouse.search import feeding
from warehouse.search.feeding import feed, keep_fed
from warehouse.search.grammar import parse
from warehouse.search.index import SearchIndex


@pytest.fixture
def owner(folder: DataFolder) -> Iterator[Owner]:
    filled = fill(folder)
    yield filled
    filled.close()


@pytest.fixture
def index(folder: DataFolder) -> Iterator[SearchIndex]:
    # Not the warehouse's own, which its owner feeds from a thread meanwhile.
    with closing(SearchIndex(folder.search.with_name("another.sqlite"), writable=True)) as made:
        yield made


def test_every_article_with_a_text_can_be_found(owner: Owner, index: SearchIndex) -> None:
    texts = owner.query("search_states")
    assert feed(owner.query, index) == len(texts) > 0
    assert set(index.states()) == {str(row["article_id"]) for row in texts}


def test_what_did_not_change_is_not_indexed_again(owner: Owner, index: SearchIndex) -> None:
    feed(owner.query, index)
    assert feed(owner.query, index) == 0


def test_an_article_is_found_by_the_name_of_a_council_and_by_its_policy(owner: Owner, index: SearchIndex) -> None:
    feed(owner.query, index)
    assert index.search(parse("council:Doncaster")).found > 0
    assert index.search(parse("policy:trusts-for-weakest-councils")).found > 0
    assert index.search(parse("council:Doncaster policy:no-such-policy")).found == 0


def test_an_article_that_is_gone_from_the_warehouse_is_found_no_more(owner: Owner, index: SearchIndex) -> None:
    feed(owner.query, index)
    (gone, *_) = index.states()

    def without(name: str, **parameters: Any) -> list[dict[str, Any]]:
        return [row for row in owner.query(name, **parameters) if str(row.get("article_id")) != gone]

    assert feed(without, index) == 1
    assert gone not in index.states()


def test_a_feeding_that_is_stopped_goes_on_the_next_time(
    owner: Owner, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "BATCH", 1)
    answers = iter([True, False])
    assert feed(owner.query, index, keep_on=lambda: next(answers)) == 1
    texts = owner.query("search_states")
    assert feed(owner.query, index) == len(texts) - 1
    assert set(index.states()) == {str(row["article_id"]) for row in texts}


def test_it_follows_until_it_is_stopped(owner: Owner, folder: DataFolder) -> None:
    stop = Event()
    thread = Thread(target=keep_fed, args=(owner.query, folder.search, stop, lambda: 1))
    thread.start()
    until = monotonic() + 20
    while not _found(folder) and monotonic() < until:
        sleep(0.05)
    stop.set()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert _found(folder) == len(owner.query("search_states"))


def _found(folder: DataFolder) -> int:
    try:
        with closing(SearchIndex(folder.search)) as reader:
            return len(reader.states())
    except Exception:
        return 0
