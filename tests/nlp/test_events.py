"""What happened, to whom."""

import pytest

from nlp.analysis import analyse


@pytest.mark.parametrize(
    ("text", "kind", "body"),
    [
        ("Slough Borough Council issued a section 114 notice in July 2021.", "section 114 notice", "E06000039"),
        ("Ministers have appointed a commissioner to Torbay Council.", "commissioner appointed", "E06000027"),
        ("Doncaster council is to run its own children's services again.", "services returned", "E08000017"),
        ("Sandwell Children's Trust was set up in 2018 by Sandwell council as a company.", "trust established", "sandwell-childrens-trust"),
        ("Medway Council has been issued with a statutory direction.", "takeover or direction", "E06000035"),
        ("Ofsted has rated Slough council good.", "inspection published", "E06000039"),
        ("The government awarded Slough council £3m.", "funding announced", "E06000039"),
    ],
)  # fmt: skip
def test_an_event_names_its_kind_and_its_body(text, kind, body):
    found = {event.kind: event for event in analyse(text).events}
    assert body in found[kind].bodies


def test_an_event_has_the_date_that_its_sentence_names():
    found = list(analyse("Slough council issued a section 114 notice on 2 July 2021.").events)
    assert str(found[0].on) == "2021-07-02"
