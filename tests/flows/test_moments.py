"""Schedules by the clock on the wall: when each was last due, what was missed, and what is remembered."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest
from rich.console import Console

from flows import keeping
from flows.keeping import _Plain as Schedules
from flows.passes import dead_runs, ingest
from flows.passes.one_at_a_time import AlreadyRunning
from flows.schedules.moments import LastPasses, last_due
from flows.settings import read_settings
from spiders.registry import files
from spiders.registry.outlet import Outlet
from warehouse import spool
from warehouse.folder import DataFolder
from warehouse.records import Run, identifier
from warehouse.vocabulary.collection import RunKind, RunState
from warehouse.vocabulary.outlets import Schedule

MOMENTS = [
    (Schedule.HOURLY, "2026-11-28T08:06:59", "2026-11-28T07:07"),
    (Schedule.HOURLY, "2026-11-28T08:07:00", "2026-11-28T08:07"),
    (Schedule.FOUR_HOURLY, "2026-11-28T08:22:00", "2026-11-28T04:23"),
    (Schedule.FOUR_HOURLY, "2026-11-28T00:23:30", "2026-11-28T00:23"),
    (Schedule.DAILY, "2026-11-28T05:40:00", "2026-11-27T05:41"),
    (Schedule.DAILY, "2026-03-01T00:00:00", "2026-02-28T05:41"),
]


@pytest.mark.parametrize(("schedule", "now", "moment"), MOMENTS)
def test_a_schedule_was_last_due_when_its_cron_line_says(schedule: Schedule, now: str, moment: str) -> None:
    assert last_due(schedule, datetime.fromisoformat(now + "+00:00")) == datetime.fromisoformat(moment + "+00:00")


def test_the_clock_is_read_in_utc_wherever_the_machine_stands() -> None:
    abroad = datetime(2026, 7, 1, 7, 0, tzinfo=timezone(timedelta(hours=2)))
    assert last_due(Schedule.DAILY, abroad) == datetime(2026, 6, 30, 5, 41, tzinfo=UTC)


def test_twelve_missed_moments_are_one_missed_pass(folder: DataFolder) -> None:
    last = LastPasses(folder)
    began = datetime(2026, 11, 28, 8, 7, 5, tzinfo=UTC)
    last.note(Schedule.HOURLY, began)
    last.note(Schedule.DAILY, began)
    assert not LastPasses(folder).is_due(Schedule.HOURLY, began + timedelta(minutes=59))
    assert LastPasses(folder).is_due(Schedule.HOURLY, began + timedelta(hours=12))
    last.note(Schedule.HOURLY, began + timedelta(hours=12))
    assert not LastPasses(folder).is_due(Schedule.HOURLY, began + timedelta(hours=12, minutes=1))
    assert LastPasses(folder).of(Schedule.DAILY) == began


@pytest.mark.parametrize("kept", ["", "[]", '{"hourly": 5}', '{"hourly": "yesterday"}'])
def test_a_lost_or_broken_record_costs_one_pass_more(folder: DataFolder, kept: str) -> None:
    (folder.runs / "schedules.json").write_text(kept)
    assert LastPasses(folder).is_due(Schedule.HOURLY, datetime.now(UTC))


def schedules(folder: DataFolder) -> Schedules:
    chosen = list(files.load_outlets().values())
    return Schedules(Console(), read_settings({}, data=folder.root), lambda: chosen, everything=True)


def test_each_due_schedule_is_made_once_and_one_that_fails_stops_no_other(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made: list[str] = []

    def run_pass(_: object, outlets: Sequence[Outlet], *__: object) -> None:
        made.append(outlets[0].schedule)
        if outlets[0].schedule == Schedule.HOURLY:
            raise AlreadyRunning("a run is already at work")
        if outlets[0].schedule == Schedule.DAILY:
            raise OSError("the disk is away")

    plain = schedules(folder)
    for _ in range(3):
        plain.make_due(run_pass)  # type: ignore[arg-type]
    said = capsys.readouterr().out
    assert made == list(Schedule)
    assert "the hourly pass is skipped: a run is already at work" in said
    assert "the daily pass failed: the disk is away" in said
    again: list[str] = []
    schedules(folder).make_due(lambda _, outlets, *__: again.append(outlets[0].schedule))  # type: ignore[arg-type]
    assert again == [Schedule.HOURLY, Schedule.DAILY], "what was missed is made up after a restart"


def test_a_pass_over_every_outlet_counts_for_every_schedule(folder: DataFolder) -> None:
    chosen = read_settings({}, data=folder.root)
    keeping.note_all(chosen, datetime.now(UTC))
    made: list[str] = []
    schedules(folder).make_due(lambda *_: made.append("a pass"))  # type: ignore[arg-type]
    assert not made


def test_a_run_that_was_killed_is_closed_by_the_next_one(folder: DataFolder) -> None:
    began = datetime(2026, 11, 28, 8, tzinfo=UTC)
    dead = Run(identifier("run", "dead"), RunKind.INGEST, "gazette", began, None, RunState.RUNNING, "")
    spool.write_batch(folder, "dead", [dead])
    with ingest.opened(read_settings({}, data=folder.root)) as (store, _):
        run = store.query("runs", outlet_id=None, before=None, number=None)[0]
        assert (run["state"], run["detail"]) == (RunState.FAILED, dead_runs.KILLED)
        assert run["finished_at"] is not None
        assert dead_runs.close_dead_runs(store, folder) == 0
