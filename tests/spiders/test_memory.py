from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spiders.job.memory import OutletMemory, SourceMemory

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
FEED = "https://a.uk/feed"


def seen(at: datetime = NOW) -> SourceMemory:
    return SourceMemory(polled_at=at.isoformat(), etag='"f"', interval_minutes=60)


def test_what_a_finished_crawl_saw_is_there_for_the_next(tmp_path: Path) -> None:
    memory = OutletMemory(tmp_path, "a")
    memory.saw(FEED, seen(), new=0)
    memory.save()
    assert OutletMemory(tmp_path, "a").sources[FEED].etag == '"f"'
    assert OutletMemory(tmp_path, "b").sources == {}


def test_what_was_not_saved_is_forgotten(tmp_path: Path) -> None:
    OutletMemory(tmp_path, "a").saw(FEED, seen(), new=9)
    assert OutletMemory(tmp_path, "a").sources == {}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"sources": {"u": {"colour": 1}}}', '{"sources": 5}'])
def test_a_damaged_memory_costs_one_poll_and_no_more(tmp_path: Path, text: str) -> None:
    (tmp_path / "crawl").mkdir()
    (tmp_path / "crawl" / "a.json").write_text(text, encoding="utf-8")
    assert OutletMemory(tmp_path, "a").sources == {}


def test_a_source_is_due_when_the_interval_that_it_taught_has_passed() -> None:
    assert not seen().is_due(NOW + timedelta(minutes=59))
    assert seen().is_due(NOW + timedelta(minutes=60))


def test_a_source_that_brings_much_is_asked_sooner_and_one_that_brings_nothing_later(tmp_path: Path) -> None:
    memory = OutletMemory(tmp_path, "a")
    memory.saw(FEED, seen(), new=0)
    quiet = memory.sources[FEED].interval_minutes
    memory.saw(FEED, seen(), new=12)
    assert memory.sources[FEED].interval_minutes < 60 < quiet
