"""Times and amounts in words."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from desk.wording import words
from tests.desk.newsdesk import NOW


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=-30), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=3), "3 h ago"),
        (timedelta(hours=47), "47 h ago"),
        (timedelta(days=5), "5 days ago"),
        (timedelta(days=-2), "in the future (24 Nov 2026, 08:00)"),
    ],
)
def test_how_long_ago(before: timedelta, said: str) -> None:
    assert words.ago(NOW - before, NOW) == said


def test_never_is_never_and_stale() -> None:
    assert words.ago(None, NOW) == words.clock(None) == "never"
    assert words.is_stale(None, NOW)


def test_a_load_is_stale_after_six_hours() -> None:
    assert not words.is_stale(NOW - timedelta(hours=6), NOW)
    assert words.is_stale(NOW - timedelta(hours=6, seconds=1), NOW)


def test_a_day_is_a_day_in_london() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert words.day(late) == "1 July 2026"
    assert words.short_day(late) == "1 Jul 2026"
    assert words.clock(late) == "1 Jul 2026, 00:30"
    assert words.day(date(2023, 4, 18)) == "18 April 2023"
    assert words.day(None) == words.short_day(None) == "no date"


def test_machines_get_the_time_zone() -> None:
    assert words.machine_time(datetime(2026, 1, 2, 3, 4)) == "2026-01-02T03:04:00+00:00"  # noqa: DTZ001
    assert words.machine_time(datetime(2026, 1, 2, tzinfo=timezone(timedelta(hours=1)))) == "2026-01-02T00:00:00+01:00"
    assert words.machine_time(date(2026, 1, 2)) == "2026-01-02"
    assert words.machine_time(None) == ""


def test_counts_and_shares() -> None:
    assert words.counted(1, "candidate") == "1 candidate"
    assert words.counted(1_204, "fetch", "fetches") == "1,204 fetches"
    assert words.percent(0.876) == "88%"
    assert words.percent(None) == ""


@pytest.mark.parametrize(
    ("number", "said"), [(1, "first"), (3, "third"), (10, "tenth"), (11, "11th"), (22, "22nd"), (113, "113th")]
)
def test_an_ordinal_is_a_word_up_to_ten(number: int, said: str) -> None:
    assert words.ordinal(number) == said


@pytest.mark.parametrize(
    ("text", "said"), [("2014", "in 2014"), ("2014-02", "in February 2014"), ("2014-02-07", "on 7 February 2014")]
)
def test_a_date_of_the_views_is_said_in_words(text: str, said: str) -> None:
    assert words.named_date(text) == said
