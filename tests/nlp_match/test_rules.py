from datetime import date

import pytest

from nlp.evidence.policies import load_policies
from nlp.evidence.rules import RULES, Exhibit, apply_rules, nations_of, of_another_body, of_another_nation
from nlp.evidence.stance_reader import StanceReading
from warehouse.vocabulary.stances import Direction, Stance

POLICY = next(policy for policy in load_policies() if policy.policy_id == "regional-adoption-agencies")
ADVANCES = StanceReading(2.0, Stance.ADVANCES, Direction.ADVANCES, 0.8, 0.7)
DELIVERS = StanceReading(2.0, Stance.DELIVERS, Direction.ADVANCES, 0.8, 0.7)
CONTRADICTS = StanceReading(2.0, Stance.CONTRADICTS, Direction.CONTRADICTS, 0.8, 0.7)
SENTENCE = "Six councils have merged their adoption teams."


def exhibit(
    reading: StanceReading,
    sentence: str = SENTENCE,
    *,
    title: str = "Adoption teams merge",
    published: date | None = date(2018, 4, 1),
    url: str | None = None,
) -> Exhibit:
    return Exhibit(POLICY, sentence, title, published, url, reading)


def test_a_passage_that_breaks_no_rule_stays_as_it_was_read() -> None:
    assert apply_rules(exhibit(ADVANCES)) == (ADVANCES, ())


@pytest.mark.parametrize(
    ("url", "title"),
    [
        (POLICY.source, "Adoption teams merge"),
        (POLICY.source.replace("https://www.", "http://") + "/", "Adoption teams merge"),
        (None, POLICY.document.upper()),
    ],
)
def test_a_source_cannot_prove_itself(url: str | None, title: str) -> None:
    assert apply_rules(exhibit(ADVANCES, url=url, title=title))[0] is None


@pytest.mark.parametrize("reading", [ADVANCES, DELIVERS, CONTRADICTS])
def test_what_happened_before_the_promise_is_context(reading: StanceReading) -> None:
    left, words = apply_rules(exhibit(reading, published=date(2015, 4, 13)))
    assert left is not None
    assert (left.stance, left.direction) == (Stance.CONTEXT, Direction.CONTEXT)
    assert words == ("it happened before the promise was made",)


def test_the_day_of_the_promise_counts() -> None:
    assert apply_rules(exhibit(ADVANCES, published=POLICY.since))[0] == ADVANCES


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("Ministers announced that every council will join a regional agency.", Stance.ADVANCES),
        ("All councils are to join a regional agency by spring.", Stance.ADVANCES),
        ("Every council has now joined a regional agency, as ministers announced.", Stance.DELIVERS),
        ("The last agency opened on Monday.", Stance.DELIVERS),
    ],
)
def test_an_announcement_alone_delivers_nothing(sentence: str, stance: Stance) -> None:
    left, words = apply_rules(exhibit(DELIVERS, sentence))
    assert left is not None
    assert left.stance is stance
    assert bool(words) is (stance is Stance.ADVANCES)


@pytest.mark.parametrize(
    "sentence",
    [
        "The charity called on ministers to merge adoption teams.",
        "Campaigners urged the government to fund regional agencies.",
        "The party would restore the grant if elected.",
    ],
)
def test_a_call_or_a_plan_of_others_is_context(sentence: str) -> None:
    left, words = apply_rules(exhibit(ADVANCES, sentence))
    assert left is not None
    assert left.direction is Direction.CONTEXT
    assert words == ("somebody asks for it, and it has not happened",)


def test_a_deed_beside_a_call_stays_a_deed() -> None:
    sure = StanceReading(3.0, Stance.ADVANCES, Direction.ADVANCES, 0.97, 0.9)
    assert apply_rules(exhibit(sure, "Six councils merged their teams after inspectors urged them to."))[0] == sure


def test_a_call_to_stop_is_not_turned_by_the_rule_of_calls() -> None:
    assert apply_rules(exhibit(CONTRADICTS, "The union called for the agency to close."))[0] == CONTRADICTS


def test_every_rule_has_a_name_and_words_of_its_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES) == len({rule.words for rule in RULES})


@pytest.mark.parametrize(
    ("text", "nations"),
    [
        ("The Welsh Government has passed a law.", {"Wales"}),
        ("MSPs at Holyrood backed it.", {"Scotland"}),
        ("Councils in England and Wales", {"England", "Wales"}),
        ("A Queensland agency", {"elsewhere"}),
        ("An agency that its state government licenses", {"elsewhere"}),
        ("Six councils have merged.", set()),
        ("Englishman River", set()),
    ],
)
def test_nations_are_known_by_their_names(text: str, nations: set[str]) -> None:
    assert nations_of(text) == nations


def test_news_of_another_nation_alone_is_no_evidence() -> None:
    assert of_another_nation(POLICY, "Scottish ministers will merge adoption teams.")
    assert not of_another_nation(POLICY, "England follows Scottish ministers and merges adoption teams.")
    assert not of_another_nation(POLICY, "Adoption teams will merge.")


@pytest.mark.parametrize(
    ("passage", "other"),
    [
        ("The NHS foundation trust was rated inadequate.", True),
        ("The rescue centre has 212 dogs for adoption, and its two agencies will merge.", True),
        ("An academy trust will hand its schools back.", True),
        ("The council and the NHS trust agreed to share social workers.", False),
        ("The adoption agencies of six towns will merge.", False),
    ],
)
def test_a_body_that_only_shares_the_policies_words_is_another_subject(passage: str, other: bool) -> None:
    assert of_another_body(POLICY, passage) is other
