"""Whether a grade is in force or a former one. A new case is a new row."""

from datetime import date

import pytest

from nlp.analysis import analyse

DAY = date(2024, 10, 1)


@pytest.mark.parametrize(
    ("text", "present", "former"),
    [
        ("Ofsted has rated Slough council inadequate.", ["inadequate"], []),
        ("Slough council went from inadequate to good, Ofsted said.", ["good"], ["inadequate"]),
        ("Slough council is good, up from inadequate, Ofsted said.", ["good"], ["inadequate"]),
        ("Slough council's services are good, Ofsted says. They were inadequate at the last inspection, in 2022.", ["good"], ["inadequate"]),
        ("Slough council was rated inadequate by Ofsted in 2016, climbed to requires improvement in 2019 and is now good.", ["good"], ["inadequate", "requires improvement"]),
        ("Services at Slough council had been inadequate. Ofsted graded them good in July 2023.", ["good"], ["inadequate"]),
        ("Slough council volunteered, after eight years of inadequate judgements from Ofsted.", [], ["inadequate"]),
        ("Slough council, judged good by Ofsted as recently as 2018, has fallen two rungs.", [], ["good"]),
        ("Leeds council, rated good by Ofsted since 2015, lends its director.", ["good"], []),
        ("Slough council was inadequate in 2012, Ofsted says.", [], ["inadequate"]),
        ("Slough council's services are no longer inadequate, Ofsted says. It grades them as requiring improvement to be good.", ["requires improvement"], ["inadequate"]),
        ("Ofsted has again found Slough council's services inadequate.", ["inadequate"], []),
    ],
)  # fmt: skip
def test_of_a_councils_grades_at_most_one_is_in_force(text, present, former):
    found = analyse(text, "", DAY).judgements
    assert sorted(one.grade for one in found if not one.previous) == present
    assert sorted({one.grade for one in found if one.previous}) == former


def test_two_councils_in_one_text_have_each_a_grade_in_force():
    text = "Ofsted rated Slough council inadequate last week and Leeds council outstanding in May."
    assert [one.previous for one in analyse(text, "", DAY).judgements] == [False, False]


def test_a_rest_without_a_name_has_no_grade():
    text = "Reading Borough Council runs its own services. Ofsted visits. Those that are left mostly have good grades."
    assert analyse(text, "", DAY).judgements == []
