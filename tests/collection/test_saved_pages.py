"""Saved pages without a manifest: folders, single pages and zips, each skipped page with its reason."""

import gzip
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.archive import saved_pages
from pipelines.archive.foreign_page import ForeignArchiveError, ForeignPage
from pipelines.archive.foreign_warc import pages
from pipelines.archive.page_address import page_address
from spiders.registry import files

OUTLETS = tuple(files.load_outlets().values())
ARTICLE = "https://www.communitycare.co.uk/2026/11/01/a-trust-for-the-council/"
SECOND = "https://www.communitycare.co.uk/2026/11/02/another-trust/"
ELSEWHERE = "https://www.example.org/2026/11/01/a-story/"
SAVED = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)

ADDRESSES = [
    (f'<link rel="canonical" href="{ARTICLE}">', ARTICLE),
    (f"<link href='{ARTICLE}' rel=canonical>", ARTICLE),
    (f'<LINK REL="shortlink canonical" HREF="{ARTICLE}"/>', ARTICLE),
    (f'<meta property="og:url" content="{ARTICLE}">', ARTICLE),
    (f'<meta property="og:url" content="{SECOND}"><link rel="canonical" href="{ARTICLE}">', ARTICLE),
    (f"<!-- saved from url=(0069){ARTICLE} -->\n<html>", ARTICLE),
    (f'<!-- saved from url=(0069){ARTICLE} --><link rel="canonical" href="{SECOND}">', ARTICLE),
    (f"<!--\n Page saved with SingleFile \n url: {ARTICLE} \n saved date: Sun -->", ARTICLE),
    ('<link rel="canonical" href="https://a.example/?a=1&amp;b=2">', "https://a.example/?a=1&b=2"),
    ("<!-- saved from url=(0014)about:internet -->", None),
    ('<link rel="canonical" href="/2026/11/01/relative/">', None),
    ('<link rel="stylesheet" href="https://a.example/site.css">', None),
    ("<p>No head at all.</p>", None),
]


def written(folder: Path, **files: str | bytes) -> Path:
    """Write files, each named with `__` for the dot, and return the folder."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        os.utime(path, (SAVED.timestamp(), SAVED.timestamp()))
    return folder


def zipped(path: Path, **files: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in files.items():
            out.writestr(zipfile.ZipInfo(name.replace("__", "."), SAVED.timetuple()[:6]), text, zipfile.ZIP_DEFLATED)
    return path


def read(path: Path, *, any_site: bool = False) -> tuple[list[ForeignPage], list[str]]:
    notes: list[str] = []
    return list(pages(path, None if any_site else OUTLETS, note=notes.append)), notes


def saying(address: str) -> str:
    return f'<html><head><link rel="canonical" href="{address}"></head><body><p>The council set up a trust.</p></body></html>'


@pytest.mark.parametrize(("head", "address"), ADDRESSES)
def test_a_page_says_where_it_came_from(head: str, address: str | None) -> None:
    assert page_address(f"<html><head>{head}</head><body></body></html>") == address


def test_a_folder_of_bare_pages_is_read_and_what_is_skipped_is_told(tmp_path: Path) -> None:
    folder = written(
        tmp_path / "saved", one__html=saying(ARTICLE), two__htm__gz=gzip.compress(saying(SECOND).encode()),
        elsewhere__html=saying(ELSEWHERE), silent__html="<p>Nothing.</p>", style__css="a{}", picture__png=b"\x89PNG",
    )  # fmt: skip
    found, notes = read(folder)
    assert [(page.url, page.captured_at) for page in found] == [(ARTICLE, SAVED), (SECOND, SAVED)]
    assert dict(found[1].headers)["Content-Encoding"] == "gzip"
    said = "\n".join(notes)
    assert f"elsewhere.html is skipped: {ELSEWHERE} is no article of our outlets" in said
    assert "silent.html is skipped: it does not say its address: name it in a manifest.jsonl" in said
    assert "2 files that are no HTML page are skipped (.png 1, .css 1)" in said
    assert len(notes) == 3


def test_pages_in_folders_below_are_read(tmp_path: Path) -> None:
    written(tmp_path / "saved")
    written(tmp_path / "saved" / "2026", one__html=saying(ARTICLE))
    assert [page.url for page in read(tmp_path / "saved")[0]] == [ARTICLE]


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    written(tmp_path, secret__html=saying(ARTICLE))
    folder = written(tmp_path / "saved")
    (folder / "linked.html").symlink_to(tmp_path / "secret.html")
    assert read(folder) == ([], [])


def test_a_single_page_is_read(tmp_path: Path) -> None:
    folder = written(tmp_path / "saved", one__html=saying(ARTICLE), two__html=saying(SECOND))
    found, notes = read(folder / "two.html")
    assert [page.url for page in found] == [SECOND]
    assert notes == []


def test_pages_of_any_site_are_taken_where_they_are_asked_for(tmp_path: Path) -> None:
    folder = written(tmp_path / "saved", elsewhere__html=saying(ELSEWHERE))
    assert [page.url for page in read(folder, any_site=True)[0]] == [ELSEWHERE]


def test_a_zip_is_read_without_being_unpacked_to_disk(tmp_path: Path) -> None:
    path = zipped(tmp_path / "saved.zip", one__html=saying(ARTICLE), other__html=saying(ELSEWHERE), a__js="1")
    found, notes = read(path)
    assert [(page.url, page.captured_at) for page in found] == [(ARTICLE, SAVED)]
    assert len(notes) == 2
    assert [one.name for one in tmp_path.iterdir()] == ["saved.zip"]


def test_a_zip_may_hold_a_manifest(tmp_path: Path) -> None:
    line = f'{{"path": "one.html", "url": "{ARTICLE}", "fetched_at": "2026-11-19T06:00:00Z"}}'
    path = zipped(tmp_path / "saved.zip", one__html="<p>Nothing.</p>", two__html="<p/>", manifest__jsonl=line)
    found, notes = read(path)
    assert [(page.url, page.captured_at.day) for page in found] == [(ARTICLE, 19)]
    assert notes == [f"{path}: two.html is skipped: manifest.jsonl does not name it"]


def test_a_page_that_unpacks_to_too_much_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_pages, "LARGEST_PAGE_BYTES", 1024 * 1024)
    path = zipped(tmp_path / "bomb.zip", bomb__html=b"\0" * 2_000_000, one__html=saying(ARTICLE))
    found, notes = read(path)
    assert [page.url for page in found] == [ARTICLE]
    assert notes == [f"{path}: bomb.html is skipped: it is larger than 1 MB"]


def test_a_damaged_page_of_a_zip_is_skipped_and_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "saved.zip", one__html=saying(ARTICLE) * 20, two__html=saying(SECOND))
    held = bytearray(path.read_bytes())
    at = held.index(b"one.html") + len(b"one.html") + 10
    held[at : at + 8] = b"\xff" * 8
    path.write_bytes(held)
    found, notes = read(path)
    assert [page.url for page in found] == [SECOND]
    assert "one.html is skipped: it cannot be unpacked" in notes[0]
    path.write_bytes(held[: len(held) // 2])
    with pytest.raises(ForeignArchiveError, match="cannot be read as a zip"):
        read(path)


def test_a_page_that_was_cut_off_is_skipped(tmp_path: Path) -> None:
    folder = written(
        tmp_path / "saved", one__html__gz=gzip.compress(saying(ARTICLE).encode())[:40], two__html=saying(SECOND)
    )
    found, notes = read(folder)
    assert [page.url for page in found] == [SECOND]
    assert "one.html.gz is skipped: it cannot be read" in notes[0]
