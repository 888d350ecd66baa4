"""Sums as the press prints them: bounds, periods, kinds. A new case is a new row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.analysis import analyse
from nlp.money.amounts import find_amounts
from nlp.training import train_money

PUBLIC = " The council's budget and government grants for services were agreed by councillors and ministers."


def one(text: str):
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
        ("A bed costs £5,300 pw on average.", "£5,300 pw", 5300, 5300, "1w"),
        ("Councils spent £662m on agency social workers in 2023-24.", "£662m", 662e6, 662e6, "1y"),
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
        ("Burials go up to £3,295.", "£3,295", 3295, 3295, "none"),
        ("It took the bill up to £4m.", "£4m", 4e6, 4e6, "none"),
        ("They take up to £5m out.", "up to £5m", 0, 5e6, "none"),
        ("Its debts will reach £14bn in 2028.", "£14bn", 14e9, 14e9, "none"),
        ("Its deficit was cut and spending will reach £9m in 2026.", "£9m in 2026", 9e6, 9e6, "1y"),
        ("Councils pay £10,000 or more a week for some children.", "£10,000 or more a week", 10_000, None, "1w"),
        ("Councils pay £10,000 a week or more for some children.", "£10,000 a week or more", 10_000, None, "1w"),
        ("The commissioner is paid £900 a day plus expenses.", "£900 a day", 900, 900, "1d"),
        ("The council has spent £3m or £4m to stand still.", "£3m or £4m", 3_000_000, 4_000_000, "none"),
        ("The council will have £50m next year to recruit adopters.", "£50m next year", 50_000_000, 50_000_000, "1y"),
        ("The council put the gap at £3.8m for the year ahead.", "£3.8m for the year ahead", 3_800_000, 3_800_000, "1y"),
        ("The council had offered £16m a year earlier.", "£16m", 16_000_000, 16_000_000, "none"),
        ("The council's debt may be £160m in two years' time.", "£160m", 160_000_000, 160_000_000, "none"),
        ("The council has a target of £2.2m by the end of the second year.", "£2.2m", 2_200_000, 2_200_000, "none"),
        ("It spent £9m in the financial year just ended.", "£9m in the financial year just ended", 9e6, 9e6, "1y"),
        ("It has £9m for the year just gone.", "£9m for the year just gone", 9e6, 9e6, "1y"),
        ("The council was fined £800,000 in 2023.", "£800,000", 800_000, 800_000, "none"),
        ("The council gave it at least £42m over thirteen years.", "at least £42m over thirteen years", 42_000_000, None, "13y"),
        ("Each child will have no more than £3,000 a year of therapy from the council.", "no more than £3,000 a year", 0, 3000, "1y"),
        ("The council says that it should not cost more than £920,000.", "£920,000", 920_000, 920_000, "none"),
        ("For the council to hand over £70m would be a reward for failure.", "£70m", 70e6, 70e6, "none"),
        ("The council's list of savings adds up to £11m.", "£11m", 11e6, 11e6, "none"),
        ("Agency workers get £42 an hour.", "£42", 42, 42, "none"),
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
        ("The cabinet signed off a plan to strip £3m from home care.", "saving"),
        ("The merger of the two back offices has delivered £900,000 of efficiencies.", "saving"),
        ("Reducing the number of agency nurses ought to be worth £2m to the trust.", "saving"),
        ("Three quarters of the £16m that must be saved will come from staffing.", "saving"),
        ("Barnsley's grant shrinks by £4m next year.", "saving"),
        ("The books are £11m out of balance, the auditor found.", "gap"),
        ("Southend's placements pressure now stands at £3.6m.", "gap"),
        ("The company made a loss of £2m and cannot pay its suppliers.", "gap"),
        ("The authority shelled out £230,000 on recruitment fairs.", "spend"),
        ("A solo placement in Wales sets the borough back £13,000 a week.", "spend"),
        ("Supply teachers cost the academy £95,000 last year.", "spend"),
        ("Moving the archive cost more than £1m.", "spend"),
        ("Officers put the price of the new system at £4m.", "spend"),
        ("The council bought the pub for £600,000 to turn it into flats for care leavers.", "spend"),
        ("Dorset's transport bill has climbed to £29m.", "spend"),
        ("Five pilots will split £7m.", "allocation"),
        ("The fund is worth £60m, and bids close in July.", "allocation"),
        ("Ministers have set aside £1.4bn to reform the workforce.", "allocation"),
        ("The council's bid for £9m was turned down.", "allocation"),
        ("A £3m investment in early help was agreed.", "allocation"),
        ("Councils in the north will share an extra £80m.", "allocation"),
        ("The charity has been awarded £220,000 to train volunteers.", "allocation"),
        ("He said the service needed another £6m.", "allocation"),
        ("The council will inject £4m into children's services.", "allocation"),
        ("The school was ordered to pay a £20,000 fine.", "other"),
        ("Her salary is £118,000.", "other"),
        ("A skip permit will cost £65.", "other"),
        ("The raffle raised £1,200.", "other"),
        ("The chief executive's pay went up to £196,000.", "other"),
        ("The council ended the year with reserves of £14m.", "other"),
        ("The provider put its fees up to £7,000 a week.", "other"),
        ("The marathon runners collected £8,000 for the hospice.", "other"),
        ("Band D bills go up by £74.", "other"),
        ("An interim director on £1,050 a day has left.", "other"),
        ("The school meals contract will be £300,000 a year cheaper.", "saving"),
        ("High needs spending exceeded its grant by £21m.", "gap"),
        ("It will be £9m short by April.", "gap"),
        ("The commissioner recommended that £2m be released for social workers.", "allocation"),
        ("Wigan hopes to avoid costs of £2m over three years.", "saving"),
        ("Legal costs came to £310,000.", "spend"),
        ("The company posted profits of £17m.", "other"),
        ("Of this, £4m will go to Leeds.", "allocation"),
    ],
)
def test_a_sum_has_the_kind_that_its_words_give_it(text, kind):
    assert one(text).kind == kind


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Wiltshire was allocated £5m, Swindon £2m and Bath £1m.", "allocation allocation allocation"),
        ("Sefton's spending on residential care went from £12m to £27m.", "spend spend"),
        ("The forecast overspend, £3.3m in June, had reached £5.1m by October.", "gap gap"),
        ("It expects to overspend its £512m budget by £8.9m.", "allocation gap"),
        ("It set a budget of £1.1bn, with £31m of cuts.", "allocation saving"),
        ("Children's services are £5m over and education £4m.", "gap gap"),
        ("The firm was fined £40,000, with costs of £12,000.", "other spend"),
        ("A bed was £4,800 a week and is now £5,750 a week.", "spend spend"),
        ("Of a shortfall of £9m, £6m is for placements.", "gap gap"),
    ],
)
def test_the_sums_of_one_sentence_have_each_their_kind(text, kinds):
    assert [figure.kind for figure in analyse(text + PUBLIC).funding] == kinds.split()


def test_a_change_from_one_sum_to_another_is_two_sums():
    figures = analyse("The grant rose from £2m to £3m." + PUBLIC).funding
    assert [figure.text for figure in figures] == ["£2m", "£3m"]


def test_giver_and_receiver_are_named_where_the_sentence_names_them():
    figure = one("The Department for Education gave Slough council £3m.")
    assert (figure.giver_id, figure.receiver_id) == ("department-for-education", "E06000039")


def test_years_become_dates():
    figure = one("It spent £9m in 2018-19.")
    assert (str(figure.starts), str(figure.ends)) == ("2018-04-01", "2019-03-31")


@pytest.mark.parametrize(
    "text",
    [
        "The average house price in the town is £260,000, and buyers like the beach.",
        "The striker moved for a fee of £12m after the match.",
        "It went on the market at £325,000, and a young family bought it.",
        "I go once a month and it costs me nearly £90.",
        "£ and pounds are words without a sum.",
    ],
)
def test_private_money_is_not_marked(text):
    assert analyse(text).funding == []


@given(
    st.integers(min_value=1, max_value=999), st.sampled_from([("m", 1e6), (" million", 1e6), ("bn", 1e9), ("k", 1e3)])
)
def test_any_number_with_a_magnitude_has_its_value(number, magnitude):
    (amount,) = find_amounts(f"They paid £{number}{magnitude[0]}.")
    assert amount.lower == amount.upper == number * magnitude[1]


def test_every_sum_of_the_training_texts_is_one_that_the_tagger_sees():
    lost = []
    for kinds, text in train_money.texts():
        marked = train_money.bracketed(kinds, text)
        if len(list(train_money.places(marked))) != len(kinds):
            lost.append(text)
    assert lost == []
    assert {kind for kinds, _ in train_money.texts() for kind in kinds} == {
        "allocation", "saving", "gap", "spend", "other",
    }  # fmt: skip
