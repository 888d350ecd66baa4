"""A backup is made while everything runs, and a restore proves itself or names what is missing."""

import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from desk.accounts.book import AccountBook
from flows.backups import backup as backing_up
from flows.backups import restore as putting_back
from flows.backups.backup import BackupFailed
from flows.backups.restore import RestoreFailed
from flows.settings import Settings, read_settings
from tests.flows.conftest import Demonstration, pledgewatch
from tests.warehouse import samples, verdict_samples
from tests.warehouse.audit_samples import edit, review
from warehouse import Owner, connect, spool
from warehouse.errors import AlreadyDecidedError, WarehouseUnwellError
from warehouse.folder import DataFolder
from warehouse.proof import audit_in_journal, decisions_in_journal, table_counts, verdicts_in_journal
from warehouse.records import Action, Decision, identifier
from warehouse.vocabulary.accounts import AccountRole

NUMBER = 30


def decision(number: int) -> Decision:
    return Decision(
        identifier("decision", str(number)), samples.candidate_id(number), Action.ACCEPT, "Ann", "so", samples.at(9)
    )


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an installation (articles, decisions, an outlet of its own) and its finished backup."""
    made = tmp_path_factory.mktemp("installation")
    found = read_settings({}, data=made / "data")
    folder = found.folder.create()
    spool.write_batch(folder, "first", samples.articles(range(NUMBER)))
    with connect(folder) as store:
        for number in range(3):
            store.decide(decision(number))
    (folder.root / "outlets").mkdir()
    (folder.root / "outlets" / "gazette.toml").write_text("an outlet")
    backing_up.backup(found, made / "backup")
    return made


@pytest.fixture
def settings(installation: Path, tmp_path: Path) -> Settings:
    """Return the settings of a copy of the installation."""
    shutil.copytree(installation / "data", tmp_path / "data", ignore=shutil.ignore_patterns("*.sock"))
    return read_settings({}, data=tmp_path / "data")


@pytest.fixture
def backup(installation: Path, settings: Settings, tmp_path: Path) -> Path:
    """Return a copy of its backup."""
    shutil.copytree(installation / "backup", tmp_path / "backup")
    return tmp_path / "backup"


@pytest.fixture
def with_verdicts(settings: Settings) -> Settings:
    """Return the settings of the installation, with two verdicts of which the first was opened again."""
    with connect(settings.folder) as store:
        store.load_policies(verdict_samples.rows())
        for number in (1, 2):
            store.write_verdict(verdict_samples.verdict(number, evidence=(number,)))
            spool.write_batch(settings.folder, f"gone {number}", [verdict_samples.withdrawal(1, 90)])
            store.drain()
        assert [row.kind for row in store.verdict_rows()] == ["written", "reopened", "written"]
    return settings


def test_verdicts_are_put_back_and_proved(with_verdicts: Settings, tmp_path: Path) -> None:
    backing_up.backup(with_verdicts, tmp_path / "backup")
    again = put_back(tmp_path / "backup", tmp_path)
    assert verdicts_in_journal(again.decisions) == verdicts_in_journal(with_verdicts.folder.decisions)
    assert verdicts_in_journal(again.decisions).count == 3


def test_lost_verdicts_are_taken_from_the_warehouse(with_verdicts: Settings, tmp_path: Path) -> None:
    backing_up.backup(with_verdicts, tmp_path / "backup")
    (tmp_path / "backup" / "decisions.sqlite").unlink()
    again = put_back(tmp_path / "backup", tmp_path)
    assert verdicts_in_journal(again.decisions) == verdicts_in_journal(with_verdicts.folder.decisions)
    with connect(again) as store:
        assert store.write_verdict(verdict_samples.verdict(3, evidence=(2,))).row.sequence == 4


@pytest.fixture
def with_edits(settings: Settings) -> Settings:
    """Return the settings of the installation, with a policy edit and a text review."""
    with connect(settings.folder) as store:
        spool.write_batch(settings.folder, "edits", [edit(1), review(2)])
        store.drain()
    return settings


def test_policy_edits_and_text_reviews_are_put_back_and_proved(with_edits: Settings, tmp_path: Path) -> None:
    backing_up.backup(with_edits, tmp_path / "backup")
    again = put_back(tmp_path / "backup", tmp_path)
    assert audit_in_journal(again.decisions) == audit_in_journal(with_edits.folder.decisions)
    assert audit_in_journal(again.decisions).count == 2


def test_an_edit_that_was_changed_by_hand_is_not_backed_up_as_if_it_were_sound(
    with_edits: Settings, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(with_edits.folder.decisions, isolation_level=None)) as log:
        log.execute("DROP TRIGGER audited_rows_are_never_changed")
        log.execute("UPDATE audit_log SET content = replace(content, 'Ada', 'Eve') WHERE sequence = 2")
    with pytest.raises(WarehouseUnwellError, match="row 2 of the audit log is not the one that was written"):
        backing_up.backup(with_edits, tmp_path / "backup")


def test_a_verdict_that_was_changed_by_hand_is_not_backed_up_as_if_it_were_sound(
    with_verdicts: Settings, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(with_verdicts.folder.decisions, isolation_level=None)) as journal:
        journal.execute("DROP TRIGGER verdicts_are_never_changed")
        journal.execute("UPDATE verdicts SET content = replace(content, 'Vera', 'Evil') WHERE sequence = 1")
    with pytest.raises(WarehouseUnwellError, match="row 1 of the book of verdicts is not the one that was written"):
        backing_up.backup(with_verdicts, tmp_path / "backup")


def put_back(backup: Path, tmp_path: Path, name: str = "again") -> DataFolder:
    again = read_settings({}, data=tmp_path / name)
    putting_back.restore(again, backup)
    return again.folder


def test_what_was_backed_up_is_put_back_and_proved(settings: Settings, backup: Path, tmp_path: Path) -> None:
    again = put_back(backup, tmp_path)
    assert table_counts(again.snapshot) == table_counts(settings.folder.snapshot)
    assert decisions_in_journal(again.decisions) == decisions_in_journal(settings.folder.decisions)
    assert (again.root / "outlets" / "gazette.toml").read_text() == "an outlet"
    with connect(again) as store:
        store.decide(decision(4))
    assert decisions_in_journal(again.decisions).count == 4


@pytest.fixture
def busy(settings: Settings) -> Iterator[None]:
    """Load articles and take decisions, as fast as it goes, while the test runs."""
    stop = threading.Event()

    def work(owner: Owner) -> None:
        number = NUMBER
        while not stop.is_set():
            spool.write_batch(settings.folder, f"more {number}", samples.articles(range(number, number + 5)))
            owner.drain()
            for each in range(number, number + 5):
                try:
                    owner.decide(decision(each))
                except AlreadyDecidedError:
                    continue
            number += 5

    with Owner(settings.folder) as owner:
        working = threading.Thread(target=work, args=(owner,))
        working.start()
        yield
        stop.set()
        working.join()


@pytest.mark.long
@pytest.mark.usefixtures("busy")
def test_a_backup_under_load_is_put_back_whole(settings: Settings, tmp_path: Path) -> None:
    for round_number in range(3):
        backing_up.backup(settings, tmp_path / "backup")
        manifest = json.loads((tmp_path / "backup" / "manifest.json").read_text())
        again = put_back(tmp_path / "backup", tmp_path, f"again{round_number}")
        assert decisions_in_journal(again.decisions).sha256 == manifest["decisions"]["sha256"]
        assert table_counts(again.snapshot)["records.articles"] >= manifest["counts"]["records.articles"]


def test_lost_decisions_are_taken_from_the_warehouse(settings: Settings, backup: Path, tmp_path: Path) -> None:
    (backup / "decisions.sqlite").unlink()
    again = put_back(backup, tmp_path)
    assert decisions_in_journal(again.decisions) == decisions_in_journal(settings.folder.decisions)


LOST = [
    ("snapshot", "neither a warehouse nor an archive"),
    ("outlets/gazette.toml", "outlets/gazette.toml is not in the backup"),
    ("manifest.json", "manifest.json: without it nothing can be compared"),
]


@pytest.mark.parametrize(("part", "sentence"), LOST)
def test_what_is_lost_is_named_and_the_command_fails(backup: Path, tmp_path: Path, part: str, sentence: str) -> None:
    lost = backup / part
    shutil.rmtree(lost) if lost.is_dir() else lost.unlink()
    with pytest.raises(RestoreFailed, match=sentence):
        put_back(backup, tmp_path)


@pytest.mark.parametrize("part", ["snapshot/pledgewatch.duckdb", "decisions.sqlite", "outlets/gazette.toml"])
def test_what_is_damaged_is_named_and_nothing_is_read_from_it(backup: Path, tmp_path: Path, part: str) -> None:
    content = bytearray((backup / part).read_bytes())
    content[len(content) // 2] ^= 0xFF
    (backup / part).write_bytes(content)
    if part == "decisions.sqlite":
        put_back(backup, tmp_path)
    else:
        with pytest.raises(RestoreFailed, match=f"{part} is damaged"):
            put_back(backup, tmp_path)


def test_a_backup_takes_the_place_of_nothing_but_a_backup(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").write_text("a photo")
    with pytest.raises(BackupFailed, match="no backup"):
        backing_up.backup(settings, tmp_path / "photos")
    with pytest.raises(BackupFailed, match="inside the data folder"):
        backing_up.backup(settings, settings.folder.root / "copies")
    with pytest.raises(BackupFailed, match="no installation"):
        backing_up.backup(read_settings({}, data=tmp_path / "nothing"), tmp_path / "backup")


def test_nothing_is_put_back_over_an_installation(settings: Settings, backup: Path) -> None:
    with pytest.raises(RestoreFailed, match="is not empty"):
        putting_back.restore(settings, backup)


def test_a_folder_that_is_no_backup_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one.txt").write_text("Dear Ann")
    with pytest.raises(RestoreFailed, match="there is no backup in"):
        put_back(tmp_path / "letters", tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["letters"]


def test_a_manifest_cannot_lead_out_of_the_folder(backup: Path, tmp_path: Path) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["files"].append({"path": "../../stolen", "bytes": 1, "sha256": "0"})
    (backup / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(RestoreFailed, match="outside the data folder"):
        put_back(backup, tmp_path)


@pytest.mark.long
def test_from_the_archive_and_the_decisions_the_articles_and_candidates_are_made_again(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    data, kept = tmp_path / "data", tmp_path / "backup"
    shutil.copytree(demonstration.folder.root, data)
    folder = DataFolder(data)
    with duckdb.connect(str(folder.snapshot), read_only=True) as opened:
        known = opened.execute(
            "SELECT candidate_id FROM records.candidates WHERE current ORDER BY 1 LIMIT 8"
        ).fetchall()
    with connect(folder) as store:
        for place, (candidate_id,) in enumerate(known):
            store.decide(
                Decision(identifier("kept", str(place)), candidate_id, Action.ACCEPT, "Ann", "", samples.at(9))
            )
    pledgewatch("backup", str(kept), "--data", str(data))
    before = table_counts(folder.snapshot)
    for file in kept.rglob("*.duckdb"):
        file.unlink()
    said = pledgewatch("restore", str(kept), "--data", str(tmp_path / "again"), status=1)
    after = table_counts(DataFolder(tmp_path / "again").snapshot)
    for table in ("articles", "revisions", "candidates", "captures"):
        assert after[f"records.{table}"] == before[f"records.{table}"], said
    assert "snapshot/pledgewatch.duckdb is not in the backup" in said
    assert "about passages that the warehouse does not hold" not in said
    assert after["records.decisions"] == len(known) > 0
    assert "records.outlet_days has 0 rows" in said, "what no archive holds is named"


@pytest.mark.long
def test_a_lost_file_of_the_archive_is_named(demonstration: Demonstration, tmp_path: Path) -> None:
    kept = tmp_path / "backup"
    data = tmp_path / "data"
    shutil.copytree(demonstration.folder.root, data)
    pledgewatch("backup", str(kept), "--data", str(data))
    lost = sorted(kept.rglob("*.warc.gz"))[0]
    lost.unlink()
    said = pledgewatch("restore", str(kept), "--data", str(tmp_path / "again"), status=1)
    assert f"{lost.relative_to(kept).as_posix()} is not in the backup" in said


def test_a_decision_that_was_changed_by_hand_is_not_backed_up_as_if_it_were_sound(
    settings: Settings, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(settings.folder.decisions, isolation_level=None)) as journal:
        journal.execute("DROP TRIGGER decisions_are_never_changed")
        journal.execute("UPDATE decisions SET editor = 'Mallory' WHERE sequence = 2")
    with pytest.raises(WarehouseUnwellError, match="row 2 of the journal of decisions is not the one that was written"):
        backing_up.backup(settings, tmp_path / "backup")


def test_accounts_are_backed_up_and_put_back_for_their_owner_alone(settings: Settings, tmp_path: Path) -> None:
    book = AccountBook(settings.folder.accounts)
    book.add("Ann", AccountRole.EDITOR, "correct horse battery")
    book.close()
    backing_up.backup(settings, tmp_path / "backup")
    again = put_back(tmp_path / "backup", tmp_path)
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "backup" / "accounts.sqlite", again.accounts)} == {
        0o600
    }
    book = AccountBook(again.accounts)
    assert book.with_password("Ann", "correct horse battery")
    book.close()
