"""The generated year: the same for a seed, its truth is in its texts, and its editor decides by the truth alone."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from bench.generated_year.collecting import CollectedYear, Intake, PlacedSum, warehouse_id
from bench.generated_year.editing import A_SITTING, DeskOptions, TruthfulEditor, read_year, worth_reading
from bench.generated_year.kinds import event_kinds
from bench.generated_year.measuring import (
    YearTruth,
    announcement_scores,
    decisions_a_hundred_articles,
    first_appearances,
)
from bench.generated_year.peers import by_bm25, by_keywords, read_by
from bench.generated_year.year import DAYS, FIRST_DAY, FULL, SILENCES, SMALL, GeneratedYear, generate_year
from bench.year import money_of_year
from nlp.evidence.policies import load_policies
from nlp.ranking.lessons import RankedPassage
from nlp.ranking.order import PlacedCard
from nlp.ranking.worth import CardWorth, WaitingCard
from warehouse.records import identifier
from warehouse.vocabulary.stances import Direction, Stance


@pytest.fixture(scope="module")
def year() -> GeneratedYear:
    return generate_year(3, SMALL)


def test_a_seed_gives_one_year_and_another_seed_another(year: GeneratedYear) -> None:
    assert generate_year(3, SMALL) == year
    assert generate_year(4, SMALL) != year


def test_every_theme_is_of_policies_that_are_tracked_and_half_of_them_speak_against_one() -> None:
    tracked = {one.policy_id for one in load_policies()}
    assert all({*kind.policies, *kind.also} <= tracked for kind in event_kinds())
    assert 0.35 < sum(kind.contradicts for kind in event_kinds()) / len(event_kinds()) < 0.65


def test_a_funds_sum_stands_where_the_truth_says_and_look_alikes_are_as_large() -> None:
    year = generate_year(1, FULL)
    told = [(one, start, end) for one in year.articles if one.event and one.event.fund for start, end in one.sums]
    assert len(told) > 400
    for article, start, end in told:
        assert article.text[start:end].startswith("£"), article.article_id
    assert len(year.look_alikes) == 50
    assert all(
        (one.millions, one.years) == (like.millions, like.years) and one.name != like.name
        for one, like in year.look_alikes
    )
    assert not any(
        "\x02" in one.text + one.title or "{" in one.text + one.title or "[" in one.text for one in year.articles
    )


def test_nothing_of_a_policy_happens_in_a_silence_but_what_money_is_told_again() -> None:
    quiet = [one for one in generate_year(2, FULL).events if any(one.day in days for days in SILENCES) and not one.fund]
    assert quiet == []
    assert all(0 <= one.day < DAYS for one in generate_year(2, FULL).events)


POLICY, OTHER = "kinship-allowance", "family-hubs"


def row(number: int, policy: str = POLICY, article: int | None = None) -> dict[str, Any]:
    """Return a passage as the desk reads it."""
    at = FIRST_DAY + timedelta(days=2)
    return {
        "candidate_id": UUID(int=number + 1), "policy_id": policy, "passage": f"Passage {number} of it.", "field": "text",
        "stance": "advances", "direction": "advances", "criterion": "progress 1", "outlet_id": "post", "score": 0.6,
        "first_made_at": at, "announcement": None, "title": f"Title {number}", "published_day": date(2025, 9, 3),
        "article_id": UUID(int=1000 + (number if article is None else article)),
    }  # fmt: skip


def test_a_sitting_ends_after_twenty_cards_and_each_is_decided_by_the_truth() -> None:
    rows = [row(number) for number in range(30)]
    truth = {one["article_id"]: frozenset({POLICY} if number % 2 else {OTHER}) for number, one in enumerate(rows)}
    stories = {one["article_id"]: one["article_id"] for one in rows}
    editor = TruthfulEditor(truth)
    assert editor.sit(0, Intake(FIRST_DAY + timedelta(days=4), tuple(rows), stories)) == A_SITTING
    assert all(card.accepted == (POLICY in truth[card.row["article_id"]]) for card in editor.read)
    assert len(editor.desk.decisions) == A_SITTING


def test_a_sitting_ends_with_the_last_likely_card_and_not_with_what_was_drawn_behind_it() -> None:
    def placed(number: int, probability: float, *, drawn: bool = False) -> PlacedCard:
        passage = RankedPassage(UUID(int=number), POLICY, "Words.", 0.5)
        card = WaitingCard(passage, "story", Stance.ADVANCES, Direction.ADVANCES, 3, new=False, in_story=0)
        return PlacedCard(CardWorth(card, probability, probability), drawn)

    order = [placed(1, 0.9), placed(2, 0.1, drawn=True), placed(3, 0.2), placed(4, 0.5), placed(5, 0.1, drawn=True)]
    assert worth_reading(order, 0.25) == [order[0], order[1], order[3]]
    assert worth_reading(order[4:], 0.25) == []


def test_a_decision_on_a_card_holds_for_its_story_with_exceptions() -> None:
    rows, whole = [row(number) for number in range(4)], identifier("story", "one")
    truth = {one["article_id"]: frozenset({POLICY}) for one in rows[:3]}
    intake = Intake(FIRST_DAY + timedelta(days=4), tuple(rows), {one["article_id"]: whole for one in rows})
    editor = read_year([intake], truth)
    assert len(editor.read) == 1
    assert sorted(accepted for _, accepted in editor.read[0].passages) == [False, True, True, True]
    assert decisions_a_hundred_articles(editor.read) == 25
    apart = read_year([intake], truth, DeskOptions(stories=False))
    assert len(apart.read) == 4


def test_pairs_of_announcements_are_right_where_the_ledger_joins_what_is_one_fund_and_nothing_else(
    year: GeneratedYear,
) -> None:
    told = [(one, *one.sums[0]) for one in year.articles if one.event and one.event.fund and one.sums]
    perfect = [PlacedSum(warehouse_id(one.article_id), start, end, identifier(one.event.fund.fund_id)) for one, start, end in told if one.event and one.event.fund]  # fmt: skip
    scores = announcement_scores(year, perfect)
    assert scores.f1 == pytest.approx(1.0)
    assert scores.false_merges == 0
    merged = [PlacedSum(one.article_id, one.start, one.end, identifier("one")) for one in perfect]
    assert announcement_scores(year, merged).false_merges == scores.look_alikes == 4


def test_a_theme_that_is_never_accepted_has_appeared_at_the_end(year: GeneratedYear) -> None:
    truth = YearTruth.of(year)
    intake = Intake(FIRST_DAY + timedelta(days=DAYS), (), {each: each for each in truth.articles})
    editor = read_year([intake], truth.policies)
    appeared = first_appearances(editor, truth, CollectedYear((intake,), ()))
    assert set(appeared) == {one.event.kind.name for one in truth.articles.values() if one.event}
    assert set(appeared.values()) == {1.0}


def test_peers_read_as_many_articles_as_they_are_given_and_none_twice(year: GeneratedYear) -> None:
    end = FIRST_DAY + timedelta(days=DAYS + 7)
    for scores in (by_keywords, by_bm25):
        read = read_by(list(scores(year.articles)), [end], {0: 15})
        assert len({(policy, article.article_id) for _, policy, article in read}) == 15


@pytest.mark.long
def test_the_ledger_of_a_year_is_measured_alone(capsys: pytest.CaptureFixture[str]) -> None:
    money_of_year(3, small=True)
    said = capsys.readouterr().out
    assert "pairs of announcements: F1" in said
    assert "false merges of equal amounts: 0 of 4" in said
