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


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Croydon council has warned that it may have to issue a section 114 notice.", "section 114 notice"),
        ("Kent County Council acted to avoid a section 114 notice.", "section 114 notice"),
        ("Ministers ruled out sending a commissioner to Torbay Council.", "commissioner appointed"),
        ("Ministers decided against appointing a commissioner to Torbay Council.", "commissioner appointed"),
        ("Slough council could be stripped of its children's services.", "takeover or direction"),
        ("Leeds council was not issued with an improvement notice.", "takeover or direction"),
        ("Doncaster council has no plans to set up a trust.", "trust planned"),
        ("A donor has promised to match Slough council's £3m.", "funding announced"),
        ("Slough council needs £3m, the leader announced.", "funding announced"),
        ("Slough council overspent by £3m, the finance director announced.", "funding announced"),
    ],
)
def test_what_is_feared_refused_or_a_condition_is_no_event(text, kind):
    assert kind not in {event.kind for event in analyse(text).events}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The department has awarded Slough council £3.5m over two years to recruit.", "awarded Slough council £3.5m over two years"),
        ("A £93m fund for kinship care was announced for Leeds council yesterday.", "£93m fund for kinship care was announced"),
        ("Sandwell council has set aside £5.21m for improvement.", "set aside £5.21m"),
    ],
)  # fmt: skip
def test_money_given_is_marked_from_the_word_that_gives_it_to_the_end_of_the_sum(text, words):
    assert words in [event.text for event in analyse(text).events if event.kind == "funding announced"]


def test_an_event_without_a_name_in_its_sentence_is_that_of_the_body_named_just_before():
    text = "Ofsted found Torbay Council inadequate. A commissioner was appointed within weeks."
    assert [event.bodies for event in analyse(text).events if event.kind == "commissioner appointed"] == [
        ("E06000027",)
    ]


def test_an_event_needs_a_body_except_for_money():
    assert [
        event.kind
        for event in analyse("A commissioner was appointed. The government announced £200m for councils.").events
    ] == ["funding announced"]
