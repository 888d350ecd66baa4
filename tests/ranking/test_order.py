"""What a card is worth, in which order cards are read, and what fits into some minutes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from nlp.ranking.order import SAMPLED_EVERY, draw, reading_order
from nlp.ranking.plan import USUAL_SECONDS, pace, plan
from nlp.ranking.worth import CardWorth, WaitingCard, WatchedPolicy, worth_of
from tests.ranking.invented import SUBJECTS, passage
from warehouse.vocabulary.stances import Direction, Stance

CARD = WaitingCard(passage(1, SUBJECTS[0]), "story", Stance.ADVANCES, Direction.ADVANCES, 3, new=False, in_story=0)
AGAINST = replace(CARD, stance=Stance.CONTRADICTS, direction=Direction.CONTRADICTS)
SETTLED = WatchedPolicy(accepted={"advances": 3, "contradicts": 2})


def worth(card: WaitingCard, policy: WatchedPolicy = SETTLED, probability: float = 0.5) -> CardWorth:
    return worth_of(card, probability, policy)


def numbered(count: int, policies: int = 1) -> list[CardWorth]:
    cards = [replace(CARD, passage=passage(n, SUBJECTS[0], policy=f"policy-{n % policies}")) for n in range(count)]
    return [worth(card, probability=1 - n / (2 * count)) for n, card in enumerate(cards)]


def test_a_card_of_which_nothing_is_special_is_worth_its_probability() -> None:
    assert worth(CARD).worth == pytest.approx(0.5)
    assert worth(CARD).why == ("50% likely to be accepted",)


@pytest.mark.parametrize(
    ("card", "policy", "words"),
    [
        (AGAINST, SETTLED, "it points against the promise"),
        (AGAINST, replace(SETTLED, points=Direction.ADVANCES, status="on track"), "away from the verdict “on track”"),
        (CARD, replace(SETTLED, points=Direction.CONTRADICTS, status="broken"), "away from the verdict “broken”"),
        (CARD, WatchedPolicy(), "the first that advances here"),
        (CARD, replace(SETTLED, quiet_days=400), "newest evidence is 400 days old"),
        (CARD, replace(SETTLED, weight=2.0), "the policy counts 2 times"),
        (replace(CARD, new=True), SETTLED, "new since you were last here"),
    ],
)
def test_what_would_change_more_is_worth_more_and_says_why(
    card: WaitingCard, policy: WatchedPolicy, words: str
) -> None:
    found = worth(card, policy)
    assert found.worth > worth(CARD).worth
    assert any(words in said for said in found.why)


@pytest.mark.parametrize(
    ("card", "words"),
    [
        (replace(CARD, in_story=3), "3 passages of its story are accepted"),
        (replace(CARD, age_days=3_477), "published 3,477 days ago"),
        (replace(CARD, direction=Direction.CONTEXT, stance=Stance.RE_ANNOUNCES), "context: it moves no verdict"),
    ],
)
def test_what_is_known_already_is_worth_less_and_says_why(card: WaitingCard, words: str) -> None:
    assert worth(card).worth < worth(CARD).worth
    assert words in worth(card).why


def test_one_place_in_twenty_is_drawn_and_the_rest_goes_by_worth() -> None:
    order = reading_order(numbered(200))
    drawn = [place for place, one in enumerate(order, 1) if one.sampled]
    assert len(order) == 200
    assert drawn == list(range(SAMPLED_EVERY, 201, SAMPLED_EVERY))
    rest = [one.worth.worth for one in order if not one.sampled]
    assert rest == sorted(rest, reverse=True)
    assert order[SAMPLED_EVERY - 1].why[0].startswith("drawn at random")


def test_short_sittings_draw_as_many_as_long_ones() -> None:
    assert reading_order(numbered(50), decided=SAMPLED_EVERY - 1)[0].sampled


def test_a_draw_is_the_same_every_time_and_another_with_another_seed() -> None:
    one = passage(1, SUBJECTS[0]).candidate_id
    assert draw(one) == draw(one) != draw(one, "another")
    assert 0 <= draw(one) < 1


def test_a_policys_cards_stand_together() -> None:
    first = [one.worth.card.passage.policy_id for one in reading_order(numbered(100, policies=4))[:20]]
    assert sum(one != other for one, other in pairwise(first)) == 3


def test_a_plan_holds_what_fits_into_the_minutes_at_the_editors_own_pace() -> None:
    order = reading_order(numbered(200, policies=2))
    planned = plan(order, 20, own=60.0)
    assert len(planned.cards) == 20
    assert sum(one.cards for one in planned.policies) == 20
    assert {one.policy_id for one in planned.policies} == {"policy-0", "policy-1"}
    assert len(plan(order, 20, own=None).cards) == int(20 * 60 / USUAL_SECONDS)
    assert plan([], 20, own=None).cards == ()


def test_a_pace_is_the_usual_pause_within_a_sitting() -> None:
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    moments = [start + timedelta(seconds=30 * n) for n in range(8)] + [start + timedelta(hours=5)]
    assert pace(moments) == 30.0
    assert pace(moments[:3]) is None
