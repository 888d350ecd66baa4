"""Council names as the models read them: another council's news is the same news."""

import pytest

from nlp.evidence.article import ArticleToMatch
from nlp.evidence.policies import load_policies
from nlp.evidence.stand_ins import STAND_INS, names_in, names_in_policies

FIRST, SECOND = STAND_INS[:2]


def read(text: str, kept: frozenset[str] = frozenset()) -> str:
    return ArticleToMatch.of("", "", text, kept).body


def test_a_council_has_one_stand_in_throughout_and_another_council_another() -> None:
    text = "Plymouth City Council has asked Torbay for help.\n\nPlymouth will pay."
    assert read(text) == f"{FIRST} City Council has asked {SECOND} for help.\n\n{FIRST} will pay."


@pytest.mark.parametrize("council", ["Slough", "Stoke-on-Trent", "North East Lincolnshire", FIRST])
def test_every_councils_news_is_read_alike(council: str) -> None:
    text = "Children's services in {} were taken over on Monday."
    assert read(text.format(council)) == text.format(FIRST)


def test_a_name_that_a_policy_holds_is_read_as_it_stands() -> None:
    kept = names_in(["Northamptonshire is replaced by two councils."])
    assert read("Northamptonshire and Devon spoke.", kept) == f"Northamptonshire and {FIRST} spoke."


def test_the_shipped_policies_keep_the_councils_that_they_name() -> None:
    assert read("Kent and Slough spoke.", names_in_policies(load_policies())) == f"Kent and {FIRST} spoke."


def test_a_name_that_a_policy_holds_stands_in_for_no_other() -> None:
    assert read("Slough spoke.", frozenset({FIRST})) == f"{SECOND} spoke."


def test_a_text_that_names_no_council_is_read_as_it_stands() -> None:
    assert read("The agency in Eastwick opened.") == "The agency in Eastwick opened."


def test_offsets_and_words_of_an_article_stay_its_own() -> None:
    text = "Stoke-on-Trent spoke first. Devon answered."
    article = ArticleToMatch.of("", "", text)
    assert [text[one.start : one.end] for one in article.sentences] == [one.text for one in article.sentences]
    assert article.sentences[1].read == f"{SECOND} answered."
