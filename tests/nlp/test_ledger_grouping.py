"""Which sums become one commitment: amounts first, parts under them, and nothing by a chain of likenesses."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nlp.analysis import analyse
from nlp.stories.article import ArticleSigns, StoryArticle
from nlp.stories.scheme_names import may_be_one, scheme_names
from nlp.stories.sum_comparison import SumComparison
from nlp.stories.sum_constraints import NEXT_ROUND, constrained, is_apart, is_more_beside
from nlp.stories.sum_context import LedgerContext
from nlp.stories.sum_grouping import group_sums
from nlp.stories.sum_model import CommitmentModel, load_commitment_model
from nlp.stories.sums import LedgerArticle, StoredSum, SumMention, mentions, same_amount


def stored(article: str, millions: float, *, text: str = "", period: str = "none") -> StoredSum:
    pounds = millions * 1e6
    return StoredSum(article, pounds, text or f"£{millions:g}m", period, (pounds,), False, False, 0.0)


def first_sum(day: int, text: str, title: str = "") -> SumMention:
    signs = ArticleSigns(StoryArticle(f"{day} {text[:20]}", title, text, datetime(2025, 1, 1 + day % 28, tzinfo=UTC)))
    return next(iter(mentions(LedgerArticle(signs, analyse(text, title, None)))))


@pytest.fixture(scope="module")
def model() -> CommitmentModel:
    return replace(
        load_commitment_model(),
        least=0.5,
        least_mean=0.4,
        least_equal=0.5,
        most_weak=0.2,
        least_part=0.3,
        least_far=0.7,
    )


def test_equal_sums_of_several_articles_are_one_amount(model: CommitmentModel) -> None:
    sums = [stored("a", 84), stored("b", 84), stored("c", 84)]
    assert group_sums(sums, {(0, 1): 0.9, (0, 2): 0.6, (1, 2): 0.7}, model) == [0, 0, 0]


def test_two_schemes_of_one_size_stay_apart_though_a_third_sum_is_like_both(model: CommitmentModel) -> None:
    sums = [stored("a", 84), stored("b", 84), stored("c", 84)]
    assert group_sums(sums, {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.1}, model) == [0, 0, 2]


def test_one_weak_pair_of_many_does_not_split_what_all_others_join_and_one_of_few_does(model: CommitmentModel) -> None:
    sums = [stored(name, 84) for name in "abcdef"]
    likely = {(one, other): 0.8 for one in range(6) for other in range(one + 1, 6)}
    assert group_sums(sums, {**likely, (2, 5): 0.1}, model) == [0] * 6
    assert group_sums(sums[:2], {(0, 1): 0.1}, model) == [0, 1]
    assert len(set(group_sums(sums, {**likely, (2, 5): 0.0}, model))) == 2


def test_a_pair_that_is_certainly_two_keeps_a_yearly_share_from_another_schemes_whole(model: CommitmentModel) -> None:
    sums = [stored("a", 264, period="3y"), stored("b", 88, text="£88m a year", period="1y"), stored("c", 88)]
    assert group_sums(sums, {(0, 1): 0.0, (0, 2): 0.2, (1, 2): 0.9}, model) == [0, 1, 1]


def test_sums_of_one_theme_do_not_chain_from_article_to_article(model: CommitmentModel) -> None:
    sums = [stored("a", 165), stored("b", 135), stored("c", 180), stored("d", 90)]
    alike = {(one, other): 0.6 for one in range(4) for other in range(one + 1, 4)}
    assert group_sums(sums, alike, model) == [0, 1, 2, 3]


def test_a_part_goes_under_the_whole_that_its_article_tells_and_brings_its_other_mentions(
    model: CommitmentModel,
) -> None:
    sums = [stored("a", 84), stored("b", 84), stored("b", 4), stored("c", 4)]
    likely = {(0, 1): 0.9, (1, 2): 0.45, (0, 2): 0.2, (2, 3): 0.8, (0, 3): 0.1, (1, 3): 0.1}
    assert group_sums(sums, likely, model) == [0, 0, 0, 0]


def test_an_amount_goes_under_one_larger_amount_at_most(model: CommitmentModel) -> None:
    sums = [stored("a", 100), stored("a", 10), stored("b", 70), stored("b", 10)]
    likely = {(0, 1): 0.8, (2, 3): 0.6, (1, 3): 0.9, (0, 2): 0.1, (0, 3): 0.4, (1, 2): 0.4}
    found = group_sums(sums, likely, model)
    assert found[0] == found[1] == found[3]
    assert found[2] != found[0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Councils share £1m of the Holiday Activities and Food programme.", [{"holiday", "activ", "food"}]),
        ("The Safe Doors Fund opens in May.", [{"safe", "door"}]),
        ("Ministers gave the council a grant for its programme.", []),
        ("Leeds City Council gets a grant.", []),
    ],
)
def test_a_scheme_is_known_by_the_capitals_before_fund_or_programme(text: str, names: list[set[str]]) -> None:
    assert [set(one) for one in scheme_names(text)] == names


def test_a_shortened_name_may_be_the_whole_one_and_another_schemes_may_not() -> None:
    whole = scheme_names("the Strengthening Families, Protecting Children programme")
    assert may_be_one(whole, scheme_names("the Strengthening Families programme"))
    assert not may_be_one(whole, scheme_names("the Youth Justice programme"))
    assert not may_be_one(scheme_names("the Refuge Duty Fund"), scheme_names("the Children in Refuges Fund"))
    assert not may_be_one(scheme_names("the National Skills Drive"), scheme_names("the Skilled Neighbours Fund"))


NAMED = "Councils will share £88m over two years from the {} to build houses for young people in care, ministers have announced."


def test_equal_sums_of_two_named_schemes_are_two_however_alike_their_sentences_are() -> None:
    one, other = (first_sum(day, NAMED.format(name)) for day, name in ((1, "Safe Doors Fund"), (6, "New Roofs Grant")))
    again = first_sum(9, NAMED.format("Safe Doors Fund"))
    assert is_apart(SumComparison(one, other))
    assert not is_apart(SumComparison(one, again))


def test_what_a_text_calls_the_same_money_is_no_next_round_though_its_sentence_is_repeated() -> None:
    told = NAMED.format("Safe Doors Fund")
    title = "Safe Doors Fund to build houses"
    first = first_sum(1, told, title)
    signs = first.article.signs
    for words, apart in (("Bids are due in May.", True), ("It is the same £88m that was announced in January.", False)):
        text = f"{told}\n\n{words}"
        article = replace(signs.article, article_id=words, text=text, published=datetime(2025, 4, 2, tzinfo=UTC))
        later = next(iter(mentions(LedgerArticle(ArticleSigns(article), analyse(text, title, None)))))
        assert (constrained(SumComparison(first, later), 0.9) <= NEXT_ROUND) is apart


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("£264m over three years", "£88m a year", True),
        ("£264m over three years", "£88m a year for three years", True),
        ("£264m", "£88m in 2025-26", False),
        ("£4.2m", "£840,000 for each of five homes", True),
    ],
)
def test_a_rate_is_a_share_of_a_whole_and_one_years_money_is_not(one: str, other: str, same: bool) -> None:
    first, second = (
        first_sum(1, f"The government will give councils {words}, ministers said.") for words in (one, other)
    )
    assert same_amount(first, second) is same


def test_two_wholes_of_other_terms_are_two() -> None:
    text = "The government will give councils {} for children's homes, ministers said."
    first = first_sum(1, text.format("£30m over three years"))
    for words, apart in (
        ("£30m over five years", True), ("£10m for the coming year", True), ("£30m", False), ("£10m a year for three years", False),
    ):  # fmt: skip
        assert is_apart(SumComparison(first, first_sum(3, text.format(words)))) is apart


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ("Health teams get £39m for nurses.", "The council gets £39m more from the lottery.", True),
        ("The £39m was first announced in May.", "Another £39m is to come.", True),
        ("Councils get £39m more for nurses.", "The £39m was first announced in May.", False),
        ("The £39m was first announced in May.", "Councils get £39m more for nurses.", False),
        ("An increase of £39m is to pay for nurses.", "Councils get £39m more for nurses.", False),
    ],
)
def test_more_money_is_another_sum_and_a_rise_that_is_told_twice_is_one(first: str, second: str, apart: bool) -> None:
    text = f"{first}\n\n{second}"
    signs = ArticleSigns(StoryArticle("one", "", text, datetime(2025, 1, 1, tzinfo=UTC)))
    low, high = (LedgerContext(signs, match.start(), match.end()) for match in re.finditer("£39m", text))
    assert is_more_beside(low, high) is apart
