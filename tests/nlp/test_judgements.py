"""Ofsted's grades: whose, which, and what only looks like one. A new case is a new row."""

from datetime import date

import pytest

from nlp.analysis import analyse

SLOUGH, DONCASTER, TORBAY, MEDWAY = "E06000039", "E08000017", "E06000027", "E06000035"


def grades(text: str, published: date | None = None) -> set[tuple[str, str]]:
    return {(one.council, one.grade) for one in analyse(text, "", published).judgements if one.aspect == "overall"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ofsted has rated Slough council inadequate.", {(SLOUGH, "inadequate")}),
        ("Slough council slumped from good to requires improvement, Ofsted said.", {(SLOUGH, "good"), (SLOUGH, "requires improvement")}),
        ("Slough council was told it was outstanding by Ofsted.", {(SLOUGH, "outstanding")}),
        ("Torbay Council was lifted out of inadequate in 2020, Ofsted said.", {(TORBAY, "inadequate")}),
        ("Ofsted found services inadequate in Slough, Torbay and Medway.", {(SLOUGH, "inadequate"), (TORBAY, "inadequate"), (MEDWAY, "inadequate")}),
        ("Slough council 'requires improvement to be good', Ofsted said.", {(SLOUGH, "requires improvement")}),
        ("Ofsted gave Slough council its lowest rating.", {(SLOUGH, "inadequate")}),
        ("Slough council has a plan. Ofsted rated its children's services good.", {(SLOUGH, "good")}),
        ("Doncaster Children's Services Trust was rated inadequate by Ofsted.", {(DONCASTER, "inadequate")}),
        ("Slough council's services are good, said Ofsted; its leadership is inadequate.", {(SLOUGH, "good")}),
        ("Ofsted rated 20 councils inadequate. Slough council was not inspected.", set()),
        ("Slough council said that good progress had been made, Ofsted wrote.", set()),
        ("Ofsted rated a school in Slough inadequate. Slough council was sorry.", set()),
        ("Slough council wants to be rated good by Ofsted.", set()),
        ("It was good news for Slough council, Ofsted said.", set()),
        ("The Care Quality Commission rated Slough council's adult care good.", set()),
    ],
)  # fmt: skip
def test_the_overall_grades_that_a_text_states(text, expected):
    assert grades(text) == expected


def test_a_former_grade_is_marked_previous():
    found = analyse("Slough council went from inadequate to good, Ofsted said.").judgements
    assert [(one.grade, one.previous) for one in found] == [("inadequate", True), ("good", False)]


def test_a_sub_judgement_keeps_its_aspect():
    found = analyse(
        "Slough council requires improvement, Ofsted said, but its leadership was rated inadequate."
    ).judgements
    assert ("inadequate", "leadership") in {(one.grade, one.aspect) for one in found}


def test_the_date_and_the_framework_are_kept_where_they_are_said():
    (found,) = analyse("In an ILACS inspection Ofsted rated Slough council good on 18 April 2023.").judgements
    assert (found.framework, found.inspected) == ("ILACS", date(2023, 4, 18))
