"""The benchmark's bar, held by a test: every breakage within two runs, hardly a false alarm."""

import pytest

from bench.silence import BAR_FALSE, BAR_RUNS, BREAKAGES, until_silence_is_told, year


@pytest.mark.long
def test_a_years_forty_breakages_are_noticed_within_two_runs() -> None:
    result = year(1)
    delays = [one for kind in result.delays.values() for one in kind]
    assert len(result.delays) == 12
    assert len(delays) == BREAKAGES
    assert all(one is not None and one <= BAR_RUNS for one in delays)
    assert len(result.false) / (12 * 12) <= BAR_FALSE


def test_the_silence_of_a_small_outlet_takes_longer_to_tell_from_a_quiet_week() -> None:
    assert until_silence_is_told(25) == 1
    assert until_silence_is_told(8) == 2
    assert 5 <= until_silence_is_told(1) <= 15
