"""The benchmark's bars, held by tests: silent breakages are told within two runs, and a lull is nobody's fault."""

from datetime import timedelta

import pytest

from bench.silence import (
    BAR_FALSE,
    BAR_TOLD,
    EACH_KIND,
    SCORED_FROM,
    false_alarms,
    live,
    until_silence_is_told,
)
from bench.simulated_breakages import KINDS, LOUD, SILENT
from bench.simulated_seasons import LULLS, YEAR, Season

HALF = Season("half a year", YEAR.first, YEAR.first + timedelta(days=185), YEAR.factor)
MIDDLE_SIZED = (7, 8, 9, 10, 7, 8, 9, 10)  # articles a working day: no two runs of such an outlet bring nothing


@pytest.mark.long
def test_breakages_of_every_silent_kind_are_told_within_two_daily_runs() -> None:
    result = live(HALF, SCORED_FROM, [*SILENT], MIDDLE_SIZED)
    told, injected = result.told(SILENT)
    assert injected == len(SILENT) == 16
    assert told >= 15
    assert false_alarms(result, HALF) <= BAR_FALSE


def test_august_is_no_outlets_fault() -> None:
    august = next(one for one in LULLS if "August" in one.name)
    assert false_alarms(live(august, SCORED_FROM, rates=MIDDLE_SIZED), august) <= BAR_FALSE


@pytest.mark.long
@pytest.mark.parametrize("kinds", [SILENT, LOUD])
def test_a_years_breakages_of_twelve_outlets_are_told_within_two_runs(kinds: dict[str, float]) -> None:
    result = live(YEAR, SCORED_FROM, [*kinds] * EACH_KIND)
    told, injected = result.told(KINDS)
    assert injected == EACH_KIND * len(kinds)
    assert told >= BAR_TOLD * injected
    assert false_alarms(result, YEAR) <= BAR_FALSE


@pytest.mark.long
@pytest.mark.parametrize("season", LULLS, ids=lambda season: season.name)
def test_a_lull_is_no_outlets_fault(season: Season) -> None:
    assert false_alarms(live(season, SCORED_FROM), season) <= BAR_FALSE


def test_the_silence_of_a_small_outlet_takes_longer_to_tell_from_a_quiet_week() -> None:
    assert until_silence_is_told(25) == 1
    assert until_silence_is_told(8) == 2
    assert 5 <= until_silence_is_told(1) <= 15
