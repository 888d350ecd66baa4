"""The words of a column: one table says all of every member, and what it forgets is named."""

from enum import StrEnum

import pytest

from warehouse.vocabulary.stances import STANCES, Direction, Stance, direction_of
from warehouse.vocabulary.tables import ForgottenWordError, table_of


class Weather(StrEnum):
    """Members for a table."""

    SUN = "sun"
    RAIN = "rain"


def test_a_table_has_the_order_of_its_enumeration() -> None:
    made = table_of(Weather, {Weather.RAIN: "wet", Weather.SUN: "dry"}, "WEATHER")
    assert list(made.items()) == [(Weather.SUN, "dry"), (Weather.RAIN, "wet")]


def test_a_member_that_was_forgotten_is_named_with_the_table() -> None:
    with pytest.raises(ForgottenWordError, match=r"WEATHER in a file says nothing of Weather\.RAIN"):
        table_of(Weather, {Weather.SUN: "dry"}, "WEATHER in a file")


WAYS = (
    (Stance.ADVANCES, Direction.ADVANCES),
    (Stance.DELIVERS, Direction.ADVANCES),
    (Stance.DELAYS, Direction.CONTRADICTS),
    (Stance.CONTRADICTS, Direction.CONTRADICTS),
    (Stance.RE_ANNOUNCES, Direction.CONTEXT),
    (Stance.OUTCOME, None),
    (Stance.CONTEXT, Direction.CONTEXT),
)


@pytest.mark.parametrize(("stance", "direction"), WAYS)
def test_a_stance_goes_one_way_and_an_outcome_carries_its_own(stance: Stance, direction: Direction | None) -> None:
    assert direction_of(stance) is direction


def test_every_stance_has_a_row_that_says_which_way_it_goes() -> None:
    assert [stance for stance, _ in WAYS] == list(Stance)


def test_every_stance_says_what_it_means() -> None:
    assert list(STANCES) == list(Stance)
    assert all(words.means for words in STANCES.values())
