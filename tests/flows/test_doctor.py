"""What the doctor finds, and that it says what is wrong and where."""

from pathlib import Path

import pytest

from flows import doctor
from flows.settings import Settings, read_settings
from tests.warehouse import samples
from warehouse import connect, spool


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


def test_without_a_contact_it_says_which_variable_to_set(settings: Settings) -> None:
    nobody = read_settings({}, data=settings.folder.root)
    assert any("PLEDGEWATCH_CONTACT" in one.sentence for one in doctor.look(nobody) if not one.well)
