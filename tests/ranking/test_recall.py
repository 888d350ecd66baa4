"""Recall from samples of what was left, its interval, and capture-recapture."""

import pytest

from bench.recall import PROMISE, QUEUES, simulate_queue
from nlp.ranking.recall import LEAST_READS, StratumSample, chapman, estimate_recall, pooled


def test_the_estimate_counts_each_drawn_piece_for_the_cards_that_it_stands_for() -> None:
    found = estimate_recall(90, [StratumSample("low", 420, 20, 0), StratumSample("high", 120, 20, 2)])
    assert found is not None
    assert found.missed == pytest.approx(100 * 2 / 20)
    assert found.recall == pytest.approx(92 / 102)
    assert found.low < found.recall < found.high <= 1.0


def test_policies_and_weeks_are_pooled_by_stratum() -> None:
    apart = [StratumSample("low", 100, 5, 1), StratumSample("high", 50, 5, 2), StratumSample("low", 300, 15, 0)]
    assert pooled(apart) == [StratumSample("high", 50, 5, 2), StratumSample("low", 400, 20, 1)]
    assert estimate_recall(50, apart) == estimate_recall(50, pooled(apart))


@pytest.mark.parametrize(
    ("found", "samples"),
    [
        (90, []),
        (90, [StratumSample("low", 400, LEAST_READS - 1, 0)]),
        (90, [StratumSample("low", 400, 40, 0), StratumSample("high", 100, 0, 0)]),
        (15, [StratumSample("low", 400, 20, 0)]),
    ],
)
def test_where_the_sample_allows_nothing_nothing_is_said(found: int, samples: list[StratumSample]) -> None:
    assert estimate_recall(found, samples) is None


def test_when_all_that_was_left_is_read_the_recall_is_known() -> None:
    found = estimate_recall(10, [StratumSample("low", 30, 30, 5)])
    assert found is not None
    assert (found.low, found.recall, found.high) == (1.0, 1.0, 1.0)


def test_more_reads_make_the_interval_narrower() -> None:
    few = estimate_recall(100, [StratumSample("low", 1000, 50, 1)])
    many = estimate_recall(100, [StratumSample("low", 1000, 500, 10)])
    assert few
    assert many
    assert many.high - many.low < few.high - few.low


def test_a_sample_larger_than_its_stratum_is_refused() -> None:
    with pytest.raises(ValueError, match="stratum low"):
        pooled([StratumSample("low", 10, 11, 0)])


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.name)
def test_the_interval_holds_the_truth_as_often_as_it_says(queue: object) -> None:
    assert simulate_queue(queue, 150, seed=3).held >= PROMISE - 0.03, "150 runs: two deviations below the promise"  # type: ignore[arg-type]


def test_two_channels_tell_how_many_neither_found() -> None:
    found = chapman(first=60, second=50, both=30)
    assert found is not None
    assert found.total == pytest.approx(61 * 51 / 31 - 1)
    assert 80 < found.low < found.total < found.high


def test_channels_that_share_too_little_tell_nothing() -> None:
    assert chapman(60, 50, 6) is None
    with pytest.raises(ValueError, match="both"):
        chapman(5, 6, 7)
