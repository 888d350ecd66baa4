"""What an outlet usually gives: weekdays, holidays, spread, and what is left out of the learning."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.health.holidays import is_bank_holiday, is_christmas
from spiders.health.pattern import Day, binomial_tail, learn, part_of_day, so_few, so_many
from spiders.registry.outlet import Expected
from warehouse.vocabulary.health import DayState

TODAY = date(2026, 11, 23)
EXPECT = Expected(per_week=(20, 80), characters=1000, dated=0.9, walled=0.1)


def weeks(number: int, listed: int = 10, state: DayState = DayState.WELL) -> list[Day]:
    """Give so many weeks of days up to yesterday, with nothing on Sundays."""
    days = [TODAY - timedelta(days=back) for back in range(1, 7 * number + 1)]
    return [Day(day, state, listed if day.weekday() < 6 else 0, 5) for day in days]


@pytest.mark.parametrize(
    "day",
    ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28",
     "2025-04-18", "2025-04-21", "2027-12-27", "2027-12-28", "2021-12-27", "2021-12-28", "2023-01-02", "2028-01-03"],
)  # fmt: skip
def test_bank_holidays_of_england_are_known(day: str) -> None:
    assert is_bank_holiday(date.fromisoformat(day))


def test_every_bank_holiday_of_2022_is_known_and_no_other_day_is_one() -> None:
    days = [date(2022, 1, 1) + timedelta(days=number) for number in range(365)]
    assert [f"{day:%d %b}" for day in days if is_bank_holiday(day) and day.weekday() < 5] == [
        "03 Jan", "15 Apr", "18 Apr", "02 May",
        "02 Jun", "03 Jun",  # the late May holiday, moved, and the jubilee's
        "29 Aug",
        "19 Sep",  # the funeral of the Queen
        "26 Dec", "27 Dec",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "is_one"),
    [("2011-04-29", True), ("2012-05-28", False), ("2012-06-04", True), ("2012-06-05", True), ("2020-05-04", False),
     ("2020-05-08", True), ("2023-05-08", True), ("2026-03-17", False), ("2026-11-30", False)],
)  # fmt: skip
def test_holidays_of_one_year_alone_are_known_and_those_of_other_nations_are_none(day: str, is_one: bool) -> None:
    assert is_bank_holiday(date.fromisoformat(day)) is is_one


@pytest.mark.parametrize("day", ["2026-04-07", "2026-05-05", "2026-12-29", "2026-08-24", "2026-11-23"])
def test_ordinary_mondays_and_tuesdays_are_none(day: str) -> None:
    assert not is_bank_holiday(date.fromisoformat(day))


def test_christmas_runs_into_the_new_year() -> None:
    assert is_christmas(date(2026, 12, 24))
    assert is_christmas(date(2027, 1, 2))
    assert not is_christmas(date(2027, 1, 5))


def test_weekdays_are_learnt_each_for_itself() -> None:
    pattern = learn(weeks(12), EXPECT, TODAY)
    assert pattern.expected(date(2026, 11, 24)) == pytest.approx(10, rel=0.1)
    assert pattern.expected(date(2026, 11, 29)) < 0.5


def test_a_holiday_is_expected_to_be_like_a_sunday_and_christmas_to_be_empty() -> None:
    pattern = learn(weeks(12), EXPECT, TODAY)
    assert pattern.expected(date(2026, 5, 25)) == pattern.by_weekday[6]
    assert pattern.expected(date(2026, 12, 29)) == 0


def test_without_history_the_outlets_file_says_what_to_expect_and_volume_is_not_assessed() -> None:
    pattern = learn([], EXPECT, TODAY)
    assert sum(pattern.by_weekday) == pytest.approx(40)
    assert not pattern.knows_volume


def test_days_on_which_no_crawl_ran_teach_nothing() -> None:
    missed = [Day(one.day, DayState.NOT_CRAWLED, 0, 0) for one in weeks(12)]
    assert learn(missed, EXPECT, TODAY).days == 0


def test_broken_days_teach_nothing_until_they_are_the_new_normal() -> None:
    broken = weeks(12, listed=0, state=DayState.BROKEN)
    pattern = learn(broken, EXPECT, TODAY)
    assert 0 < pattern.days <= 12 * 7 - 28


def test_a_trouble_that_was_mended_within_four_weeks_never_teaches_anything() -> None:
    days = weeks(12)
    mended = [Day(one.day, DayState.BROKEN, 0, 0) if 40 <= (TODAY - one.day).days < 54 else one for one in days]
    assert learn(mended, EXPECT, TODAY).days == learn(days, EXPECT, TODAY).days - 14


def test_a_lull_of_some_weeks_does_not_widen_what_an_ordinary_day_may_bring() -> None:
    steady = learn(weeks(12), EXPECT, TODAY).spread
    lull = [Day(one.day, one.state, one.listed // 3, 3) if one.day < date(2026, 9, 28) else one for one in weeks(12)]
    assert learn(lull, EXPECT, TODAY).spread < steady + 0.5


def test_one_huge_day_hardly_moves_a_rate() -> None:
    days = weeks(12)
    first_crawl = [Day(one.day, DayState.WELL, 500, 5) if one.day == date(2026, 9, 22) else one for one in days]
    assert learn(first_crawl, EXPECT, TODAY).expected(date(2026, 11, 24)) == pytest.approx(10, rel=0.15)


@given(st.integers(0, 60), st.floats(0.1, 60), st.floats(1.3, 6))
def test_tails_are_probabilities_and_fit_together(count: int, mean: float, spread: float) -> None:
    few = so_few(count, mean, spread)
    assert 0 <= few <= 1
    assert few <= so_few(count + 1, mean, spread) + 1e-9
    assert so_many(count + 1, mean, spread) == pytest.approx(1 - few, abs=1e-9)


def test_silence_is_likelier_at_an_outlet_whose_news_come_in_bunches() -> None:
    assert so_few(0, 10, 1.3) < so_few(0, 10, 2) < so_few(0, 10, 5)


def test_nothing_of_nothing_expected_is_certain() -> None:
    assert so_few(0, 0.0, 2.0) == 1


def test_a_run_of_rare_things_is_rare() -> None:
    assert binomial_tail(2, 2, 0.03) == pytest.approx(0.0009)
    assert binomial_tail(0, 5, 0.03) == pytest.approx(1)


def test_a_day_fills_between_six_and_eight_in_the_evening() -> None:
    hours = [part_of_day(datetime(2026, 11, 23, hour, tzinfo=UTC)) for hour in (3, 6, 13, 20, 23)]
    assert hours == [0, 0, 0.5, 1, 1]
