"""What the doctor finds, and that it says what is wrong and where."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from flows import doctor
from flows.backups import backup
from flows.notifications.outbox import AlertOutbox
from flows.passes import reference
from flows.schedules.moments import LastPasses
from flows.settings import Settings, read_settings
from tests.warehouse import samples
from tests.warehouse.audit_samples import edit
from tests.warehouse.verdict_samples import opened, verdict
from warehouse import connect, spool
from warehouse.records import Incident, Run, identifier
from warehouse.vocabulary.collection import RunKind, RunState
from warehouse.vocabulary.health import BreakageKind
from warehouse.vocabulary.outlets import Schedule


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = read_settings({"PLEDGEWATCH_CONTACT": "news@example.org"}, data=tmp_path / "data")
    found.folder.create()
    return found


def test_a_new_folder_is_well(settings: Settings) -> None:
    assert [one.sentence for one in doctor.look(settings) if not one.well] == []


def test_a_refused_batch_is_told_with_its_file_and_the_reason(settings: Settings) -> None:
    spool.write_batch(settings.folder, "orphan", [samples.tagging(samples.revision(99))])
    with connect(settings.folder) as store:
        store.drain()
    wrong = [one.sentence for one in doctor.look(settings) if not one.well]
    (file,) = settings.folder.refused.glob("*.parquet")
    assert any(sentence.startswith("1 batches were refused") for sentence in wrong)
    assert any(file.name in sentence and "came without the text" in sentence for sentence in wrong)


def test_a_warehouse_that_was_moved_aside_is_told(settings: Settings) -> None:
    connect(settings.folder).close()
    settings.folder.root.joinpath("warehouse.duckdb.corrupt-20260101T000000000000Z").touch()
    assert "warehouse.duckdb.corrupt-20260101T000000000000Z was damaged and moved aside" in findings(settings)


def test_without_a_contact_it_says_which_variable_to_set(settings: Settings) -> None:
    nobody = read_settings({}, data=settings.folder.root)
    assert any("PLEDGEWATCH_CONTACT" in one.sentence for one in doctor.look(nobody) if not one.well)


def findings(settings: Settings) -> str:
    return "\n".join(one.sentence for one in doctor.look(settings) if not one.well)


def test_a_schedule_that_stands_still_is_late(settings: Settings) -> None:
    last, now = LastPasses(settings.folder), datetime.now(UTC)
    for name in Schedule:
        last.note(name, now)
    assert "schedule" not in findings(settings)
    last.note(Schedule.HOURLY, now - timedelta(hours=30))
    assert "the hourly schedule: last pass" in findings(settings)


def test_every_outlet_that_fails_is_told_with_its_last_success(settings: Settings) -> None:
    old, now = datetime.now(UTC) - timedelta(days=5), datetime.now(UTC)
    runs = [
        Run(identifier("run", "1"), RunKind.INGEST, "lgc", old, old, RunState.FINISHED, "12 articles"),
        Run(identifier("run", "2"), RunKind.INGEST, "lgc", now, now, RunState.FAILED, "answers 403"),
    ]
    spool.write_batch(settings.folder, "runs", runs)
    with connect(settings.folder) as store:
        reference.load_reference(store, settings.folder)
    said = findings(settings)
    assert "0 of 1 outlets were crawled well" in said
    assert f"lgc: last good crawl {old:%-d %B %Y}" in said
    assert "answers 403" in said


def test_an_open_incident_an_alert_that_waits_and_a_missing_backup_are_told(settings: Settings) -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    incident = Incident(identifier("incident"), "lgc", BreakageKind.FEED_GONE, "not found", at, None)
    spool.write_batch(settings.folder, "one", [incident, *samples.articles(range(2))])
    AlertOutbox(settings.folder).add("a", "something")
    said = findings(settings)
    assert "lgc: feed gone: not found (since 1 November 2026" in said
    assert "1 alerts wait since" in said
    assert "no backup was ever made" in said
    backup.backup(settings, settings.folder.root.parent / "backup")
    assert "backup" not in findings(settings)


def test_for_programs_it_is_one_json_object(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.examine(settings, as_json=True) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["well"] is True
    assert all(one["well"] and one["sentence"] for one in said["checks"])


def test_a_row_of_verdicts_that_was_changed_by_hand_is_told(settings: Settings) -> None:
    opened(settings.folder).close()
    with connect(settings.folder) as store:
        store.write_verdict(verdict())
    said = "\n".join(one.sentence for one in doctor.look(settings) if one.well)
    assert "1 policies have a verdict; the 1 rows of the book prove one another; 0 verdicts are open again" in said
    with closing(sqlite3.connect(settings.folder.decisions, isolation_level=None)) as journal:
        journal.execute("DROP TRIGGER verdicts_are_never_changed")
        journal.execute("UPDATE verdicts SET content = replace(content, 'Vera', 'Evil')")
    assert "row 1 of the book of verdicts is not the one that was written" in findings(settings)


def test_a_row_of_verdicts_that_was_cut_off_is_told(settings: Settings) -> None:
    opened(settings.folder).close()
    with connect(settings.folder) as store:
        store.write_verdict(verdict())
    with closing(sqlite3.connect(settings.folder.decisions, isolation_level=None)) as journal:
        journal.execute("DROP TRIGGER verdicts_are_never_deleted")
        journal.execute("DELETE FROM verdicts")
    assert "the warehouse holds 1 rows of verdicts, and the journal 0" in findings(settings)


def test_a_decision_that_was_changed_by_hand_is_told(settings: Settings) -> None:
    opened(settings.folder).close()
    said = "\n".join(one.sentence for one in doctor.look(settings) if one.well)
    assert "rows of the journal of decisions prove one another" in said
    with closing(sqlite3.connect(settings.folder.decisions, isolation_level=None)) as journal:
        journal.execute("DROP TRIGGER decisions_are_never_changed")
        journal.execute("UPDATE decisions SET editor = 'Mallory' WHERE sequence = 1")
    assert "row 1 of the journal of decisions is not the one that was written" in findings(settings)


def test_a_policy_edit_that_was_changed_by_hand_is_told_in_the_log_and_in_the_warehouse(settings: Settings) -> None:
    with connect(settings.folder) as store:
        for number in (1, 2):
            spool.write_batch(settings.folder, f"edit {number}", [edit(number)])
        store.drain()
    said = "\n".join(one.sentence for one in doctor.look(settings) if one.well)
    assert "the 2 policy edits and text reviews of the audit log prove one another" in said
    with duckdb.connect(str(settings.folder.warehouse)) as connection:
        connection.execute("UPDATE records.policy_edits SET editor = 'Mallory' WHERE after = 'v1'")
    assert "1 policy edits or text reviews differ between the warehouse and the audit log" in findings(settings)
    with closing(sqlite3.connect(settings.folder.decisions, isolation_level=None)) as log:
        log.execute("DROP TRIGGER audited_rows_are_never_changed")
        log.execute("UPDATE audit_log SET content = replace(content, 'Ada', 'Ade') WHERE sequence = 2")
    assert "row 2 of the audit log is not the one that was written" in findings(settings)
