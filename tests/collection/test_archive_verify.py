"""The archive, verified: what a cut, a flipped byte or a lost file costs, and how it is told."""

import gzip
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.archive.verify import verify
from pipelines.archive.warc import ArchiveWriter, Exchange, seal

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PAGES = 6


def write(folder: Path, *, pages: int = PAGES, sealed: bool = True) -> Path:
    """Write so many pages into an archive and return its one file."""
    writer = ArchiveWriter(folder, outlet_id="lgc", run_id=UUID(int=7), software="test")
    for number in range(pages):
        body = f"<html><p>Article {number} about a council</p></html>".encode() * 40
        headers = (("Content-Type", "text/html"),)
        writer.write(
            Exchange(
                f"https://a.example/{number}", NOON + timedelta(seconds=number), 200, headers, body + bytes([number])
            )
        )
    writer.close()
    (path,) = folder.rglob("*.warc.gz")
    if not sealed:
        path.with_name(path.name + ".sha256").unlink()  # as a crawl that was killed leaves it
    return path


def cut(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:-size])


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x10
    path.write_bytes(data)


def test_a_whole_archive_is_sound(tmp_path: Path) -> None:
    write(tmp_path)
    report = verify(tmp_path)
    assert report.sound
    assert report.files == 1
    assert report.records == 1 + 2 * PAGES
    assert report.sentence == "13 records in 1 file are whole."


def test_an_empty_archive_is_sound_and_says_that_it_is_empty(tmp_path: Path) -> None:
    report = verify(tmp_path)
    assert report.sound
    assert report.sentence == "the archive is empty."
    assert verify(tmp_path / "not there yet").sound


def test_a_cut_tail_costs_the_last_record_and_says_how_many_are_whole(tmp_path: Path) -> None:
    path = write(tmp_path)
    cut(path, 37)
    report = verify(tmp_path)
    assert not report.sound
    assert report.records == 2 * PAGES
    assert any("record 13" in fault and "cut off; 12 before it are whole" in fault for fault in report.faults)
    assert any("SHA-256" in fault for fault in report.faults)


def test_a_flipped_byte_costs_one_record_and_those_after_it_are_still_read(tmp_path: Path) -> None:
    path = write(tmp_path)
    flip(path, path.stat().st_size // 2)
    report = verify(tmp_path)
    assert not report.sound
    assert report.records == 2 * PAGES
    assert sum("record " in fault for fault in report.faults) == 1


@pytest.mark.parametrize("place", range(20, 2000, 97))
def test_every_flipped_byte_is_noticed(tmp_path: Path, place: int) -> None:
    path = write(tmp_path, pages=3)
    flip(path, place % path.stat().st_size)
    assert not verify(tmp_path).sound


def test_a_sealed_body_that_is_another_is_noticed_though_its_checksum_holds(tmp_path: Path) -> None:
    path = write(tmp_path, pages=1)
    whole = gzip.decompress(path.read_bytes())
    path.write_bytes(gzip.compress(whole[: whole.index(b"WARC/1.1", 9)]))
    with path.open("ab") as out:
        for record in whole[whole.index(b"WARC/1.1", 9) :].split(b"WARC/1.1\r\n")[1:]:
            out.write(gzip.compress(b"WARC/1.1\r\n" + record.replace(b"about a council", b"about a harbour")))
    seal(path)
    report = verify(tmp_path)
    assert [fault for fault in report.faults if "not the one that was kept" in fault]
    assert not report.sound


def test_a_file_that_is_gone_is_missed_by_its_manifest(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.unlink()
    report = verify(tmp_path)
    assert not report.sound
    assert "the file is missing" in report.faults[0]


def test_a_file_that_the_warehouse_names_and_that_is_gone_with_its_manifest_is_missed(tmp_path: Path) -> None:
    report = verify(tmp_path, expected=["2026/11/20/lgc-1.warc.gz"])
    assert report.faults == ("2026/11/20/lgc-1.warc.gz: the file is missing",)


def test_an_unsealed_file_is_reported_and_not_broken(tmp_path: Path) -> None:
    path = write(tmp_path, sealed=False)
    report = verify(tmp_path)
    assert report.sound
    assert report.records == 1 + 2 * PAGES
    assert path.name in report.sentence
    assert "unsealed" in report.notes[0]


def test_the_cut_tail_of_a_killed_crawl_is_noted_and_not_broken(tmp_path: Path) -> None:
    path = write(tmp_path, sealed=False)
    cut(path, 37)
    report = verify(tmp_path)
    assert report.sound
    assert report.records == 2 * PAGES
    assert "12 before it are whole" in report.notes[0]


def test_damage_in_the_middle_of_an_unsealed_file_is_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path, sealed=False)
    flip(path, path.stat().st_size // 2)
    assert not verify(tmp_path).sound


def test_a_manifest_that_is_none_is_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.with_name(path.name + ".sha256").write_text("a cat walked over the keys\n")
    assert any("manifest cannot be read" in fault for fault in verify(tmp_path).faults)


@given(st.binary(max_size=400), st.booleans())
def test_no_bytes_at_all_make_the_verifier_fall_over(noise: bytes, packed: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "noise.warc.gz"
        path.write_bytes(gzip.compress(noise) + noise if packed else noise)
        report = verify(Path(folder))
        assert report.records == 0
        assert report.faults or report.notes
