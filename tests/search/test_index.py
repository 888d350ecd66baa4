"""The index: what is found, in what order, and what becomes of a damaged one."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse.records import identifier
from warehouse.search.grammar import SearchError, parse
from warehouse.search.index import CLOSED, OPENED, IndexedArticle, SearchIndex


def article(name: str, title: str, text: str, **fields: object) -> IndexedArticle:
    made = IndexedArticle(
        article_id=identifier("article", name),
        state="1",
        outlet_id="communitycare",
        outlet="Community Care",
        day=date(2025, 3, 1),
        url=f"https://news.example/{name}",
        withdrawn=False,
        title=title,
        standfirst="",
        text=text,
        councils="",
        trusts="",
        policies=(),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


SLOUGH = article(
    "slough", "Trust to end", "Services will be returned to the council in Slough, whose trust is closing.",
    councils="Slough Borough Council Slough E06000039", trusts="Slough Children First slough-children-first",
    policies=("trusts-for-weakest-councils",),
)  # fmt: skip
ADOPTION = article("adoption", "Adoptions fall", "Fewer children were adopted. Slough was not asked.", outlet_id="cypnow",
                   outlet="CYP Now", day=date(2024, 12, 31))  # fmt: skip
DOGS = article("dogs", "Dogs for adoption", "The rescue centre wants homes for 212 dogs.", day=date(2026, 1, 2))
CAFE = article("cafe", "Café for carers", "A café opened.", day=None)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    made = SearchIndex(tmp_path / "search.sqlite", writable=True)
    made.put([SLOUGH, ADOPTION, DOGS, CAFE])
    yield made
    made.close()


def found(index: SearchIndex, typed: str, order: str = "relevance") -> list[str]:
    return [hit.url.rpartition("/")[2] for hit in index.search(parse(typed), order=order).hits]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("adopting", {"adoption", "dogs"}),
        ("adoption -dogs", {"adoption"}),
        ('"returned to the council"', {"slough"}),
        ('"to returned the council"', set()),
        ("council:Slough", {"slough"}),
        ("council:E06000039", {"slough"}),
        ("trust:slough-children-first", {"slough"}),
        ("slough", {"slough", "adoption"}),
        ("outlet:cypnow", {"adoption"}),
        ("outlet:cypnow dogs", set()),
        ("policy:trusts-for-weakest-councils", {"slough"}),
        ("after:2025", {"slough", "dogs"}),
        ("before:2024", {"adoption"}),
        ("cafe", {"cafe"}),
        ("resc*", {"dogs"}),
        ("dogs OR closing", {"dogs", "slough"}),
        ("title:adoption", {"adoption", "dogs"}),
        ("title:slough", set()),
    ],
)
def test_a_query_finds_what_it_says(index: SearchIndex, typed: str, names: set[str]) -> None:
    assert set(found(index, typed)) == names


def test_a_word_in_the_headline_counts_more(index: SearchIndex) -> None:
    index.put([article("brief", "In brief", "A dog was lost. " + "Rain fell on the town. " * 20)])
    assert found(index, "dogs") == ["dogs", "brief"]


def test_the_newest_come_first_where_that_is_asked(index: SearchIndex) -> None:
    assert found(index, "adoption OR returned", order="newest") == ["dogs", "slough", "adoption"]


def test_a_snippet_shows_where_the_words_stand(index: SearchIndex) -> None:
    (hit,) = index.search(parse('"returned to the council"')).hits
    assert f"{OPENED}returned to the council{CLOSED}" in hit.snippet.replace(f"{CLOSED} {OPENED}", " ")


def test_pages_give_every_article_once(index: SearchIndex) -> None:
    index.put([article(f"extra-{number}", "Extra", "A levy on extras.") for number in range(30)])
    answers = [index.search(parse("levy"), first=first, most=7) for first in range(0, 35, 7)]
    assert {answer.found for answer in answers} == {30}
    assert len({hit.article_id for answer in answers for hit in answer.hits}) == 30


def test_an_article_that_changed_is_found_by_its_new_words_alone(index: SearchIndex) -> None:
    index.put([replace(SLOUGH, text="Nothing happened.", state="2")])
    assert found(index, "returned") == []
    assert found(index, "happened") == ["slough"]
    assert index.states()[str(SLOUGH.article_id)] == "2"
    index.remove([str(SLOUGH.article_id)])
    assert found(index, "happened") == []
    assert found(index, "policy:trusts-for-weakest-councils") == []


def test_article_ids_are_those_of_the_hits(index: SearchIndex) -> None:
    assert index.article_ids(parse("adoption"), most=10) == [DOGS.article_id, ADOPTION.article_id]
    assert index.article_ids(parse("outlet:cypnow"), most=10) == [UUID(str(ADOPTION.article_id))]


def test_a_batch_that_fails_leaves_the_index_as_it_was(index: SearchIndex) -> None:
    with pytest.raises(sqlite3.Error):
        index.put([article("new", "New", "New words."), replace(DOGS, url=None)])  # type: ignore[arg-type]
    assert found(index, "new") == []
    assert found(index, "dogs") == ["dogs"]


@pytest.mark.parametrize("damage", [b"", b"no database at all", b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_damaged_index_is_made_again(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "search.sqlite"
    path.write_bytes(damage)
    index = SearchIndex(path, writable=True)
    index.put([DOGS])
    assert found(index, "dogs") == ["dogs"]
    index.close()


def test_an_index_of_another_layout_is_made_again(index: SearchIndex, tmp_path: Path) -> None:
    other = sqlite3.connect(index.path)
    other.execute("UPDATE about SET layout = 999")
    other.commit()
    other.close()
    index.close()
    again = SearchIndex(index.path, writable=True)
    assert again.states() == {}
    again.close()


def test_a_reader_sees_what_a_writer_put_while_both_are_open(index: SearchIndex) -> None:
    reader = SearchIndex(index.path)
    assert found(reader, "levy") == []
    index.put([article("levy", "A levy", "A levy on empty homes.")])
    assert found(reader, "levy") == ["levy"]
    reader.close()


def test_an_index_that_is_opened_again_is_as_it_was(index: SearchIndex) -> None:
    index.close()
    again = SearchIndex(index.path, writable=True)
    assert found(again, "dogs") == ["dogs"]
    again.close()


def test_there_is_nothing_to_read_before_it_was_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        SearchIndex(tmp_path / "search.sqlite")


PIECES = st.sampled_from([*'ab:"*-()^+~ \x00', "OR ", "NOT ", "NEAR(", "council:", "title:", "after:2025 "])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.lists(PIECES, max_size=40).map("".join))
def test_no_query_is_an_error_of_the_index(index: SearchIndex, typed: str) -> None:
    try:
        query = parse(typed)
    except SearchError:
        return
    assert index.search(query).found >= 0


def test_articles_that_share_any_of_some_words_are_found_the_most_alike_first(index: SearchIndex) -> None:
    alike = index.alike(["adopt", "child", "nothing"], since=date(2024, 1, 1), most=10)
    assert alike == [ADOPTION.article_id, DOGS.article_id]
    assert index.alike(["adopt", "child"], since=date(2026, 1, 1), most=10) == [DOGS.article_id]
    assert index.alike(["adopt", "child"], since=date(2024, 1, 1), most=1) == [ADOPTION.article_id]
    assert index.alike([], since=date(2024, 1, 1), most=10) == []


def test_an_article_without_a_day_counts_as_new_and_a_withdrawn_one_is_left_out(index: SearchIndex) -> None:
    index.put([replace(DOGS, withdrawn=True)])
    assert index.alike(["café", "dog"], since=date(2026, 11, 1), most=10) == [CAFE.article_id]
