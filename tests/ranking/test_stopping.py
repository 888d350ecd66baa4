"""When the reading may stop."""

import math

import pytest

from bench.stopping import KEPT, READINGS, kept_and_cost, simulated_labels, stopped_at, where_we_stop
from nlp.ranking.stopping import chance_of_so_few, may_stop


def test_the_chance_is_the_hypergeometric_one_where_the_order_knows_nothing() -> None:
    exact = sum(math.comb(5, n) * math.comb(35, 20 - n) for n in range(2)) / math.comb(40, 20)
    assert chance_of_so_few(window=20, found=1, unread=20, missed=4, odds=1.0) == pytest.approx(exact, rel=1e-6)


def test_the_better_the_order_the_less_likely_it_would_have_found_so_few() -> None:
    assert chance_of_so_few(50, 0, 100, 3, odds=3.0) < chance_of_so_few(50, 0, 100, 3, odds=1.0)


@pytest.mark.parametrize(
    ("labels", "pool", "stop"),
    [
        ([True] * 40 + [False] * 60, 120, True),
        ([True] * 40 + [False] * 20, 2_000, False),
        ([False] * 50, 100, False),
        ([True, False], 2, True),
        ([True] * 30, 31, True),
    ],
)
def test_the_reading_may_stop_once_little_can_be_left(labels: list[bool], pool: int, stop: bool) -> None:
    assert may_stop(labels, pool) is stop


def test_more_reads_than_the_pool_holds_are_refused() -> None:
    with pytest.raises(ValueError, match="pool of 2"):
        may_stop([True] * 3, 2)


@pytest.mark.long
def test_the_promise_is_kept_over_all_kinds_of_readings() -> None:
    import numpy as np

    numbers = np.random.default_rng(11)
    readings = [simulated_labels(kind, numbers) for kind in READINGS for _ in range(8)]
    kept, _ = kept_and_cost([stopped_at(labels, where_we_stop(labels)) for labels in readings])
    assert kept >= KEPT - 0.05, "forty readings: one and a half deviations"
