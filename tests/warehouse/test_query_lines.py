"""A query leaves out the lines that nobody asked for, and keeps between loads what only a load changes."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.warehouse import samples
from warehouse import DataFolder, Owner, queries, spool
from warehouse.queries import NamedQuery, OverlayState
from warehouse.queries.row_cache import MOST_ROWS, RowCache

QUERY = NamedQuery(
    "example",
    "",
    "SELECT 1\n, 2 -- with $council $trust\n, 3 -- without $council $trust\n, 4 -- overlaid\n, 5 -- settled\n",
    frozenset({"council", "trust"}),
)


@pytest.mark.parametrize(
    ("given", "overlay", "kept"),
    [
        (set(), OverlayState.EMPTY, "SELECT 1 , 3 , 5"),
        ({"trust"}, OverlayState.EMPTY, "SELECT 1 , 2 , 5"),
        ({"council", "trust"}, OverlayState.DECISIONS, "SELECT 1 , 2 , 4"),
        ({"policy_id"}, OverlayState.REVIEWS, "SELECT 1 , 3 , 4"),
    ],
)
def test_a_line_is_kept_where_what_it_says_holds(given: set[str], overlay: OverlayState, kept: str) -> None:
    assert " ".join(QUERY.statements(frozenset(given), overlay).sql.split()) == kept


@pytest.fixture
def owner(folder: DataFolder) -> Iterator[Owner]:
    spool.write_batch(folder, "one", samples.articles(range(4)))
    with Owner(folder, background=False) as opened:
        yield opened


def test_a_row_that_was_read_is_not_read_again_before_the_next_load(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = owner.query("queue")
    read: list[str] = []
    executed = queries._executed

    def noted(connection: Any, sql: str, *values: Any) -> Any:
        read.append(sql)
        return executed(connection, sql, *values)

    monkeypatch.setattr(queries, "_executed", noted)
    assert owner.query("queue") == before
    assert not [sql for sql in read if "records.revisions" in sql]
    spool.write_batch(owner.folder, "two", samples.articles(range(4, 5)))
    owner.drain()
    assert len(owner.query("queue")) > len(before)
    assert [sql for sql in read if "records.revisions" in sql]


def test_what_was_read_before_or_during_a_load_is_not_kept_after_it() -> None:
    cache = RowCache()
    version = cache.version()
    assert version is not None
    with cache.changing():
        assert cache.version() is None
        cache.keep(version, "sql", {"a": {"title": "old"}})
    cache.keep(version, "sql", {"a": {"title": "old"}})
    now = cache.version()
    assert now is not None
    assert now != version
    assert cache.find(now, "sql", {"a"}) == {}
    cache.keep(now, "sql", {"a": {"title": "new"}, "b": None})
    assert cache.find(now, "sql", {"a", "b", "c"}) == {"a": {"title": "new"}, "b": None}
    assert cache.find(version, "sql", {"a"}) == {}


def test_no_more_rows_are_kept_than_have_room() -> None:
    cache = RowCache()
    version = cache.version()
    assert version is not None
    cache.keep(version, "sql", dict.fromkeys(range(MOST_ROWS)))
    cache.find(version, "sql", {0})
    cache.keep(version, "sql", {"one more": None})
    assert cache.find(version, "sql", {0, 1, "one more"}).keys() == {0, "one more"}
