"""Foreign archives as other tools write them: each a folder under `cases/archives`, with how many pages it holds."""

import gzip
import json
from pathlib import Path

import pytest

from pipelines.archive.foreign_http import NotHttp, read_response
from pipelines.archive.foreign_page import ForeignPage
from pipelines.archive.foreign_warc import pages

ARCHIVES = Path(__file__).parent / "cases" / "archives"
BODY = b"<html><body><p>The council set up a trust.</p></body></html>"


def read(path: Path) -> tuple[list[ForeignPage], list[str]]:
    notes: list[str] = []
    return list(pages(path, None, note=notes.append)), notes


@pytest.mark.parametrize("name", sorted(path.name for path in ARCHIVES.iterdir()))
def test_an_archive_gives_the_pages_that_it_holds(name: str) -> None:
    (path,) = (ARCHIVES / name).glob("in.*")
    found, notes = read(path)
    assert len(found) == json.loads((ARCHIVES / name / "expected.json").read_text())["pages"]
    assert all(b"<html" in page.body or page.body[:2] == b"\x1f\x8b" for page in found)
    assert bool(notes) == (name.split("-")[0] in {"57", "59", "59b"})


def record(number: int, *, wrong: int = 0) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + BODY
    head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2026-11-20T06:00:00Z\r\n"
            f"WARC-Target-URI: https://a.example/{number}\r\nContent-Type: application/http;msgtype=response\r\n"
            f"Content-Length: {len(http) + wrong}\r\n\r\n")  # fmt: skip
    return head.encode() + http + b"\r\n\r\n"


@pytest.mark.parametrize("wrong", [-30, -5, 5, 40, 400])
def test_a_record_that_is_not_as_long_as_it_says_costs_itself_alone_and_is_told(tmp_path: Path, wrong: int) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(record(1) + record(2, wrong=wrong) + record(3) + record(4))
    found, notes = read(path)
    assert [page.url[-1] for page in found] == ["1", "3", "4"]
    assert len(notes) == 1


@pytest.mark.parametrize("zeros", [1, 511, 100_000])
def test_zero_bytes_between_records_are_no_damage(tmp_path: Path, zeros: int) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"".join(gzip.compress(record(number)) + bytes(zeros) for number in range(3)))
    found, notes = read(path)
    assert (len(found), notes) == (3, [])


@pytest.mark.parametrize("before", [
    b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n",
    b"HTTP/1.0 102 Processing\n\n", b"",
])  # fmt: skip
@pytest.mark.parametrize("line", [b"HTTP/1.1 200 OK", b"http/1.1 200 ok", b"HTTP/2 200", b"Http/1.0 200"])
def test_the_response_that_counts_stands_behind_the_interim_ones(before: bytes, line: bytes) -> None:
    response = read_response(before + line + b"\r\nContent-Type: text/html\r\n\r\n" + BODY)
    assert (response.status, response.kind, response.body) == (200, "text/html", BODY)


def test_interim_responses_alone_are_none() -> None:
    with pytest.raises(NotHttp):
        read_response(b"HTTP/1.1 100 Continue\r\n\r\n")


def arc(number: int, body: bytes = BODY) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    return f"https://a.example/{number} 10.0.0.1 20081120060000 text/html {len(http)}\n".encode() + http + b"\n"


ARC_VERSION = b"1 0 Org\nURL IP-address Archive-date Content-type Archive-length\n"
ARC_HEAD = b"filedesc://x.arc 0.0.0.0 20081120060000 text/plain %d\n%s\n" % (len(ARC_VERSION), ARC_VERSION)


@pytest.mark.parametrize("name", ["x.arc", "x.arc.gz"])
def test_an_arc_file_is_read_with_its_dates(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    parts = [ARC_HEAD, arc(1), arc(2)]
    path.write_bytes(b"".join(gzip.compress(part) if name.endswith(".gz") else part for part in parts))
    found, notes = read(path)
    assert [(page.url[-1], page.captured_at.year, page.body) for page in found] == [
        ("1", 2008, BODY),
        ("2", 2008, BODY),
    ]
    assert notes == []


def test_a_damaged_arc_file_gives_what_stands_before_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.arc.gz"
    path.write_bytes(gzip.compress(ARC_HEAD) + gzip.compress(arc(1)) + b"\x1f\x8b\x08 this is no gzip at all" * 3)
    found, notes = read(path)
    assert len(found) == 1
    assert len(notes) == 1
