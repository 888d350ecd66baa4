"""The replay of a generated year, small: every history comes back to the byte, every passage is proved, every changed byte is found."""

import pytest

from bench.generated_year.year import SMALL
from bench.replay import replayed


@pytest.mark.long
def test_60_verdicts_of_a_small_year_are_rebuilt_proved_and_watched() -> None:
    found = replayed(60, 4, 3, SMALL)
    assert found.verdicts == 60
    assert found.dates == 4
    assert found.rebuilt == found.histories > 20
    assert found.proved == found.pins > 20
    assert found.found == found.changed == 3
