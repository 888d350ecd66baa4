"""Sums as the press prints them: bounds, periods, kinds. A new case is a new row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.analysis import analyse
from nlp.money import find

PUBLIC = " The council's budget and government grants for services were agreed by councillors and ministers."


def one(text: str):  # type: ignore[no-untyped-def]
    (figure,) = analyse(text + PUBLIC).funding
    return figure


@pytest.mark.parametrize(
    ("text", "surface", "lower", "upper", "period"),
    [
        ("It got £84 million over five years.", "£84 million over five years", 84e6, 84e6, "5y"),
        ("It needs £20bn of savings.", "£20bn", 20e9, 20e9, "none"),
        ("It costs between £2m and £3m.", "between £2m and £3m", 2e6, 3e6, "none"),
        ("It will borrow up to £57m.", "up to £57m", 0, 57e6, "none"),
        ("They cut half a billion pounds.", "half a billion pounds", 5e8, 5e8, "none"),
        ("It is a £250,000-a-year job.", "£250,000-a-year", 250e3, 250e3, "1y"),
        ("It paid £400 000 for it.", "£400 000", 400e3, 400e3, "none"),
        ("They gave 20 million pounds.", "20 million pounds", 20e6, 20e6, "none"),
        ("It cost a third of a million.", "a third of a million", 333333, 333333, "none"),
        ("It costs £1.5m a year.", "£1.5m a year", 1.5e6, 1.5e6, "1y"),
        ("It costs £5,000 per child per week.", "£5,000 per child per week", 5e3, 5e3, "1w"),
        ("It went more than £42m over budget.", "more than £42m", 42e6, None, "none"),
        ("It is at least £23.4m.", "at least £23.4m", 23.4e6, None, "none"),
        ("It saves £200,000–£300,000.", "£200,000–£300,000", 200e3, 300e3, "none"),
        ("It spent £90 billion in 2017-18.", "£90 billion in 2017-18", 90e9, 90e9, "1y"),
        ("It got £22.2 million for the 2023-24 financial year.", "£22.2 million for the 2023-24 financial year", 22.2e6, 22.2e6, "1y"),
        ("Of £200m over two years, little is new.", "£200m over two years", 200e6, 200e6, "2y"),
        ("It wants £2.6bn over five.", "£2.6bn over five", 2.6e9, 2.6e9, "5y"),
        ("It got £3m-plus.", "£3m-plus", 3e6, None, "none"),
        ("They pay £1,200 a day.", "£1,200 a day", 1200, 1200, "1d"),
        ("It lent £14million.", "£14million", 14e6, 14e6, "none"),
        ("It costs £2-3m.", "£2-3m", 2e6, 3e6, "none"),
        ("A row over £2m broke out.", "£2m", 2e6, 2e6, "none"),
        ("It has a quarter of a million pounds.", "a quarter of a million pounds", 250e3, 250e3, "none"),
    ],
)  # fmt: skip
def test_a_sum_is_read_with_its_bounds_and_its_period(text, surface, lower, upper, period):
    figure = one(text)
    assert (figure.text, figure.minimum, figure.maximum, figure.period) == (surface, lower, upper, period)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The council was awarded £3m from the fund.", "allocation"),
        ("Ministers announced £84m for family support.", "allocation"),
        ("The council must save £20m.", "saving"),
        ("A £2m cut was agreed.", "saving"),
        ("It faces a shortfall of £25m.", "gap"),
        ("Services went £7m over budget.", "gap"),
        ("The council spent £4.5m on consultants.", "spend"),
        ("A place costs £5,000 a week.", "spend"),
        ("The firm was fined £40,000.", "other"),
        ("Council tax on a Band D home will be £1,735.", "other"),
        ("Adult services ended £3m under budget.", "other"),
    ],
)
def test_a_sum_has_the_kind_that_its_words_give_it(text, kind):
    assert one(text).kind == kind


def test_a_change_from_one_sum_to_another_is_two_sums():
    figures = analyse("The grant rose from £2m to £3m." + PUBLIC).funding
    assert [figure.text for figure in figures] == ["£2m", "£3m"]


def test_giver_and_receiver_are_named_where_the_sentence_names_them():
    figure = one("The Department for Education gave Slough council £3m.")
    assert (figure.giver, figure.receiver) == ("Department for Education", "E06000039")


def test_years_become_dates():
    figure = one("It spent £9m in 2018-19.")
    assert (str(figure.starts), str(figure.ends)) == ("2018-04-01", "2019-03-31")


@pytest.mark.parametrize(
    "text",
    [
        "The average house price in the town is £260,000, and buyers like the beach.",
        "The striker moved for a fee of £12m after the match.",
        "£ and pounds are words without a sum.",
    ],
)
def test_private_money_is_not_marked(text):
    assert analyse(text).funding == []


@given(
    st.integers(min_value=1, max_value=999), st.sampled_from([("m", 1e6), (" million", 1e6), ("bn", 1e9), ("k", 1e3)])
)
def test_any_number_with_a_magnitude_has_its_value(number, magnitude):
    (amount,) = find(f"They paid £{number}{magnitude[0]}.")
    assert amount.lower == amount.upper == number * magnitude[1]
