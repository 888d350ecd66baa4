"""What falls at all outlets together is the season; what falls at one is its own."""

from datetime import UTC, date, datetime, timedelta

import pytest

from spiders.health.pattern import Pattern
from spiders.health.season import BY_CALENDAR, ORDINARY, OthersDay, Season, season_for
from spiders.health.volume import Volume, of_volume

EVENING = datetime(2026, 6, 17, 20, 30, tzinfo=UTC)  # a Wednesday, far from any holiday
TODAY = EVENING.date()
WEEK = [TODAY - timedelta(days=back) for back in range(8)]
TEN_A_DAY = Pattern(by_weekday=(10.0,) * 7, spread=1.6, days=60)


def others(share: float, *, tier: str = "trade press", outlets: int = 5, number: int = 0) -> list[OthersDay]:
    return [
        OthersDay(f"{tier} {number + one}", tier, day, round(10 * share), 10.0)
        for one in range(outlets)
        for day in WEEK
    ]


def kinds(listed: int, season: Season) -> list[str]:
    volume = Volume(dict.fromkeys(WEEK, listed), frozenset(WEEK), season=season)
    return [one.kind for one in of_volume(volume, TEN_A_DAY, 5, EVENING).findings]


def test_a_fall_at_all_outlets_together_is_nobodys_fault() -> None:
    assert kinds(3, season_for("ours", "trade press", others(1.0))) == ["volume low"]
    assert not kinds(3, season_for("ours", "trade press", others(0.4)))


def test_an_outlet_that_is_silent_while_others_fall_by_half_is_told() -> None:
    assert kinds(0, season_for("ours", "trade press", others(0.5))) == ["silent"]


def test_before_an_election_official_outlets_are_held_against_one_another() -> None:
    seen = others(1.1) + others(0.1, tier="official")
    assert not kinds(1, season_for("ours", "official", seen))
    assert kinds(1, season_for("ours", "trade press", seen)) == ["volume low"]


def test_an_outlet_is_no_witness_for_itself_and_two_are_too_few() -> None:
    assert season_for("trade press 0", "trade press", others(0.1, outlets=3)).shares == {}
    assert season_for("ours", "trade press", others(0.1, outlets=2)).shares == {}


def test_one_busy_outlet_hides_no_lull() -> None:
    loud = [OthersDay("loud", "trade press", day, 200, 10.0) for day in WEEK]
    assert season_for("ours", "trade press", [*others(0.3, outlets=9), *loud]).allowance(TODAY) < 0.4


def test_the_season_never_excuses_more_than_an_ordinary_month() -> None:
    assert season_for("ours", "trade press", others(2.0)).allowance(TODAY) <= ORDINARY


@pytest.mark.parametrize(
    ("day", "most"),
    [("2026-08-12", 0.35), ("2026-04-08", 0.35), ("2026-05-05", 0.6), ("2026-12-18", 0.6), ("2026-06-17", 0.8)],
)
def test_without_other_outlets_the_calendar_says_what_to_allow(day: str, most: float) -> None:
    assert BY_CALENDAR.allowance(date.fromisoformat(day)) <= most


def test_one_article_in_a_spell_of_silence_does_not_end_the_incident() -> None:
    trickle = Volume(dict.fromkeys(WEEK, 0) | {TODAY: 1}, frozenset(WEEK), is_low=True)
    back = Volume(dict.fromkeys(WEEK, 0) | {TODAY: 8}, frozenset(WEEK), is_low=True)
    assert "silent" not in of_volume(trickle, TEN_A_DAY, 5, EVENING).could_see
    assert "silent" in of_volume(back, TEN_A_DAY, 5, EVENING).could_see


def test_in_a_lull_the_days_of_nothing_that_a_file_allows_are_more() -> None:
    young = Pattern(by_weekday=(1.0,) * 7, spread=1.6, days=3)
    volume = Volume({}, frozenset(WEEK))
    assert [one.kind for one in of_volume(volume, young, 7, EVENING).findings] == ["silent"]
    lull = Volume({}, frozenset(WEEK), season=season_for("ours", "trade press", others(0.4)))
    assert not of_volume(lull, young, 7, EVENING).findings
