"""Blocking: the sums worth weighing are found by their amounts, and none that can be one is missed."""

import random
from datetime import UTC, datetime

from nlp.analysis import analyse
from nlp.stories.article import ArticleSigns, StoryArticle
from nlp.stories.blocking import same_pairs, weighable_pairs
from nlp.stories.sums import LedgerArticle, SumMention, mentions, same_amount


def sums_of(name: str, text: str) -> list[SumMention]:
    signs = ArticleSigns(StoryArticle(name, "", text, datetime(2025, 2, 1, tzinfo=UTC)))
    return list(mentions(LedgerArticle(signs, analyse(text, "", None))))


def test_every_two_sums_that_can_be_one_are_weighed() -> None:
    draw = random.Random(7)
    terms = ("", " a year", " over three years", " for each of five councils", " over ten years")
    sums: list[SumMention] = []
    for number in range(60):
        amount = draw.choice((4.2, 0.84, 1.5, 500, 16.8, 84, 83, 302, 300)) * draw.choice((1.0, 1.0, 1.01, 2.0))
        sums += sums_of(
            str(number), f"The government will give councils £{amount:.2f}m{draw.choice(terms)} for children."
        )
    wanted = [(n, m) for m in range(len(sums)) for n in range(m) if same_amount(sums[m], sums[n])]
    assert len(sums) >= 55
    assert len(wanted) >= 100
    assert list(same_pairs(sums)) == wanted


def test_all_sums_of_one_article_are_weighed_against_each_other() -> None:
    text = "The Department for Education will give councils £84m for families. Leeds City Council will get £4m of it."
    assert weighable_pairs(sums_of("one", text)) == [(0, 1)]


def test_unequal_sums_of_articles_on_other_things_are_not_weighed() -> None:
    whole = sums_of(
        "one", "The Department for Education will give councils £84m for families in Leeds and Hertfordshire."
    )
    other = sums_of(
        "two", "Roofs of Cardiff's prisons are to be mended by the government for £4m, officials in Wales said."
    )
    assert weighable_pairs([*whole, *other]) == []


def test_a_part_is_weighed_against_the_whole_in_another_article_on_the_same_money() -> None:
    whole = sums_of(
        "one", "The Strengthening Families programme will give councils £84m to keep families together, ministers said."
    )
    later = sums_of(
        "two",
        "Leeds gets £4m of the £84m that the Strengthening Families programme gives councils to keep families together.",
    )
    assert weighable_pairs([*whole, *later]) == [(0, 1), (0, 2), (1, 2)]
