"""What a batch costs does not grow with what is stored."""

from pathlib import Path

import pytest

from bench.growth import costs

MOST = 1.3  # times the CPU of a batch at ten thousand articles


@pytest.mark.long
@pytest.mark.alone
def test_a_batch_at_100000_articles_costs_about_what_it_cost_at_10000(tmp_path: Path) -> None:
    _, large = costs(tmp_path / "data", (10_000, 100_000))
    assert large.large_growth < MOST
    assert large.small_growth < MOST
