"""What "the council" stands for."""

import pytest

from nlp.analysis import analyse

OFSTED = " Ofsted inspects children's services."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Slough council was rated inadequate. The council said sorry.", [("The council", "E06000039")]),
        ("Torbay Council met. Later the authority’s leader resigned.", [("the authority", "E06000027")]),
        ("Norfolk County Council met. The county council agreed.", [("The county council", "E10000020")]),
        ("Leeds City Council met. The city council agreed, and the local authority paid.", [("The city council", "E08000035"), ("the local authority", "E08000035")]),
        ("Leeds City Council met. The county council agreed.", []),
        ("Leeds City Council and Slough council met. The council agreed.", []),
        ("The council agreed. Slough council met.", []),
        ("Slough council met. The council tax went up, and the council of Europe was told.", []),
        ("Slough council met. The combined authority did not.", []),
        ("The council agreed.", []),
    ],
)  # fmt: skip
def test_it_stands_for_the_council_named_last_where_no_other_can_be_meant(text, expected):
    assert [(one.text, one.identifier) for one in analyse(text + OFSTED).references] == expected


def test_on_a_page_of_several_councils_only_what_was_named_nearby_counts():
    far = "Slough council met. " + "Nobody was surprised by any of it. " * 30
    (one,) = analyse(far + "Torbay Council is in debt. The council has no money." + OFSTED).references
    assert one.identifier == "E06000027"
    assert (
        one.confidence
        < analyse("Torbay Council is in debt. The council has no money." + OFSTED).references[0].confidence
    )


def test_a_reference_is_no_mention():
    found = analyse("Slough council met. The council agreed." + OFSTED)
    assert [one.text for one in found.mentions] == ["Slough council"]
    assert len(found.references) == 1
