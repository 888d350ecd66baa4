"""Which names in a text are councils, and which councils they are. A new case is a new row."""

from datetime import date

import pytest

from nlp.analysis import analyse

OFSTED = " Ofsted inspectors have said that children's services must improve, and the council accepts the report."


def councils(text: str, published: date | None = None, title: str = "") -> list[tuple[str, str]]:
    found = analyse(text, title, published).mentions
    return [(one.text, one.identifier) for one in found if one.label == "COUNCIL"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Slough Borough Council has agreed a budget.", [("Slough Borough Council", "E06000039")]),
        ("Slough council has agreed a budget.", [("Slough council", "E06000039")]),
        ("Sandwell MBC was inspected.", [("Sandwell MBC", "E08000028")]),
        ("LB Newham has replied.", [("LB Newham", "E09000025")]),
        ("The London Borough of Bexley has replied.", [("London Borough of Bexley", "E09000004")]),
        ("BCP has issued a notice.", [("BCP", "E06000058")]),
        ("RBKC has issued a notice.", [("RBKC", "E09000020")]),
        ("City of Doncaster Council voted.", [("City of Doncaster Council", "E08000017")]),
        ("Telford & Wrekin Council voted.", [("Telford & Wrekin Council", "E06000020")]),
        ("Slough BCl voted.", [("Slough BCl", "E06000039")]),
        ("Middlesborough Council voted.", [("Middlesborough Council", "E06000002")]),
        ("RB Kingston voted.", [("RB Kingston", "E09000021")]),
        ("Royal Greenwich council voted.", [("Royal Greenwich council", "E09000011")]),
        ("NE Lincs Council voted.", [("NE Lincs Council", "E06000012")]),
        ("Cyngor Gwynedd voted.", [("Cyngor Gwynedd", "W06000002")]),
        ("Newcastle City Council voted.", [("Newcastle City Council", "E08000021")]),
        ("Newcastle Borough Council voted.", [("Newcastle Borough Council", "E07000195")]),
        ("Knowsley Council’s cabinet voted.", [("Knowsley Council", "E08000011")]),
    ],
)
def test_an_authority_is_found_under_every_form_of_its_name(text, expected):
    assert councils(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Birmingham and Sunderland city councils agreed.", ["Birmingham", "Sunderland"]),
        ("Kingston and Richmond councils own it.", ["Kingston", "Richmond"]),
        ("The London boroughs of Camden and Islington agreed.", ["Camden", "Islington"]),
        ("Reading, Birmingham and Northamptonshire have set up trusts." + OFSTED, ["Reading", "Birmingham", "Northamptonshire"]),
    ],
)  # fmt: skip
def test_each_name_of_a_list_of_councils_is_one_mention(text, expected):
    assert [text for text, _ in councils(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kent Police said so.",
        "He studied at the University of Essex.",
        "Leeds Crown Court heard the case.",
        "Reading FC lost.",
        "South Tyneside NHS Foundation Trust runs the hospital.",
        "Corby Town Council voted.",
        "The Duke of Norfolk opened it.",
        "Sarah Lancaster gave evidence.",
        "Slough MP Ann Bell asked a question.",
        "Greater Manchester Combined Authority voted.",
        "Essex's unitaries are to merge.",
        "In the City of Durham a road was mended.",
        "A hall in Bury St Edmunds was sold.",
        "The Kent-based charity closed.",
        "Devon and Cornwall Police took part.",
        "Barking, Havering and Redbridge University Hospitals NHS Trust sent a nurse.",
        "Wrightington, Wigan and Leigh NHS Foundation Trust sent a nurse.",
    ],
)
def test_a_place_inside_another_name_is_no_council(text):
    assert councils(text + OFSTED) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Children's services in Torbay have been rated inadequate by Ofsted.", ["Torbay"]),
        ("Norfolk's services were rated inadequate.", ["Norfolk"]),
        ("A charity based in Reading said that demand had doubled.", []),
        ("She was raised in Kent by her grandparents.", []),
        ("Children were abused in Rochdale for years.", []),
        ("Grants are smaller everywhere. Swindon has built two homes and a school.", ["Swindon"]),
        ("Gateshead is short of carers, while Sunderland may convert a pub.", ["Gateshead", "Sunderland"]),
        ("A trust like those in Birmingham and Sandwell was rejected.", ["Birmingham", "Sandwell"]),
        ("The ombudsman ordered £2,000 from Barnet and £500 from Enfield.", ["Barnet", "Enfield"]),
        ("Figures from Ealing show that a third of posts are filled by agencies.", ["Ealing"]),
        ("Council bosses in Wigan denied it.", ["Wigan"]),
        ("A councillor for a Mansfield ward said that nobody had been asked.", []),
        ("The service has been run from Exeter for years.", []),
        ("The minister, addressing a conference in Liverpool, said that profits were too high.", []),
        ("One union official in Camden called it a relief.", []),
        ("A social worker in Ipswich, who asked not to be named, said that morale was low.", []),
        ("The union says that its members in Hastings, Lewes and Eastbourne are worried.", []),
        ("Child poverty in Luton has doubled in a decade.", []),
        ("They are Sunderland children and they belong here.", []),
        ("Two Bolton families have taken it to court.", []),
        ("A mother of four from Salford was in tears.", []),
        ("A Bradford trust took over two academies.", []),
        ("Patients travel to Preston, where the unit is the busiest in Lancashire.", []),
        ("MPs from Norfolk and Suffolk have written to the minister.", []),
    ],
)
def test_a_bare_name_is_a_council_where_its_services_are_meant(text, expected):
    assert [name for name, _ in councils(text + OFSTED)] == expected


@pytest.mark.parametrize(
    ("text", "published", "code"),
    [
        ("Northamptonshire County Council issued a notice.", date(2018, 2, 2), "E10000021"),
        ("West Northamptonshire Council voted.", date(2022, 11, 25), "E06000062"),
        ("Dorset council voted.", date(2018, 5, 1), "E10000009"),
        ("Dorset council voted.", date(2019, 4, 1), "E06000059"),
        ("Somerset County Council voted.", date(2024, 1, 1), "E10000027"),
        ("Somerset council voted.", date(2023, 3, 31), "E10000027"),
        ("Somerset council voted.", date(2023, 4, 1), "E06000066"),
        ("Buckinghamshire council voted.", date(2020, 3, 31), "E10000002"),
        ("Bucks council voted.", date(2018, 1, 1), "E10000002"),
        ("Bucks council voted.", date(2021, 1, 1), "E06000060"),
        ("Buckinghamshire council voted.", None, "E06000060"),
        ("North Yorkshire CC voted.", date(2023, 5, 1), "E10000023"),
        ("Barnsley council voted.", date(2026, 1, 1), "E08000016"),
    ],
)
def test_the_day_decides_between_a_council_and_its_successor(text, published, code):
    assert [found for _, found in councils(text, published)] == [code]


def test_an_abbreviation_counts_once_the_text_has_defined_it():
    text = "Reading Borough Council (RBC) has a plan. RBC will pay."
    assert [name for name, _ in councils(text)] == ["Reading Borough Council", "RBC", "RBC"]


def test_an_undefined_abbreviation_is_nobody():
    assert councils("RBC will pay." + OFSTED) == []


def test_a_page_that_names_a_trust_is_about_services():
    text = (
        "Achieving for Children has a new chair. Kingston and Richmond have agreed to keep the company. "
        + "Its people met on Monday in the old hall by the river, where there was tea and cake. " * 6
        + "Its social workers and foster carers came too."
    )
    assert not analyse(text.replace("Achieving for Children", "The firm")).topic.on
    assert [name for name, _ in councils(text)] == ["Kingston", "Richmond"]


def test_a_page_of_sport_is_silent():
    text = (
        "Reading beat Burnley by two goals to one. The striker scored in the last match of the season. Reading are top."
    )
    assert councils(text) == []
