"""Editors at one desk while articles load: nothing is lost, nothing doubled, and no card is given to two."""

import pytest

from bench.editors import work


@pytest.mark.long
def test_editors_who_decide_and_take_back_while_articles_load_lose_nothing_and_share_no_card() -> None:
    report = work(10.0, 5, held=400, pages_alone=0, reading=(0.2, 0.8), pause=2.0)
    assert report.broken == ()
    assert report.acknowledged > 5
    assert (report.lost, report.double, report.shared) == (0, 0, 0)
