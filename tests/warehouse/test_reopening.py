"""A verdict is open again, once, when an article that it rests on is edited, corrected or withdrawn."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest

from tests.warehouse import samples
from tests.warehouse.verdict_samples import (
    EDITED,
    accepted,
    edition,
    load,
    opened,
    opened_copy,
    reopenings,
    verdict,
    withdrawal,
)
from warehouse import Owner
from warehouse.folder import DataFolder
from warehouse.records import Action, Field, Revision
from warehouse.verdicts.rows import Difference
from warehouse.vocabulary.verdicts import EvidenceChange


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse at rest with a verdict on articles 1 and 2."""
    folder = DataFolder(tmp_path_factory.mktemp("reopening") / "data").create()
    with opened(folder) as owner:
        owner.write_verdict(verdict())
    return folder.root


@pytest.fixture
def owner(filled: Path, tmp_path: Path) -> Iterator[Owner]:
    yield from opened_copy(filled, tmp_path)


def test_an_edit_opens_it_again_with_the_difference(owner: Owner) -> None:
    load(owner, "edit", edition(2, EDITED, hours=60))
    (row,) = reopenings(owner)
    assert (row.change, row.numbers, row.passage_gone) == (EvidenceChange.EDITED, (2,), True)
    assert row.verdict_id == verdict().verdict_id
    assert row.differences == (Difference(Field.TEXT, (samples.PASSAGE,), (EDITED,)),)


def test_an_edit_beside_the_passage_is_told_as_one(owner: Owner) -> None:
    load(owner, "edit", edition(1, samples.PASSAGE, 60, title="Another headline", content_sha256="another"))
    (row,) = reopenings(owner)
    assert (row.change, row.passage_gone) == (EvidenceChange.EDITED, False)
    assert row.differences == (Difference(Field.TITLE, ("Headline 1",), ("Another headline",)),)


def test_a_correction_opens_it_again_with_its_note(owner: Owner) -> None:
    note = "An earlier version gave the sum as £21m."
    load(owner, "correction", edition(1, samples.PASSAGE, 60, corrections=(note,), content_sha256="corrected"))
    (row,) = reopenings(owner)
    assert (row.change, row.numbers) == (EvidenceChange.CORRECTED, (1,))
    assert row.differences == (Difference(Field.CORRECTIONS, (), (note,)),)


def test_a_withdrawal_opens_it_again(owner: Owner) -> None:
    load(owner, "withdrawal", [withdrawal(2, 60)])
    load(owner, "seen again", [withdrawal(2, 61)])
    (row,) = reopenings(owner)
    assert (row.change, row.numbers, row.reason) == (EvidenceChange.WITHDRAWN, (2,), "the outlet answers 410")


def test_evidence_that_is_taken_back_opens_it_again(owner: Owner) -> None:
    owner.decide(accepted(2, Action.REJECT, again=1))
    owner.drain()
    (row,) = reopenings(owner)
    assert (row.change, row.numbers, row.reason) == (
        EvidenceChange.TAKEN_BACK,
        (2,),
        "Edith rejected it on 2 March 2026",
    )


def test_the_same_edit_twice_opens_it_once(owner: Owner) -> None:
    load(owner, "edit", edition(2, EDITED, hours=60))
    load(owner, "undone", edition(2, samples.PASSAGE, hours=61))
    load(owner, "edited again", edition(2, EDITED, hours=62))
    assert len(reopenings(owner)) == 1
    load(owner, "another edit", edition(2, EDITED + " It did.", hours=63))
    assert len(reopenings(owner)) == 2, "another edit is another change"


def test_what_was_known_when_it_was_written_opens_nothing(owner: Owner) -> None:
    load(owner, "edit", edition(2, EDITED, hours=60))
    load(owner, "withdrawal", [withdrawal(1, 61)])
    assert len(reopenings(owner)) == 2
    owner.write_verdict(verdict(2, written_at=samples.at(70)))
    load(owner, "seen again", [*edition(2, EDITED, hours=71), withdrawal(1, 72)])
    assert len(reopenings(owner)) == 2
    assert owner.verdict_rows()[-1].written, "the new verdict is in force and not open again"


def test_a_verdict_that_was_replaced_is_left_alone(owner: Owner) -> None:
    owner.write_verdict(verdict(2, evidence=(4,)))
    load(owner, "edit", edition(2, EDITED, hours=60))
    assert reopenings(owner) == []


def test_a_later_version_of_the_extractor_is_no_edit(owner: Owner) -> None:
    reread = edition(2, samples.PASSAGE, 0, extractor="extract/2", content_sha256="reread")
    load(owner, "read again", [one for one in reread if isinstance(one, Revision)])
    assert reopenings(owner) == []
    later = edition(2, samples.PASSAGE, 60, extractor="extract/2", content_sha256="reread")
    load(owner, "captured again", later)
    assert reopenings(owner) == []
    load(owner, "edited", edition(2, EDITED, 61, extractor="extract/2"))
    assert [row.change for row in reopenings(owner)] == [EvidenceChange.EDITED]


def test_an_edit_that_came_before_the_last_kill_is_noticed_at_the_next_start(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(filled, tmp_path / "copy")
    folder = DataFolder(tmp_path / "copy")
    with Owner(folder, background=False) as owner:
        monkeypatch.setattr(owner._verdicts, "settle", Mock())  # as if it were killed before
        load(owner, "edit", edition(2, EDITED, hours=60))
        assert reopenings(owner) == []
    with Owner(folder, background=False) as owner:
        assert len(reopenings(owner)) == 1


def test_a_comparison_that_fails_holds_up_no_load_and_is_made_again_with_the_next_batch(
    owner: Owner, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("warehouse.owner.verdict_keeper.reopenings", Mock(side_effect=ValueError("a strange text")))
        load(owner, "edit", edition(2, EDITED, hours=60))
        owner.decide(accepted(3, Action.REJECT, again=1))
        owner.drain()
    assert "could not be compared" in caplog.text
    assert owner.query("decided", state="rejected")
    assert reopenings(owner) == []
    load(owner, "another", samples.article(30))
    assert [row.numbers for row in reopenings(owner)] == [(2,)]
