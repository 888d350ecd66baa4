"""The desk's pages of runs and outlets read little of the warehouse, and say what its views say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.warehouse import samples
from warehouse import Owner, spool
from warehouse.folder import DataFolder
from warehouse.records import FetchOutcome, Outcome, Record, identifier
from warehouse.vocabulary.collection import RunKind

BOOKS = ("fetched", "stored", "unchanged", "quarantined", "dropped", "pending", "lost", "balanced")


def odd_records() -> Iterator[Record]:
    """Runs of every kind of books: sound, empty, pending, lost, of a backfill, and with outcomes that are not where they belong."""
    yield from samples.articles(range(4))
    yield samples.run(1)
    for number in (2, 3):
        yield samples.run(number)
        yield from samples.fetch(number, hours=number, run_number=number)
    pending, _ = samples.fetch(2, hours=2, run_number=2)
    yield FetchOutcome(pending.fetch_id, samples.run(3).run_id, Outcome.DROPPED, "by another run", samples.at(4))
    yield FetchOutcome(identifier("no fetch"), samples.run(3).run_id, Outcome.STORED, "of no fetch", samples.at(4))
    backfill = replace(samples.run(4), kind=RunKind.BACKFILL)
    old, capture = samples.fetch(9, hours=-9000, run_number=4)
    yield from (backfill, old, capture)
    yield FetchOutcome(old.fetch_id, old.run_id, Outcome.STORED, "and no text is held", samples.at(5))


@pytest.fixture
def owner(folder: DataFolder) -> Iterator[Owner]:
    spool.write_batch(folder, "odd", list(odd_records()))
    with Owner(folder, background=False) as opened:
        yield opened


@pytest.mark.parametrize("number", [1, 2, 1000])
def test_the_latest_runs_have_the_books_that_the_view_has(owner: Owner, number: int) -> None:
    books = {row["run_id"]: {name: row[name] for name in BOOKS} for row in owner.books()}
    runs = owner.query("runs", number=number)
    assert len(runs) == min(number, 5)
    assert [{name: row[name] for name in BOOKS} for row in runs] == [books[row["run_id"]] for row in runs]


def test_the_books_of_the_runs_differ(owner: Owner) -> None:
    assert len({tuple(row[name] for name in BOOKS) for row in owner.query("runs")}) >= 4


def test_the_next_page_of_runs_goes_on_where_the_last_ended(owner: Owner) -> None:
    whole = owner.query("runs")
    first = owner.query("runs", number=2)
    rest = owner.query("runs", number=1000, before=first[-1]["started_at"])
    assert first + rest == whole


def test_an_outlets_articles_are_counted_by_their_latest_text(folder: DataFolder) -> None:
    edited = replace(
        samples.revision(0, hours=3, passage="It says another thing."),
        published=samples.at(-90),
        published_precision=None,
    )
    undated = replace(samples.revision(1, passage="No day is given."), published=None, published_precision=None)
    _, later = samples.fetch(0, hours=3)
    spool.write_batch(folder, "articles", [*samples.articles(range(3)), later, edited, undated])
    with Owner(folder, background=False) as owner:
        (row,) = (row for row in owner.query("outlets") if row["outlet_id"] == "gazette")
        held = owner.query("latest_texts", article_ids=[samples.article_id(number) for number in range(3)])
        with owner._connection.cursor() as cursor:
            count, newest = cursor.execute("SELECT count(*), max(published) FROM articles").fetchall()[0]
    assert len(held) == 3
    assert row["articles"] == count == 3
    assert row["newest_article"] == newest
    assert newest < samples.at(0) + timedelta(hours=1)
