"""A card's passage, sentence and criterion, in whichever field of the article they stand."""

from typing import Any
from uuid import UUID

import pytest

from desk.pages.cards import read_card
from desk.wording.stances import chosen_stance, stance_choices, stance_words
from warehouse.vocabulary.stances import Direction, Field, Stance, direction_of

TEXT = "Buses are late. The council bought two buses. It will buy more."
ROW: dict[str, Any] = {
    "candidate_id": UUID(int=1), "article_id": UUID(int=2), "text": TEXT, "title": "Two buses bought", "published": None, "published_day": None,
    "standfirst": "Now: Two buses bought.", "corrections": ["The price was wrong.", "Now: Two buses bought."],
    "field": "text", "start": 0, "end": len(TEXT), "sentence_start": 16, "sentence_end": 45, "terms": ["buses"],
    "passage": TEXT, "criterion": "progress 2", "completion": ["There are more buses."],
    "progress": ["A plan is made.", "Buses are bought."], "failure": [], "reasons": [],
    "mentions": [], "funding": [], "judgements": [], "events": [], "state": "open", "revision_id": UUID(int=3), "content_sha256": "abc", "quotation": None, "decision_id": None,
    "policy_id": "buses",
}  # fmt: skip


class OneCandidate:
    """A warehouse with one candidate."""

    def __init__(self, **changes: Any) -> None:
        self.row = {**ROW, **changes}

    def query(self, name: str, /, **_: Any) -> list[dict[str, Any]]:
        return [self.row] if name == "candidate" else []

    def decide(self, decision: object, /) -> Any:
        raise AssertionError(decision)

    def decide_card(self, decision: object, others: object, /) -> Any:
        raise AssertionError(decision, others)


def card(**changes: Any) -> Any:
    return read_card(OneCandidate(**changes), UUID(int=1))


def marked(paragraphs: Any, kind: str) -> str:
    return "".join(segment.text for each in paragraphs for segment in each.segments if kind in segment.kinds)


def test_the_sentence_that_carries_a_passage_is_marked_in_it() -> None:
    made = card()
    assert marked(made.excerpt.near, "sentence") == "The council bought two buses."
    assert marked((*made.headline, *made.standfirst), "passage") == ""


def test_a_card_says_who_says_it() -> None:
    text = "Buses are late. “We bought two buses,” said the council's leader. It will buy more."
    assert (
        card(text=text, passage=text, end=len(text), sentence_start=17, sentence_end=35).speaker
        == "the council's leader"
    )
    assert card().speaker == ""


def test_a_sentence_that_is_the_whole_passage_is_not_marked_apart() -> None:
    assert marked(card(sentence_start=0, sentence_end=len(TEXT)).excerpt.near, "sentence") == ""


@pytest.mark.parametrize(
    ("field", "start"),
    [(Field.TITLE, 0), (Field.STANDFIRST, 5), (Field.CORRECTIONS, len("The price was wrong.\n\nNow: "))],
)
def test_a_passage_outside_the_text_is_marked_in_its_field_and_nowhere_else(field: Field, start: int) -> None:
    end = start + len("Two buses bought")
    made = card(field=str(field), start=start, end=end, sentence_start=start + 4, sentence_end=end)
    shown = {Field.TITLE: made.headline, Field.STANDFIRST: made.standfirst, Field.CORRECTIONS: made.corrections}
    here = shown.pop(field)
    assert [marked(here, kind) for kind in ("passage", "sentence", "term")] == [
        "Two buses bought",
        "buses bought",
        "buses",
    ]
    others = (
        *made.excerpt.before,
        *made.excerpt.near,
        *made.excerpt.after,
        *(one for each in shown.values() for one in each),
    )
    assert marked(others, "passage") == marked(others, "term") == ""


@pytest.mark.parametrize(
    ("criterion", "said"),
    [
        ("progress 2", "progress 2: Buses are bought."),
        ("completion 1", "completion 1: There are more buses."),
        ("failure 3", "failure 3"),  # of an earlier policy file
        ("", ""),
    ],
)
def test_a_criterion_is_told_with_its_sentence_where_the_policy_has_it(criterion: str, said: str) -> None:
    assert card(criterion=criterion).criterion == said


@pytest.mark.parametrize("stance", list(Stance))
def test_a_choice_says_its_stance_and_goes_its_way(stance: Stance) -> None:
    choices = [choice for choice in stance_choices() if choice.stance is stance]
    goes = direction_of(stance)
    assert [choice.direction for choice in choices] == ([goes] if goes else list(Direction))
    for choice in choices:
        assert chosen_stance(choice.value) == (stance, choice.direction)
        assert choice.word == stance_words(stance, choice.direction)


def test_an_outcome_without_a_direction_leaves_it_to_the_matcher() -> None:
    assert chosen_stance("outcome") == (Stance.OUTCOME, None)


@pytest.mark.parametrize("value", ["", "sideways", "delays:advances", "outcome:sideways"])
def test_what_is_no_stance_is_refused(value: str) -> None:
    with pytest.raises(ValueError):
        chosen_stance(value)


@pytest.mark.parametrize(
    ("said", "deferred"),
    [
        ([("defer", "ask Ben")], ["ask Ben"]),
        ([("defer", "again"), ("reopen", ""), ("defer", "ask Ben")], ["again", "ask Ben"]),
        ([("defer", "again"), ("defer", "ask Ben")], ["again", "ask Ben"]),
        ([("defer", "ask Ben"), ("reject", ""), ("defer", "ask Ben")], ["ask Ben"]),  # an undo put it back
        ([("defer", "no, later"), ("reject", ""), ("defer", "ask Ben")], ["no, later", "ask Ben"]),
    ],
)
def test_a_deferred_card_has_every_deferral_and_none_that_an_undo_made_stand_again(
    said: list[tuple[str, str]], deferred: list[str]
) -> None:
    rows = [{"action": action, "note": note} for action, note in said]

    class Deferred(OneCandidate):
        def query(self, name: str, /, **_: Any) -> list[dict[str, Any]]:
            return rows if name == "candidate_decisions" else super().query(name)

    made = read_card(Deferred(state="deferred", decision_id=UUID(int=4)), UUID(int=1))
    assert made is not None
    assert [row["note"] for row in made.deferrals] == deferred
