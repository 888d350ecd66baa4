"""The queue that learns, at the desk: the plan, what a card is worth, and what a decision keeps of it."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from desk.learning import DEFERRED_DAYS, QueueLearning
from desk.recall import recall_sentence
from nlp.ranking.learner import UNTAUGHT
from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import NOW, POLICIES, lead, queue_fillers
from warehouse.records import Action, Decision, DecisionRanking
from warehouse.vocabulary.decisions import RejectReason


@pytest.fixture(scope="module")
def learning_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    yield from open_desk(tmp_path_factory.mktemp("learning"), lead(), queue_fillers(46), learning=True)


def learned(desk: OpenDesk, decisions: int) -> None:
    """Wait until the thread has taken the decisions in."""
    for _ in range(200):
        if desk.app.state.desk.learning.ranked.decisions >= decisions:
            return
        time.sleep(0.02)
    raise AssertionError("the decision was not learned in four seconds")


def planned(desk: OpenDesk, minutes: int = 20) -> dict[str, Any]:
    answer: dict[str, Any] = desk.client.get("/api/plan", params={"minutes": minutes}).json()
    return answer


def test_a_decision_is_learned_beside_the_requests_and_keeps_what_was_said_of_it(learning_desk: OpenDesk) -> None:
    first = planned(learning_desk)["cards"][0]
    assert learning_desk.decide(first["candidate_id"], "accept").status_code == 200
    learned(learning_desk, 1)
    learning_desk.owner.drain()
    said = learning_desk.owner.query("ranking_of_decisions", candidate_id=UUID(first["candidate_id"]))
    assert [(row["model"], row["sampled"]) for row in said] == [(UNTAUGHT, False)]
    assert said[0]["probability"] == pytest.approx(first["probability"], abs=1e-3)
    assert learning_desk.app.state.desk.learning.ranked.model.startswith("learn-1-1-")
    assert first["candidate_id"] not in [card["candidate_id"] for card in planned(learning_desk)["cards"]]


def test_the_plan_says_how_many_cards_of_which_policies_fit_and_why_each_stands_there(learning_desk: OpenDesk) -> None:
    short, long = planned(learning_desk, 2), planned(learning_desk, 240)
    assert 0 < len(short["cards"]) < len(long["cards"])
    assert sum(each["cards"] for each in short["policies"]) == len(short["cards"])
    assert all("likely to be accepted" in " ".join(card["why"]) for card in long["cards"])
    page = learning_desk.client.get("/plan", params={"minutes": 2}).text
    assert "What is worth 2 minutes" in page
    assert short["cards"][0]["title"] in page


def test_what_came_since_the_editors_last_visit_is_worth_more(tmp_path: Path) -> None:
    for desk in open_desk(tmp_path, queue_fillers(8), learning=True):
        learning = desk.app.state.desk.learning
        assert not any("new since" in why for card in learning.order("Edith") for why in card.why)
        before = min(one.came for one in learning.ranked.leads.values()) - timedelta(days=2)
        desk.owner.visit("Edith", before)
        assert all("new since you were last here" in card.why for card in learning.order("Edith"))


def test_a_card_says_what_it_is_worth(learning_desk: OpenDesk) -> None:
    card = planned(learning_desk)["cards"][0]
    assert "Worth reading:" in learning_desk.client.get(f"/candidates/{card['candidate_id']}").text


def test_a_policys_weight_in_its_file_moves_its_cards_and_says_so(tmp_path: Path) -> None:
    heavy = POLICIES[1]
    for desk in open_desk(tmp_path, lead(), queue_fillers(8), learning=True):
        learning = desk.app.state.desk.learning
        before = {card.candidate_id: card.worth for card in learning.order("Edith")}
        desk.owner.load_policies([*POLICIES[:1], replace(heavy, weight=4.0), *POLICIES[2:]])
        learning.refresh()
        after = {card.candidate_id: card.worth for card in learning.order("Edith")}
        own = [each for each, worth in after.items() if worth.card.passage.policy_id == heavy.policy_id]
        assert own
        assert all(after[each].worth == pytest.approx(4 * before[each].worth) for each in own)
        assert all(after[each].worth == before[each].worth for each in after.keys() - set(own))
        assert all("the policy counts 4 times" in after[each].why for each in own)


@pytest.mark.parametrize("minutes", ["0", "481", "ten", "-5", "²"])
def test_minutes_that_are_none_are_refused(learning_desk: OpenDesk, minutes: str) -> None:
    assert learning_desk.client.get("/plan", params={"minutes": minutes}).status_code == 422


def test_a_deferred_card_stays_away_until_it_is_due_and_teaches_nothing(learning_desk: OpenDesk) -> None:
    put_off = planned(learning_desk, 480)["cards"][-1]["candidate_id"]
    assert learning_desk.decide(put_off, "defer").status_code == 200

    def ranked_after(days: int) -> set[str]:
        later = QueueLearning(learning_desk.owner, lambda: NOW + timedelta(days=days))
        return {str(each) for each in later.refresh().probabilities}

    assert put_off not in ranked_after(DEFERRED_DAYS - 1)
    assert put_off in ranked_after(DEFERRED_DAYS + 1)


def test_a_reject_that_names_its_reason_is_learned(learning_desk: OpenDesk) -> None:
    before = learning_desk.app.state.desk.learning.refresh()
    card = planned(learning_desk)["cards"][0]["candidate_id"]
    learning_desk.decide(card, "reject", reason=RejectReason.NOT_THIS_POLICY.value)
    learned(learning_desk, before.decisions + 1)
    after = learning_desk.app.state.desk.learning.ranked
    assert after.model != before.model
    shared = before.probabilities.keys() & after.probabilities.keys()
    assert any(before.probabilities[each] != after.probabilities[each] for each in shared)


def test_without_learning_a_desk_has_no_plan_and_says_so(desk: OpenDesk) -> None:
    assert "--no-learning" in desk.client.get("/plan").text
    assert planned(desk)["cards"] == []
    assert desk.decide(desk.waiting()[0]["candidate_id"], "accept").status_code == 200


def test_recall_is_not_known_before_cards_were_drawn_and_read(learning_desk: OpenDesk) -> None:
    assert "not yet known" in learning_desk.client.get("/policies/trusts-for-weakest-councils").text
    assert "not yet known" in learning_desk.client.get("/numbers/recall/csv").text


def test_recall_is_told_with_its_interval_once_enough_was_drawn(tmp_path: Path) -> None:
    drawn = DecisionRanking(UNTAUGHT, 0.5, sampled=True)
    for desk in open_desk(tmp_path, queue_fillers(60), learning=True):
        first, *rest = [UUID(card["candidate_id"]) for card in planned(desk, 480)["cards"]]
        assert desk.decide(first, "accept").status_code == 200
        for each in rest[:-2]:
            desk.owner.decide(Decision(uuid4(), each, Action.REJECT, "Edith", "", NOW, ranking=drawn))
        desk.owner.drain()
        said = recall_sentence(desk.app.state.desk)
        assert said.startswith("Found: 100% of the evidence that was put forward (")
        assert f"by {len(rest) - 2} cards drawn at random and read." in said
