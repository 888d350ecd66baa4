"""The sentence beside "no evidence": how complete the watch was, over every enabled outlet and every day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from warehouse import connect, spool
from warehouse.folder import DataFolder
from warehouse.monitoring import (
    Silence,
    WatchedOutlet,
    completeness_sentence,
    monitoring_sentence,
    share_watched,
    silence_since,
)
from warehouse.records import OutletDay
from warehouse.reference import OutletRow
from warehouse.store import Store
from warehouse.vocabulary.health import DayState

NEWEST, TODAY = date(2026, 8, 31), date(2026, 9, 10)
ASSESSED_AT = datetime(2026, 9, 10, 6, tzinfo=UTC)


@pytest.fixture
def store(folder: DataFolder) -> Iterator[Store]:
    with connect(folder) as opened:
        opened.load_outlets(
            [
                OutletRow("lgc", "LGC", "https://lgc.example/"),
                OutletRow("themj", "The MJ", "https://themj.example/"),
                OutletRow("tes", "Tes", "https://tes.example/", enabled=False, why="it asks not to be crawled"),
            ]
        )
        yield opened


def assess(store: Store, outlet_id: str, first: date, states: str) -> None:
    """Write a day for each letter: w well, q quiet, b broken, n not crawled; a dot is a day that nobody assessed."""
    names = {state[0]: state for state in DayState}
    days = [
        OutletDay(outlet_id, first + timedelta(days=number), names[letter], "", 0, 0, 1.0, ASSESSED_AT)
        for number, letter in enumerate(states)
        if letter != "."
    ]
    spool.write_batch(store.folder, f"days-{outlet_id}", days)
    store.drain()


def said(store: Store, newest: date | None = NEWEST, waiting: int = 0) -> str:
    silence = silence_since(store, newest, TODAY, waiting)
    assert silence is not None
    return monitoring_sentence(silence)


def test_it_counts_from_the_day_after_the_newest_evidence_to_today(store: Store) -> None:
    assess(store, "lgc", NEWEST, "bwwwwwwqqow")  # the first letter is the day of the evidence itself
    assess(store, "themj", NEWEST, "bwwwbbwwwww")
    assert said(store) == ("No evidence since 31 August 2026; monitoring was 90% complete (The MJ missed on 2 days)")


def test_the_days_of_a_dead_scheduler_were_not_watched(store: Store) -> None:
    for outlet_id in ("lgc", "themj"):
        assess(store, outlet_id, NEWEST, "wwwww......")
    assert said(store) == (
        "No evidence since 31 August 2026; monitoring was 40% complete (all 2 outlets missed on 6 days)"
    )


def test_an_enabled_outlet_that_nobody_ever_crawled_counts_and_a_disabled_one_does_not(store: Store) -> None:
    assess(store, "lgc", NEWEST, "wwwwwwwwwww")
    assess(store, "tes", NEWEST, "bbbbbbbbbbb")
    assert said(store) == ("No evidence since 31 August 2026; monitoring was 50% complete (The MJ missed on 10 days)")


def test_of_a_recorded_newsroom_only_what_it_holds_counts(store: Store) -> None:
    assess(store, "lgc", NEWEST, "wwwwwwwwwww")
    silence = silence_since(store, NEWEST, TODAY, 0, crawled_only=True)
    assert silence is not None
    assert share_watched(silence) == 1


def test_a_silence_older_than_the_watch_was_not_watched_before_it_began(store: Store) -> None:
    for outlet_id in ("lgc", "themj"):
        assess(store, outlet_id, TODAY - timedelta(days=1), "ww")
    assert "monitoring was 20% complete" in said(store)


def test_without_any_evidence_it_counts_from_the_first_day_of_the_watch(store: Store) -> None:
    assess(store, "lgc", TODAY - timedelta(days=3), "wwbw")
    assess(store, "themj", TODAY - timedelta(days=1), "ww")
    assert said(store, None) == (
        "No evidence since the watch began on 7 September 2026; monitoring was 62.5% complete "
        "(The MJ missed on 2 days, LGC missed on 1 day)"
    )


@pytest.mark.parametrize(
    ("waiting", "words"), [(1, "; 1 candidate waits undecided"), (1204, "; 1,204 candidates wait undecided")]
)
def test_it_says_how_many_candidates_nobody_has_decided(store: Store, waiting: int, words: str) -> None:
    assess(store, "lgc", NEWEST, "wwwwwwwwwww")
    assert said(store, waiting=waiting).endswith(words)


def test_there_is_no_silence_on_the_day_of_evidence_nor_where_nothing_was_ever_assessed(store: Store) -> None:
    assert silence_since(store, NEWEST, TODAY, 0) is None
    assess(store, "lgc", NEWEST, "wwwwwwwwwww")
    assert silence_since(store, TODAY, TODAY, 0) is None


def test_a_gap_never_rounds_to_a_hundred() -> None:
    outlets = (WatchedOutlet("LGC", 1999), WatchedOutlet("The MJ", 2000))
    silence = Silence(NEWEST, NEWEST + timedelta(days=1), NEWEST + timedelta(days=2000), outlets)
    assert "99.9% complete (LGC missed on 1 day)" in monitoring_sentence(silence)


def test_the_worst_gaps_are_named_and_the_others_counted() -> None:
    outlets = tuple(WatchedOutlet(f"Outlet {number}", number) for number in range(6))
    silence = Silence(NEWEST, NEWEST + timedelta(days=1), NEWEST + timedelta(days=6), outlets)
    assert monitoring_sentence(silence).endswith(
        "(Outlet 0 missed on 6 days, Outlet 1 missed on 5 days, Outlet 2 missed on 4 days and 3 more outlets)"
    )


def test_how_complete_the_watch_was_is_told_of_all_its_days(store: Store) -> None:
    assess(store, "lgc", TODAY - timedelta(days=3), "wwww")
    assess(store, "themj", TODAY - timedelta(days=3), "wbww")
    silence = silence_since(store, None, TODAY, 0)
    assert silence is not None
    assert completeness_sentence(silence) == (
        "From 7 September 2026 to 10 September 2026 monitoring was 87.5% complete (The MJ missed on 1 day)"
    )
