"""What the score looks at, and what it makes of it."""

import numpy as np
import pytest

from nlp.evidence.criteria import Criterion
from nlp.evidence.gate import PairToRead
from nlp.evidence.relevance import RANKED_BY
from nlp.evidence.score import READ, SCORED_BY, UNREAD, load_score_model, score_features
from nlp.evidence.stance_reader import StanceReading
from warehouse.vocabulary.stances import Direction, Stance

CRITERION = Criterion("progress 1", "Something is done.")


def pair(policy: int, passage: int) -> PairToRead:
    return PairToRead(policy, passage, passage, CRITERION, CRITERION, np.full(len(RANKED_BY), 0.1))


def reading(relevance: float) -> StanceReading:
    return StanceReading(relevance, Stance.ADVANCES, Direction.ADVANCES, 0.9, 0.8)


def measured(*pairs: tuple[int, int, float]) -> list[dict[str, float]]:
    """Return what was measured of (policy, passage, log odds), by name."""
    rows = score_features(
        [pair(policy, passage) for policy, passage, _ in pairs], [reading(odds) for *_, odds in pairs]
    )
    return [dict(zip(SCORED_BY, map(float, row), strict=True)) for row in rows]


def test_a_policy_is_measured_against_the_others_of_its_article() -> None:
    strong, weak = measured((0, 0, 3.0), (1, 0, 1.0))
    assert strong["rank of the policy by the stance reader"] == 1.0
    assert weak["rank of the policy by the stance reader"] == 0.5
    assert strong["lead over the other policies by the stance reader"] == 2.0
    assert weak["lead over the other policies in the passage"] == -2.0
    assert strong["log odds of the likeliest policy"] == weak["log odds of the likeliest policy"] == 3.0


def test_a_second_passage_supports_its_policy() -> None:
    first, second = measured((0, 0, 2.0), (0, 1, 1.0))
    assert first["log odds of the stance reader in the second passage"] == 1.0
    assert (first["best passage of its policy"], second["best passage of its policy"]) == (1.0, 0.0)
    (alone,) = measured((0, 0, 2.0))
    assert alone["log odds of the stance reader in the second passage"] == UNREAD


@pytest.mark.parametrize("name", READ)
def test_every_measure_is_a_number(name: str) -> None:
    (alone,) = measured((5, 2, -0.5))
    assert np.isfinite(alone[name])


def test_scores_are_probabilities_one_a_pair() -> None:
    pairs, readings = [pair(0, 0), pair(1, 0)], [reading(4.0), reading(-4.0)]
    scores = load_score_model().probability(score_features(pairs, readings))
    assert scores.shape == (2,)
    assert ((scores >= 0) & (scores <= 1)).all()
    assert scores[0] > scores[1]
