from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from spiders.job.frontier import Frontier, KnownArticle
from spiders.job.recheck import due, is_due, withdrawn

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def known(*, fetched: timedelta, age: timedelta | None = None, **more: object) -> KnownArticle:
    published = NOW - age if age is not None else None
    values = {
        "url": "https://a.uk/x",
        "capture_id": uuid4(),
        "last_fetched": NOW - fetched,
        "published": published,
    } | more
    return KnownArticle(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(("one", "expected"), [
    (known(fetched=23 * HOUR, age=2 * DAY), True), (known(fetched=12 * HOUR, age=2 * DAY), False),
    (known(fetched=3 * DAY, age=20 * DAY), False), (known(fetched=7 * DAY, age=20 * DAY), True),
    (known(fetched=30 * DAY, age=200 * DAY), False), (known(fetched=61 * DAY, age=200 * DAY), True),
    (known(fetched=200 * DAY, age=3000 * DAY), False), (known(fetched=361 * DAY, age=3000 * DAY), True),
    (known(fetched=DAY, age=3000 * DAY, failures=1), True), (known(fetched=DAY, age=3000 * DAY, failures=3, withdrawn=True), False),
    (known(fetched=HOUR, capture_id=None), False), (known(fetched=4 * HOUR, capture_id=None), True),
])  # fmt: skip
def test_a_young_article_is_looked_at_daily_and_an_old_one_rarely(one: KnownArticle, expected: bool) -> None:
    assert is_due(one, NOW) is expected


def test_an_article_that_the_feed_says_was_changed_is_due_at_once() -> None:
    one = known(fetched=5 * HOUR, age=3000 * DAY)
    assert is_due(one, NOW, updated=NOW - HOUR)
    assert not is_due(one, NOW, updated=NOW - 6 * HOUR)
    assert not is_due(one, NOW, updated=NOW + 400 * DAY), "a date in the future says nothing"


def test_of_more_than_a_crawl_may_ask_for_those_that_fail_and_the_longest_unseen_come_first() -> None:
    many = [known(url=f"https://a.uk/{n}", fetched=timedelta(days=1 + n), age=DAY) for n in range(9)]
    failing = known(url="https://a.uk/failing", fetched=21 * HOUR, age=900 * DAY, failures=1)
    found = due(Frontier([*many, failing]), NOW, 3)
    assert [one.url for one in found] == ["https://a.uk/failing", "https://a.uk/8", "https://a.uk/7"]


def test_one_that_waits_for_its_reading_is_left_alone() -> None:
    assert due(Frontier([known(fetched=3 * DAY, age=DAY, pending=True)]), NOW, 9) == []


@pytest.mark.parametrize(("status", "failures", "since", "gone"), [
    (404, 0, None, False), (404, 1, 20 * HOUR, False), (404, 1, 30 * HOUR, False), (404, 2, 20 * HOUR, False), (404, 2, 30 * HOUR, True),
    (410, 0, None, False), (410, 1, 20 * HOUR, False), (410, 1, 24 * HOUR, True), (410, 1, 23.6 * HOUR, True),
])  # fmt: skip
def test_three_404s_or_a_410_over_a_day_are_a_withdrawal(
    status: int, failures: int, since: timedelta | None, gone: bool
) -> None:
    one = known(fetched=HOUR, failures=failures, failing_since=NOW - since if since else None)
    assert bool(withdrawn(one, status, NOW)) is gone
