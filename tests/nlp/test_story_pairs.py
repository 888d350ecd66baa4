"""What two articles are weighed by: names, people, made strangers; and that many at once are weighed as one by one."""

import random

import pytest

from nlp.stories.article import ArticleSigns, StoryArticle, moment
from nlp.stories.pairs import FEATURES, all_features, probabilities, probability
from nlp.training.transplants import changed, exchanged, of_one_week, other_facts, told_facts

TEXT = (
    "Inspectors have praised Torbay Council for its 214 foster carers, who look after 96 children.\n\n"
    "Nobody expected it. \"We knocked on doors,\" said Helen Carrow, the director. Paignton has 31 of them.\n\n"
    "A spokeswoman for the Department for Education welcomed it, as did Families First in Paignton. Carrow left in May."
)  # fmt: skip
OTHER = "A bridge over the Tamar will close for 3 weeks. Engineers found rust, said Osman Pell, who leads them."


def signs(text: str, published: str | None = "2025-05-01", title: str = "Praise for foster care") -> ArticleSigns:
    return ArticleSigns(StoryArticle(text[:9], title, text, moment(published), "post"))


@pytest.mark.parametrize("word", ["nobody", "inspectors", "we"])
def test_a_word_that_only_begins_a_sentence_a_paragraph_or_a_quotation_is_no_name(word: str) -> None:
    assert word not in signs(TEXT).names


@pytest.mark.parametrize("name", ["paignton", "torbay council", "department for education", "helen carrow"])
def test_a_name_that_stands_inside_a_sentence_is_one(name: str) -> None:
    assert name in signs(TEXT).names


def test_who_is_named_in_full_is_a_person_and_a_body_is_none() -> None:
    assert signs(TEXT).full_names == {"Helen Carrow"}
    assert signs(TEXT).people == {"carrow"}


def test_an_article_as_another_story_has_other_councils_people_and_figures_in_the_same_words() -> None:
    one = signs(TEXT)
    draw = random.Random(0)
    made = changed(one, other_facts([one], draw), one, draw)
    assert made is not None
    assert not told_facts(made) & told_facts(one)
    assert made.text.count("Torbay") == made.text.count("214") == made.text.count("Carrow") == 0
    assert made.text.split()[:3] == ["Inspectors", "have", "praised"]


def test_an_article_of_which_too_little_can_be_exchanged_is_no_stranger() -> None:
    one = signs("Ministers have praised foster carers in Torbay, and will pay them more from the summer on.")
    draw = random.Random(0)
    assert changed(one, other_facts([one], draw), one, draw) is None


def test_an_article_on_something_else_is_moved_into_a_week_and_keeps_its_words() -> None:
    one, other = signs(TEXT), signs(OTHER, "2021-01-01")
    moved = of_one_week(other, one, random.Random(0))
    assert moved.text == other.text
    assert moved.day is not None
    assert one.day is not None
    assert abs(moved.day - one.day) < 10


def test_figures_are_exchanged_as_a_whole() -> None:
    assert (
        exchanged("£84m for 84 homes, 184 beds and 8.4 miles", {"84": "59"})
        == "£59m for 59 homes, 184 beds and 8.4 miles"
    )


def test_each_feature_has_its_value_in_either_order() -> None:
    one, other = signs(TEXT), signs(OTHER)
    assert len(all_features(one, other)) == len(FEATURES)
    assert all_features(one, other) == pytest.approx(all_features(other, one))


def test_many_pairs_are_weighed_as_each_alone_with_and_without_dates() -> None:
    articles = [signs(TEXT), signs(OTHER), signs(TEXT, None), signs(OTHER, None)]
    pairs = [(one, other) for one in articles for other in articles]
    assert probabilities(pairs) == pytest.approx([probability(one, other) for one, other in pairs])
    assert probabilities([]) == []
