"""How often the snapshot is written: when something changed, and so that a day's writes stay bounded."""

import pytest

from tests.warehouse import samples
from warehouse import Owner, spool
from warehouse.folder import DataFolder
from warehouse.owner.publishing import BYTES_A_DAY, DAY_SECONDS, pause_seconds


@pytest.mark.parametrize("size", [0, 10**6, 400 * 10**6, 4 * 10**9, 10**12])
def test_the_snapshots_of_a_day_write_no_more_than_the_bound(size: int) -> None:
    assert size * DAY_SECONDS / pause_seconds(size) <= BYTES_A_DAY * 1.000001


@pytest.mark.parametrize(("size", "seconds"), [(10**6, 60), (400 * 10**6, 346), (4 * 10**9, 3456)])
def test_a_small_file_is_published_each_minute_and_a_large_one_seldom(size: int, seconds: float) -> None:
    assert pause_seconds(size) == pytest.approx(seconds, rel=0.01)


def test_what_did_not_change_is_not_copied_again(folder: DataFolder) -> None:
    with Owner(folder, background=False) as owner:
        spool.write_batch(folder, "first", samples.articles(range(2)))
        owner.drain()
        first = owner.publish().stat()
        assert owner.publish().stat().st_ino == first.st_ino
        spool.write_batch(folder, "second", samples.articles(range(2, 4), run_number=1))
        owner.drain()
        assert owner.publish().stat().st_ino != first.st_ino


def test_a_snapshot_that_is_gone_is_published_again(folder: DataFolder) -> None:
    with Owner(folder, background=False) as owner:
        owner.publish().unlink()
        assert owner.publish().exists()
