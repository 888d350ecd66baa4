"""Which trusts a text names: listed ones, ones that their council identifies, unlisted ones by shape, and never the others."""

from datetime import date

import pytest

from nlp.analysis import analyse

SERVICES = " Ofsted inspected children's services."


def trusts(text: str, published: date | None = None) -> list[tuple[str, str]]:
    return [(one.text, one.identifier) for one in analyse(text, "", published).mentions if one.label == "TRUST"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Slough Children’s Services Trust opened.", [("Slough Children’s Services Trust", "slough-childrens-services-trust")]),
        ("Achieving for Children (AfC) runs it.", [("Achieving for Children", "achieving-for-children"), ("AfC", "achieving-for-children")]),
        ("The Doncaster trust was praised.", [("Doncaster trust", "doncaster-childrens-services-trust")]),
        ("Sandwell's trust was praised.", [("Sandwell's trust", "sandwell-childrens-trust")]),
        ("Birmingham Children's Trust's staff moved.", [("Birmingham Children's Trust", "birmingham-childrens-trust")]),
        ("Croydon Children's Trust will open.", [("Croydon Children's Trust", "new")]),
        ("The Sandwell Trust was praised.", [("Sandwell Trust", "sandwell-childrens-trust")]),
        ("The planned West Sussex trust was dropped.", [("West Sussex trust", "west-sussex-childrens-trust-proposed")]),
        ("The Hampshire-Isle of Wight partnership ended.", [("Hampshire-Isle of Wight partnership", "hampshire-isle-of-wight-childrens-services-partnership")]),
        ("The Torbay–Plymouth contract ended.", [("Torbay–Plymouth contract", "plymouth-torbay-childrens-services-contract")]),
        ("The Leeds/Kirklees improvement partnership ended.", [("Leeds/Kirklees improvement partnership", "leeds-kirklees-improvement-partnership")]),
        ("Worcestershire Children First is small. The Worcestershire company grew.", [("Worcestershire Children First", "worcestershire-children-first"), ("Worcestershire company", "worcestershire-children-first")]),
        ("Achieving For Children runs it.", [("Achieving For Children", "achieving-for-children")]),
        ("Together for Children runs it.", [("Together for Children", "together-for-children")]),
        ("The borough left the tri-borough arrangement.", [("tri-borough", "tri-borough-childrens-services")]),
    ],
)  # fmt: skip
def test_a_trust_is_found_with_its_slug(text, expected):
    assert trusts(text + SERVICES) == expected


@pytest.mark.parametrize(
    "text",
    [
        "An independent trust will run it.",
        "The trust was praised.",
        "Sandwell and West Birmingham Hospitals NHS Trust runs it.",
        "The Harris academy trust runs schools in Croydon.",
        "Kent Wildlife Trust bought it.",
        "The National Trust owns it.",
        "Birmingham Women's and Children's NHS Foundation Trust runs it.",
        "A Bradford trust took two academies.",
        "The Slough company makes chocolate.",
        "The Leeds-Bradford partnership sold tickets.",
        "The trust in Doncaster was praised.",
        "The Children's Trust is a charity in Tadworth.",
        "Parents in Slough trust the service.",
        "They worked together for children.",
    ],
)
def test_other_trusts_and_the_verb_are_not_marked(text):
    assert trusts(text + SERVICES) == []


@pytest.mark.parametrize(
    ("published", "slug"),
    [(date(2019, 6, 1), "slough-childrens-services-trust"), (date(2023, 6, 1), "slough-children-first")],
)
def test_the_day_decides_which_of_a_councils_trusts_is_meant(published, slug):
    assert [found for _, found in trusts("Slough's trust was praised." + SERVICES, published)] == [slug]


def test_a_board_of_partners_from_before_the_companies_is_not_marked():
    assert trusts("Hampshire Children's Trust met." + SERVICES, date(2009, 1, 1)) == []


def test_a_shared_abbreviation_needs_the_full_name():
    assert trusts("NCT runs classes for parents." + SERVICES) == []
