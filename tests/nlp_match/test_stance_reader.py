"""How one output of the stance reader becomes a reading."""

import numpy as np
import pytest

from nlp.evidence.stance_reader import CLASSES, StanceReading, load_stance_reader, reading_of
from warehouse.vocabulary.stances import Direction, Stance


def reading(**odds: float) -> StanceReading:
    """Return the reading of outputs that name some stances and hold the others unlikely."""
    logits = np.full(len(CLASSES), -4.0, dtype=np.float32)
    for name, value in odds.items():
        logits[next(n for n, one in enumerate(CLASSES) if one and one[0] == name)] = value
    return reading_of(logits)


def test_a_direction_has_most_of_the_evidence_and_its_stance_is_the_likeliest_that_way() -> None:
    told = reading(advances=1.0, delays=0.8, contradicts=0.6)
    assert (told.direction, told.stance) == (Direction.CONTRADICTS, Stance.DELAYS)
    assert 0.5 < told.certainty < 1.0


def test_a_pair_that_is_no_evidence_has_low_log_odds_and_still_a_direction() -> None:
    logits = np.full(len(CLASSES), -4.0, dtype=np.float32)
    logits[0] = 4.0
    told = reading_of(logits)
    assert told.relevance == pytest.approx(8.0 * -1 + np.log(len(CLASSES) - 1), abs=1e-3)
    assert told.direction in Direction


def test_a_passage_moves_as_likely_as_it_is_evidence_and_goes_one_way() -> None:
    assert reading(advances=4.0).moving > 0.9
    assert reading(contradicts=4.0).moving > 0.9
    assert reading(context=4.0).moving < 0.1
    assert reading(advances=1.0, contradicts=1.0).moving < 0.5


def test_outputs_of_any_size_give_numbers() -> None:
    for size in (1e3, -1e3):
        told = reading(advances=size)
        assert np.isfinite([told.relevance, told.certainty]).all()


def test_a_pair_is_read_alike_alone_and_beside_others() -> None:
    reader = load_stance_reader()
    policy = "A family hub in every area. Done: Family hubs opened in all areas Failed: The hubs were cancelled"
    short = ("The hub opened on Monday.", policy)
    long = (" ".join(["The council said that the hub, which serves nine thousand families, will close."] * 4), policy)
    assert reader.read([short, long]) == [*reader.read([short]), *reader.read([long])]
