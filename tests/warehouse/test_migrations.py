"""From an older file to this version's: backed up, whole or not at all; a newer one is left alone."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.warehouse import samples
from warehouse import connect, migrations, spool
from warehouse.errors import WarehouseTooNewError, WarehouseUnwellError
from warehouse.folder import DataFolder
from warehouse.migrations import Migration
from warehouse.owner import settling

ROOT = Path(__file__).resolve().parents[2]
OLDER = range(1, len(migrations.known()))
LAST = migrations.known()[-1].number


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Return an empty warehouse of every version, from 0: before the first migration."""
    folder = DataFolder(tmp_path_factory.mktemp("versions")).create()
    made = {}
    for version in range(LAST + 1):
        with duckdb.connect(str(folder.warehouse)) as connection:
            migrations.migrate(connection, folder.warehouse, folder.backups, migrations.known()[:version])
        made[version] = Path(shutil.copyfile(folder.warehouse, folder.root / f"{version}.duckdb"))
    return made


def made_at(folder: DataFolder, versions: dict[int, Path], version: int) -> None:
    """Leave a warehouse as an earlier version left it."""
    shutil.copyfile(versions[version], folder.warehouse)
    with duckdb.connect(str(folder.warehouse)) as connection:
        connection.execute("INSERT INTO records.articles VALUES (uuid(), 'gazette', 'https://gazette.example/', now())")


def schema_of(file: Path) -> list[tuple[object, ...]]:
    """Return every table, column and type of a warehouse, with the sentences that describe them."""
    with duckdb.connect(str(file), read_only=True) as connection:
        columns = connection.execute(
            "SELECT schema_name, table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
        ).fetchall()
        indexes = connection.execute(
            "SELECT schema_name, table_name, index_name, sql FROM duckdb_indexes() ORDER BY ALL"
        )
        return [*columns, *indexes.fetchall()]


def test_migrations_are_numbered_without_gaps() -> None:
    assert [migration.number for migration in migrations.known()] == list(range(1, LAST + 1))


def test_pending_and_applied_can_be_listed(folder: DataFolder) -> None:
    with duckdb.connect(str(folder.warehouse)) as connection:
        assert migrations.applied(connection) == ()
        assert migrations.pending(connection) == migrations.known()
        assert migrations.migrate(connection, folder.warehouse, folder.backups) == migrations.known()
        assert [each.name for each in migrations.applied(connection)] == [each.name for each in migrations.known()]
        assert migrations.pending(connection) == ()
        assert migrations.migrate(connection, folder.warehouse, folder.backups) == ()
    assert list(folder.backups.iterdir()) == [], "there was nothing to back up"


@pytest.mark.parametrize("version", OLDER)
def test_an_older_file_is_backed_up_and_migrated(folder: DataFolder, versions: dict[int, Path], version: int) -> None:
    made_at(folder, versions, version)
    spool.write_batch(folder, "one", samples.articles([1]))
    with connect(folder) as store:
        assert store.query("health")[0]["articles"] == 2, "what it held is still there, and what waited is loaded"
    (backup,) = folder.backups.iterdir()
    with duckdb.connect(str(backup), read_only=True) as old:
        assert len(migrations.applied(old)) == version
        assert old.execute("SELECT count(*) FROM records.articles").fetchall() == [(1,)]


def test_what_three_stances_said_has_its_direction_field_and_sentence_after_migration(folder: DataFolder) -> None:
    with duckdb.connect(str(folder.warehouse)) as connection:
        migrations.migrate(connection, folder.warehouse, folder.backups, migrations.known()[:3])
        connection.execute(
            "INSERT INTO records.candidates BY NAME SELECT uuid() AS candidate_id, 'p' AS policy_id, uuid() AS article_id,"
            " uuid() AS revision_id, 'gazette' AS outlet_id, 3 AS start_offset, 9 AS end_offset, 'a text' AS passage,"
            " 0.5 AS score, 'contradicts' AS stance, '' AS reason, 'match/1' AS matcher, now() AS made_at,"
            " now() AS first_made_at, true AS current"
        )
        connection.execute(
            "INSERT INTO records.waiting_candidates BY NAME SELECT score, candidate_id, 'open' AS state, policy_id, outlet_id,"
            " stance, article_id, revision_id FROM records.candidates"
        )
        connection.execute("INSERT INTO records.waiting_counts VALUES ('p', 'gazette', 'contradicts', 'open', 8, 1)")
    with duckdb.connect(str(folder.warehouse)) as connection:
        migrations.migrate(connection, folder.warehouse, folder.backups)
        found = connection.execute(
            "SELECT direction, criterion, field, sentence_start, sentence_end FROM records.candidates"
        ).fetchall()
        counted = connection.execute("SELECT direction, number FROM records.waiting_counts").fetchall()
        cards = connection.execute("SELECT leads, story_id = article_id FROM records.waiting_candidates").fetchall()
    assert found == [("contradicts", "", "text", 3, 9)]
    assert counted == [("contradicts", 1)]
    assert cards == [(255, True)], "each that waited alone is a card, the best of it under every filter"


def test_tags_from_before_fields_stand_in_the_text_after_migration(folder: DataFolder) -> None:
    with duckdb.connect(str(folder.warehouse)) as connection:
        migrations.migrate(connection, folder.warehouse, folder.backups, migrations.known()[:5])
        connection.execute(
            "INSERT INTO records.taggings BY NAME SELECT uuid() AS revision_id, 'tag/1' AS tagger, now() AS made_at,"
            " [{'label': 'COUNCIL', 'start': 0, 'end': 5, 'text': 'Leeds', 'identifier': 'E1', 'confidence': 1.0,"
            " 'rule': 'r'}] AS mentions"
        )
        migrations.migrate(connection, folder.warehouse, folder.backups)
        found = connection.execute("SELECT mentions[1].text, mentions[1].field FROM records.taggings").fetchall()
    assert found == [("Leeds", "text")]


def test_givers_of_before_are_slugs_after_migration(folder: DataFolder) -> None:
    with duckdb.connect(str(folder.warehouse)) as connection:
        migrations.migrate(connection, folder.warehouse, folder.backups, migrations.known()[:11])
        connection.execute(
            "INSERT INTO records.taggings BY NAME SELECT uuid() AS revision_id, 'tag/1' AS tagger, now() AS made_at,"
            " [{'text': '£2m', 'kind': 'allocation', 'giver': 'Department for Education', 'receiver': 'E06000039', 'confidence': 0.7},"
            " {'text': '£3m', 'kind': 'spend', 'giver': NULL, 'receiver': NULL, 'confidence': 0.9}] AS funding"
        )
        migrations.migrate(connection, folder.warehouse, folder.backups)
        found = connection.execute(
            "SELECT one.text, one.giver_id, one.receiver_id, one.giver_certainty, one.receiver_certainty"
            " FROM (SELECT unnest(funding) AS one FROM records.taggings)"
        ).fetchall()
    assert found == [("£2m", "department-for-education", "E06000039", 0.7, 0.7), ("£3m", None, None, None, None)]


def test_a_newer_file_is_refused_in_a_sentence(folder: DataFolder) -> None:
    later = Migration(LAST + 1, "from_the_future", "CREATE TABLE records.future (a INTEGER);")
    with duckdb.connect(str(folder.warehouse)) as connection:
        migrations.migrate(connection, folder.warehouse, folder.backups, (*migrations.known(), later))
    before = folder.warehouse.read_bytes()
    with pytest.raises(WarehouseTooNewError, match=r"by a newer Pledgewatch.*: upgrade Pledgewatch") as refused:
        connect(folder)
    assert "\n" not in str(refused.value)
    assert folder.warehouse.read_bytes() == before


def test_a_file_of_a_newer_duckdb_is_refused_in_a_sentence(folder: DataFolder, versions: dict[int, Path]) -> None:
    made_at(folder, versions, 1)
    content = bytearray(folder.warehouse.read_bytes())
    content[12:20] = (999).to_bytes(8, "little")  # the storage version, after a checksum and the letters DUCK
    folder.warehouse.write_bytes(content)
    with pytest.raises((WarehouseTooNewError, WarehouseUnwellError)) as refused:
        connect(folder)
    assert "\n" not in str(refused.value)


def test_a_migration_that_fails_leaves_the_version_before(folder: DataFolder, versions: dict[int, Path]) -> None:
    made_at(folder, versions, 1)
    broken = Migration(2, "broken", "CREATE TABLE records.half (a INTEGER); SELECT error('no');")
    with duckdb.connect(str(folder.warehouse)) as connection:
        with pytest.raises(duckdb.Error):
            migrations.migrate(connection, folder.warehouse, folder.backups, (migrations.known()[0], broken))
        assert len(migrations.applied(connection)) == 1
        assert "half" not in str(connection.execute("SHOW ALL TABLES").fetchall())
    with connect(folder) as store:
        assert store.query("health")[0]["migration"] == LAST


KILLED = """
import os, signal, sys
from pathlib import Path
import duckdb
from warehouse import migrations
file, number = Path(sys.argv[1]), int(sys.argv[2])
wanted = tuple(
    migrations.Migration(each.number, each.name, each.sql + "CREATE TABLE records.late (a INTEGER); SELECT stop();")
    if each.number == number else each for each in migrations.known()
)
connection = duckdb.connect(str(file))
connection.execute("CREATE TEMP TABLE nothing (a INTEGER)")
connection.create_function("stop", lambda: os.kill(os.getpid(), signal.SIGKILL), [], "INTEGER", side_effects=True)
migrations.migrate(connection, file, file.parent / "backups", wanted)
"""


def kill_in(number: int, folder: DataFolder) -> None:
    """End a process by kill -9 half way through a migration, and see that nothing of it was kept."""
    command = [sys.executable, "-c", KILLED, str(folder.warehouse), str(number)]
    killed = subprocess.run(
        command, cwd=ROOT, capture_output=True, check=False, env={**os.environ, "PYTHONWARNINGS": ""}
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with duckdb.connect(str(folder.warehouse)) as connection:
        assert [each.number for each in migrations.applied(connection)] == list(range(1, number))


@pytest.mark.parametrize("number", range(1, LAST + 1))
def test_a_migration_that_is_killed_half_way_is_done_again_whole(
    folder: DataFolder, versions: dict[int, Path], number: int
) -> None:
    shutil.copyfile(versions[number - 1], folder.warehouse)
    kill_in(number, folder)
    with duckdb.connect(str(folder.warehouse)) as connection:
        migrations.migrate(connection, folder.warehouse, folder.backups, migrations.known()[:number])
    assert schema_of(folder.warehouse) == schema_of(versions[number])


@pytest.mark.parametrize("number", [1, LAST])
def test_a_warehouse_whose_migration_was_killed_opens_and_loads(folder: DataFolder, number: int) -> None:
    kill_in(number, folder)
    spool.write_batch(folder, "one", samples.articles([1]))
    with connect(folder) as store:
        assert store.query("health")[0]["migration"] == LAST
        assert store.query("health")[0]["articles"] == 1


def test_views_are_made_anew_when_they_changed(folder: DataFolder) -> None:
    connect(folder).close()
    with duckdb.connect(str(folder.warehouse)) as connection:
        connection.execute("CREATE OR REPLACE VIEW main.evidence AS SELECT 1 AS old")
        connection.execute("CREATE VIEW main.long_gone AS SELECT 1 AS old")
        connection.execute("UPDATE bookkeeping.settled SET digest = 'of an earlier version' WHERE name = 'views'")
        settling.settle(connection)
        names = {
            row[0] for row in connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        }
        assert "long_gone" not in names
        assert "policy_id" in [row[0] for row in connection.execute("DESCRIBE evidence").fetchall()]


def test_a_file_of_a_build_with_other_migrations_is_refused_in_a_sentence(folder: DataFolder) -> None:
    other = Migration(1, "records", "CREATE TABLE something_else (a INTEGER);")
    with duckdb.connect(str(folder.warehouse)) as connection:
        migrations.migrate(connection, folder.warehouse, folder.backups, (other,))
    with pytest.raises(WarehouseUnwellError, match="was made by another build, whose migration 0001 records differs"):
        connect(folder)
