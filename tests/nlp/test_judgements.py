"""Ofsted's grades: whose, which, and what only looks like one. A new case is a new row."""

from datetime import date

import pytest

from nlp import gazetteer
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


def named(grades_said: str) -> set[tuple[str, str]]:
    """Read "Leeds outstanding, Kirklees inadequate" as codes with grades."""
    pairs = [one.strip().split(" ", 1) for one in grades_said.split(",") if one.strip()]
    return {(gazetteer.names()[name.replace("_", " ")].councils[0].gss, grade) for name, grade in pairs}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ofsted rated Leeds outstanding, Kirklees inadequate and Wakefield good.", "Leeds outstanding, Kirklees inadequate, Wakefield good"),
        ("Ofsted judged Cheshire East and Halton good and Wirral requires improvement.", "Cheshire_East good, Halton good, Wirral requires improvement"),
        ("Outstanding councils include Leeds and Essex, and Kent is good, says Ofsted.", "Leeds outstanding, Essex outstanding, Kent good"),
        ("Kent was praised by Ofsted, which gave a good rating to Medway.", "Medway good"),
        ("An ‘inadequate’ judgement was handed to Medway by Ofsted.", "Medway inadequate"),
        ("Inadequate-rated Dudley has been told by Ofsted to improve.", "Dudley inadequate"),
        ("Hampshire, as West Sussex's improvement partner, is rated outstanding by Ofsted.", "Hampshire outstanding"),
        ("Kirklees' services, run with help from Leeds, were judged inadequate by Ofsted.", "Kirklees inadequate"),
        ("Kirklees Council is supported by Leeds and was rated inadequate by Ofsted.", "Kirklees inadequate"),
        ("Plymouth, unlike Torbay, was rated good by Ofsted.", "Plymouth good"),
        ("Westminster and Camden share a director. Ofsted rated both boroughs outstanding.", "Westminster outstanding, Camden outstanding"),
        ("Derby City Council and Derbyshire County Council share a service.\n\nThe county council was rated good by Ofsted.", "Derbyshire good"),
        ("Derbyshire County Council has approached Derby City Council.\n\nThe city council is rated good by Ofsted.", "Derby good"),
        ("Kent County Council and Swale Borough Council met. Swale Borough Council heard that services are rated good by Ofsted.", "Kent good"),
        ("Barnet, which was inadequate in 2017, has been good since 2019, according to Ofsted.", "Barnet inadequate, Barnet good"),
        ("Knowsley's journey from inadequate, through requires improvement, to good took years, says Ofsted.", "Knowsley inadequate, Knowsley requires improvement, Knowsley good"),
        ("Ofsted's verdict on Medway Council in 2019 was inadequate in all areas.", "Medway inadequate"),
        ("Reading's children's department, inadequate since 2016, will be run by a company.", "Reading inadequate"),
        ("Dorset Council was rated good by Ofsted in all three categories.", "Dorset good"),
        ("Luton Council got the second-highest rating from Ofsted.", "Luton good"),
        ("Luton Council is rated good, one notch below outstanding, by Ofsted.", "Luton good"),
        ("Luton Council was rated as needing improvement by Ofsted.", "Luton requires improvement"),
        ("Bury Council will remain inadequate until Ofsted's next inspection.", "Bury inadequate"),
        ("Bury is one of eleven authorities whose services Ofsted deems inadequate.", "Bury inadequate"),
        ("Manchester, which was inadequate in 2014 and is now good, shows it can be done, says Ofsted.", "Manchester inadequate, Manchester good"),
        ("Kirklees was inadequate in 2016. With help from outstanding Leeds it became good, Ofsted reported.", "Kirklees inadequate, Kirklees good, Leeds outstanding"),
        ("Camden and Hackney, rated outstanding and good respectively by Ofsted, agreed.", "Camden outstanding, Hackney good"),
        ("Hull has shed its inadequate tag, Ofsted said.", "Hull inadequate"),
        ("Bristol City Council got a ‘requires improvement’ rating, despite ‘good’ services for care leavers, from Ofsted.", "Bristol requires improvement"),
        ("Torbay's contract with Plymouth was signed after it was rated inadequate by Ofsted.", "Torbay inadequate"),
        ("Havering Council was given the lowest of four grades by Ofsted.", "Havering inadequate"),
        ("Sandwell Council ran an inadequate service, Ofsted said.", "Sandwell inadequate"),
        ("Telford and Wrekin Council, an outstanding authority, was asked to help by Ofsted.", "Telford_and_Wrekin outstanding"),
    ],
)  # fmt: skip
def test_a_grade_goes_to_the_council_that_the_sentence_says(text, expected):
    assert grades(text) == named(expected)


@pytest.mark.parametrize(
    "text",
    [
        "Ofsted rated a children's home run by Essex County Council inadequate.",
        "The children's home, which Kirklees Council owns, was judged outstanding by Ofsted.",
        "The school, which is maintained by Barnsley Council, was told that it requires improvement by Ofsted.",
        "Ofsted gave an inadequate rating to a children's home in Luton, the council said. Luton Council will close it.",
        "The home in Luton, which the council runs, was inspected in May. It was rated inadequate by Ofsted.",
        "Luton Council runs five children's homes. Two are rated outstanding by Ofsted and three good.",
        "Luton Council's children's centres were rated good by Ofsted.",
        "Kirklees Council's fostering service was rated good by Ofsted.",
        "Torbay Council fears that Ofsted will judge it inadequate.",
        "Derby City Council would have been rated inadequate if Ofsted had come a year earlier.",
        "If Ofsted finds services inadequate again, Bury Council will lose them.",
        "Bury Council's aim is that services will be rated good by 2027, when Ofsted is due.",
        "Bury Council is working towards a good Ofsted grade.",
        "Councils are rated outstanding, good, requires improvement or inadequate. Ofsted will see Ealing Council in May.",
        "Ofsted will judge Ealing Council on a four-point scale from outstanding to inadequate.",
        "Torbay Council will be paired with an outstanding council. Ofsted will return in May.",
        "Cornwall Council is to help inadequate authorities to improve, said Ofsted.",
        "Torbay Council was inspected in March. Councils that are rated inadequate get visits from Ofsted.",
        "Torbay Council's neighbour is rated outstanding by Ofsted.",
        "Ofsted said that Kent County Council was outstanding in two of the four areas.",
        "Ofsted found that Luton Council had ‘good’ leadership of its front door.",
        "Leadership of children's services at Kent County Council was rated inadequate by Ofsted.",
        "Kent County Council helps people. Its support for young people leaving care fell short, and was judged inadequate by Ofsted.",
        "Barnsley Council is good at keeping families together, said Ofsted.",
        "Ofsted says that outcomes for children in Barnsley are good. Barnsley Council welcomed the letter.",
        "Ofsted found Swindon Borough Council's use of data to be good.",
        "Swindon Borough Council gives families a good service, Ofsted said.",
        "Ofsted described funding for Barnsley Council as inadequate.",
        "Devon County Council would welcome a good rating from Ofsted.",
        "Only a good or outstanding council may run a pathfinder, Ofsted was told. Devon County Council is interested.",
        "An Ofsted rating of good is no guarantee of money, the leader of Essex County Council said.",
        "Two thirds of children in Essex County Council's care are in homes that Ofsted rates good.",
        "Cardiff Council's services are good, inspectors said; Ofsted has no say in Wales.",
    ],
)  # fmt: skip
def test_what_is_no_overall_grade_of_a_councils_services_is_not_one(text):
    assert grades(text) == set()


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        (
            "Northamptonshire Children's Trust works for North Northamptonshire and West Northamptonshire councils. It was set up by Northamptonshire County Council.\n\n"
            "The county had been rated inadequate in 2019. In 2022 Ofsted gave both unitaries a requires improvement grade.",
            date(2024, 5, 1),
            {("E10000021", "inadequate"), ("E06000061", "requires improvement"), ("E06000062", "requires improvement")},
        ),
        (
            "Under the Hampshire-Isle of Wight partnership the island's services went from inadequate to good, Ofsted said.",
            date(2023, 5, 1),
            {("E06000046", "inadequate"), ("E06000046", "good")},
        ),
    ],
)
def test_the_county_the_island_and_both_are_the_councils_that_the_page_means(text, published, expected):
    assert grades(text, published) == expected


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
