"""Names of groups that are made anew: a name stays with most of its members, and is given once."""

from uuid import UUID

import pytest

from nlp.stories.regrouping import groups_of, keep_names

A, B, C, D, NEW = (UUID(int=number) for number in (1, 2, 3, 4, 99))


@pytest.mark.parametrize(
    ("groups", "held", "names"),
    [
        ([[A, B]], {}, {A: A, B: A}),  # a new group is named by its first member
        ([[A, B, C]], {B: B}, {A: B, B: B, C: B}),  # an earlier article joins: the name stays
        ([[A, B, C]], {A: A, B: B, C: B}, {A: B, B: B, C: B}),  # merged: the one with more members keeps its name
        ([[A, B]], {A: A, B: B}, {A: A, B: A}),  # as many: the earlier name
        (
            [[A], [B, C]],
            {A: A, B: A, C: A},
            {A: NEW, B: A, C: A},
        ),  # split: the larger part keeps it, the founder gets another
        ([[A, B], [C, D]], {A: A, B: A, C: A}, {A: A, B: A, C: NEW, D: NEW}),
    ],
)
def test_a_name_stays_with_most_of_its_members(
    groups: list[list[UUID]], held: dict[UUID, UUID], names: dict[UUID, UUID]
) -> None:
    assert keep_names(groups, held, lambda _: NEW) == names


def test_groups_are_those_whose_mean_probability_is_high_enough_in_either_order_of_a_pair() -> None:
    likely = {(B, A): 0.9, (B, C): 0.9, (A, C): 0.1, (C, D): 0.3}
    assert groups_of([A, B, C, D], likely, 0.6) == [[A, B], [C], [D]]
    assert groups_of([A, B, C, D], likely, 0.45) == [[A, B, C], [D]]
