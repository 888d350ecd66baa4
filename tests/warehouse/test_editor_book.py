"""What editors keep beside their decisions: saved searches, and when each was last here."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from warehouse.errors import SearchRefusedError
from warehouse.owner.editor_book import AWAY, EditorBook
from warehouse.saved_searches import MOST_SAVED, SavedSearch

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "decisions.sqlite"


@pytest.fixture
def book(file: Path) -> Iterator[EditorBook]:
    opened = EditorBook(file)
    yield opened
    opened.close()


def search(name: str = "Slough", editor: str = "Ann", *, shared: bool = False) -> SavedSearch:
    return SavedSearch(uuid4(), name, "q=council%3ASlough&sort=newest", editor, shared, NOW)


def test_a_search_is_there_for_its_editor_when_the_book_is_opened_again(book: EditorBook, file: Path) -> None:
    saved = book.save(search())
    again = EditorBook(file)
    assert again.searches("Ann") == [saved]
    assert again.searches("Ben") == []
    again.close()


def test_a_shared_search_is_everybodys_and_its_editor_alone_deletes_it(book: EditorBook) -> None:
    saved = book.save(search(shared=True))
    assert book.searches("Ben") == [saved]
    with pytest.raises(SearchRefusedError, match="Ann saved this search"):
        book.delete(saved.search_id, "Ben", NOW)
    assert book.delete(saved.search_id, "Ann", NOW)
    assert book.searches("Ben") == book.searches("Ann") == []
    assert not book.delete(saved.search_id, "Ann", NOW)


def test_a_form_sent_twice_keeps_one_search(book: EditorBook) -> None:
    saved = book.save(search())
    assert book.save(replace(saved, name="Another")) == saved
    assert book.searches("Ann") == [saved]


def test_a_name_that_is_taken_is_refused_until_it_is_free(book: EditorBook) -> None:
    saved = book.save(search("Slough"))
    with pytest.raises(SearchRefusedError, match="choose another name"):
        book.save(search("SLOUGH"))
    book.save(search("Slough", "Ben"))
    book.delete(saved.search_id, "Ann", NOW)
    book.save(search("slough"))


def test_an_editor_has_so_many_searches_and_no_more(book: EditorBook) -> None:
    for number in range(MOST_SAVED):
        book.save(search(f"search {number}"))
    with pytest.raises(SearchRefusedError, match="delete one first"):
        book.save(search("one more"))


def test_the_last_visit_is_the_one_before_this(book: EditorBook) -> None:
    assert book.last_visit("Ann", NOW) is None
    for minutes in (0, 10, 25):
        book.visit("Ann", NOW + timedelta(minutes=minutes))
    assert book.last_visit("Ann", NOW + timedelta(minutes=26)) is None, "the first visit still goes on"
    ended = NOW + timedelta(minutes=25)
    later = ended + AWAY + timedelta(minutes=1)
    assert book.last_visit("Ann", later) == ended, "a page is read before it says that its editor is here"
    book.visit("Ann", later)
    book.visit("Ann", later + timedelta(minutes=20))
    assert book.last_visit("Ann", later + timedelta(minutes=21)) == ended
    assert book.last_visit("Ben", later) is None


def test_a_search_is_told_of_from_when_its_editor_chose_so_until_the_editor_says_no_more(
    book: EditorBook, file: Path
) -> None:
    saved = book.save(search(shared=True))
    assert saved.told_since is None
    assert book.told() == []
    with pytest.raises(SearchRefusedError, match="Ann saved this search"):
        book.tell(saved.search_id, "Ben", NOW)
    told = book.tell(saved.search_id, "Ann", NOW + timedelta(hours=1))
    assert told == replace(saved, told_since=NOW + timedelta(hours=1))
    assert book.tell(saved.search_id, "Ann", NOW + timedelta(hours=2)) == told, "a form that was sent twice"
    again = EditorBook(file)
    assert again.told() == again.searches("Ann") == [told]
    again.close()
    assert book.tell(saved.search_id, "Ann", None) == saved
    assert book.told() == []


def test_a_search_that_was_deleted_is_told_of_no_more(book: EditorBook) -> None:
    saved = book.save(replace(search(), told_since=NOW))
    assert book.told() == [saved]
    book.delete(saved.search_id, "Ann", NOW)
    assert book.told() == []
    assert book.tell(saved.search_id, "Ann", NOW) is None


def test_searches_that_an_earlier_version_kept_are_there_and_told_of_by_nobody(file: Path) -> None:
    with closing(sqlite3.connect(file)) as earlier, earlier:
        earlier.execute(
            "CREATE TABLE saved_searches (sequence INTEGER PRIMARY KEY AUTOINCREMENT, search_id TEXT NOT NULL, "
            "kept INTEGER NOT NULL, name TEXT NOT NULL, choice TEXT NOT NULL, editor TEXT NOT NULL, shared INTEGER NOT NULL, at TEXT NOT NULL)"
        )
        saved = search()
        row = (str(saved.search_id), 1, saved.name, saved.choice, saved.editor, 0, NOW.isoformat())
        earlier.execute(
            "INSERT INTO saved_searches (search_id, kept, name, choice, editor, shared, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            row,
        )
    for _ in range(2):  # the column is added once
        book = EditorBook(file)
        assert book.searches("Ann") == [saved]
        assert book.told() == []
        book.close()
