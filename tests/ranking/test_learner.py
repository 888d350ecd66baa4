"""What the learner makes of decisions."""

import time
import uuid

import numpy as np
import pytest

from nlp.ranking.learner import UNTAUGHT, QueueLearner
from nlp.ranking.lessons import REJECTS_TEACH, Lesson, teaching_of
from tests.ranking.invented import SUBJECTS, lessons, passage
from warehouse.vocabulary.decisions import Action, RejectReason

WANTED, UNWANTED, OTHER = (passage(10_000 + number, subject) for number, subject in enumerate(SUBJECTS))


def taught(*told: Lesson) -> QueueLearner:
    learner = QueueLearner()
    learner.learn(told)
    return learner


def test_before_any_decision_a_candidate_is_as_likely_as_the_matcher_says() -> None:
    learner = QueueLearner()
    chances = learner.probability([passage(1, SUBJECTS[0], score=0.8), passage(2, SUBJECTS[0], score=0.3)])
    assert chances == pytest.approx([0.8, 0.3])
    assert learner.model == UNTAUGHT


def test_what_is_like_the_accepted_becomes_likelier_than_what_is_like_the_rejected() -> None:
    wanted, unwanted, other = taught(*lessons(60)).probability([WANTED, UNWANTED, OTHER])
    assert wanted > other > unwanted
    assert wanted - unwanted > 0.2


def test_the_words_of_one_policy_teach_another_nothing() -> None:
    elsewhere = [passage(n, subject, policy="buses") for n, subject in enumerate(SUBJECTS[:2], 20_000)]
    one, other = taught(*lessons(40)).probability(elsewhere)
    assert one == pytest.approx(other)


def test_old_news_says_nothing_against_its_subject_and_something_against_old_news() -> None:
    old = [
        Lesson(n, passage(n, SUBJECTS[0], age="years"), Action.REJECT, RejectReason.OLD_NEWS) for n in range(100, 130)
    ]
    learner = taught(*lessons(40), *old)
    before = taught(*lessons(40)).probability([WANTED])[0]
    new, aged = learner.probability([WANTED, passage(10_000, SUBJECTS[0], age="years")])
    assert new > before - 0.1
    aged = QueueLearner()
    aged.learn(old)
    new, old_again = aged.probability([passage(50_000, SUBJECTS[0]), passage(50_001, SUBJECTS[0], age="years")])
    assert old_again < new - 0.05


def test_a_bad_extraction_teaches_of_the_outlet_alone() -> None:
    bad = [
        Lesson(n, passage(n, SUBJECTS[0], outlet="two"), Action.REJECT, RejectReason.BAD_EXTRACTION)
        for n in range(100, 130)
    ]
    there, elsewhere = taught(*bad).probability(
        [passage(50_000, SUBJECTS[0], outlet="two"), passage(50_001, SUBJECTS[0])]
    )
    assert there < elsewhere


@pytest.mark.parametrize("action", [Action.DEFER, Action.REOPEN])
def test_what_is_deferred_or_opened_again_teaches_nothing(action: Action) -> None:
    learner = taught(Lesson(1, passage(1, SUBJECTS[0]), action))
    assert learner.probability([passage(2, SUBJECTS[0])]) == pytest.approx([0.5])
    assert not teaching_of(action, None).anything


def test_a_duplicate_teaches_nothing_and_every_reason_says_what_it_teaches() -> None:
    assert set(REJECTS_TEACH) == set(RejectReason)
    assert not REJECTS_TEACH[RejectReason.DUPLICATE].anything


def test_a_decision_that_was_taken_back_no_longer_teaches() -> None:
    one = passage(1, SUBJECTS[0])
    learner = taught(Lesson(1, one, Action.ACCEPT))
    learner.learn([Lesson(2, one, Action.REOPEN)])
    assert learner.probability([passage(2, SUBJECTS[0], policy="buses")]) == pytest.approx([0.5], abs=0.2)
    again = taught(Lesson(1, one, Action.ACCEPT), Lesson(2, one, Action.REOPEN))
    assert again.probability([passage(2, SUBJECTS[0])]) == pytest.approx([0.5])


def test_the_model_is_named_by_what_it_learned_from() -> None:
    told = list(lessons(40))
    assert taught(*told).model == taught(*reversed(told)).model != taught(*told[:-1]).model


def test_the_same_decisions_give_the_same_probabilities() -> None:
    told = list(lessons(40))
    assert np.array_equal(taught(*told).probability([WANTED, OTHER]), taught(*told).probability([WANTED, OTHER]))


def test_one_more_decision_costs_a_fraction_of_what_all_of_them_cost() -> None:
    learner = taught(*lessons(1_000))
    began = time.process_time()
    learner.learn(lessons(1, first=5_000))
    assert time.process_time() - began < 0.2, "the promise at 10,000 decisions: see python -m bench.learning"


def test_a_candidate_without_words_has_a_probability() -> None:
    empty = passage(1, SUBJECTS[0])
    bare = type(empty)(uuid.UUID(int=9), "trusts", "", 0.4)
    assert 0 < taught(*lessons(10)).probability([bare])[0] < 1
