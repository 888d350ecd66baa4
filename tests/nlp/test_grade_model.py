"""The model that decides whose grade it is: what it learns from, and that training again gives what is shipped."""

from importlib.resources import files

import pytest

from nlp.analysis import analyse
from nlp.grades import judgements
from nlp.grades.model import GradeModel, grade_weights
from nlp.training import train_grades

OPENING = (
    "Councillors met on Tuesday to discuss what inspectors from Ofsted had found in the spring, and what it will cost to put right. "
    "The report was published in May, after a visit of two weeks. Parents spoke, and so did foster carers and two social workers. "
    "The cabinet member for children thanked them for coming, and said that the plan would be back before the committee in the autumn, with costs. "
)


def given(text: str) -> set[tuple[str, str]]:
    found = analyse(text, "", None).judgements
    return {(one.council, str(one.grade)) for one in found if one.aspect == "overall"}


@pytest.mark.long
def test_training_again_gives_the_shipped_model():
    shipped = files("nlp").joinpath("data/grades.json").read_text("utf-8")
    assert train_grades.written() == shipped, "run python -m nlp.training.train_grades"


def test_the_model_is_small():
    assert len(files("nlp").joinpath("data/grades.json").read_bytes()) < 100_000


@pytest.mark.parametrize("name", train_grades.QUOTED)
def test_every_quote_that_is_learned_from_stands_in_its_text(name):
    texts = train_grades.rows(name)
    assert len(texts) >= 90
    quotes = [(gold, one["quote"]) for row, gold in texts for one in (*row["judgements"], *row["not_grades"])]
    assert [f"{gold.document_id}: {quote}" for gold, quote in quotes if quote not in gold.text] == []


def test_the_pairs_of_a_document_say_of_each_council_whether_the_quoted_grade_is_its_own():
    row, gold = train_grades.rows("grades")[0]
    pairs = [pair for pair in train_grades.grade_pairs(row, gold) if pair.key[0].endswith(gold.title)]
    stated = {pair.key[1:] for pair in pairs if pair.states}
    assert stated == {(one["council"], one["grade"]) for one in row["judgements"]}
    assert any(pair.states is False for pair in pairs)


def test_a_grade_in_an_article_is_given_where_the_odds_say_so():
    text = OPENING + "Dudley Council was rated inadequate by Ofsted."
    assert given(text) == {("E08000027", "inadequate")}


def test_a_grade_that_the_rules_give_is_dropped_where_the_model_knows_better(monkeypatch):
    text = OPENING + "Dudley Council was rated inadequate by Ofsted."
    monkeypatch.setattr(judgements, "grade_weights", lambda: GradeModel("against", {"bias": -100}))
    assert given(text) == set()


def test_a_short_text_keeps_the_grade_that_the_rules_give(monkeypatch):
    monkeypatch.setattr(judgements, "grade_weights", lambda: GradeModel("against", {"bias": -100}))
    assert given("Dudley Council was rated inadequate by Ofsted.") == {("E08000027", "inadequate")}


def test_most_grades_are_told_as_present_or_previous_as_they_are_meant():
    told = []
    for row, gold in (each for name in train_grades.QUOTED for each in train_grades.rows(name)):
        meant = {(one["council"], one["grade"]): one["standing"] for one in row["judgements"]}
        for one in analyse(gold.text, gold.title, gold.published).judgements:
            if one.aspect == "overall" and (one.council, str(one.grade)) in meant:
                told.append((meant[one.council, str(one.grade)] == "previous") == one.previous)
    assert len(told) > 300
    assert sum(told) >= 0.86 * len(told)


def test_features_without_a_weight_say_nothing():
    model = grade_weights()
    assert model is not None
    assert model.log_odds(["never seen"]) == 0.0
    assert GradeModel("two", {"a": 150, "b": -50}).log_odds(["a", "b"]) == 1.0
