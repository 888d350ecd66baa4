"""Foreign archives: what is taken of a WARC or of a folder of saved pages, and what is refused."""

import gzip
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.archive.foreign_http import NotHttp, as_kept, read_response, without_chunks
from pipelines.archive.foreign_page import ForeignArchiveError, ForeignPage
from pipelines.archive.foreign_warc import matching_outlet, pages
from pipelines.decode import decode
from spiders.registry import files

OUTLETS = tuple(files.load_outlets().values())
PAGE = b"<html><body><p>The council set up a trust.</p></body></html>"
ARTICLES = [f"https://www.communitycare.co.uk/2026/11/{day:02d}/a-trust-for-the-council/" for day in range(1, 11)]
OTHERS = [
    "https://www.communitycare.co.uk/jobs/",
    "https://www.example.org/2026/11/01/a-story/",
    "https://notcommunitycare.co.uk/2026/11/01/a-story/",
    "https://communitycare.co.uk.example.org/2026/11/01/a-story/",
]

Headers = list[tuple[str, str]]


def write_warc(
    path: Path,
    urls: list[str],
    body: bytes = PAGE,
    headers: Headers | None = None,
    status: str = "200 OK",
    kind: str = "response",
) -> Path:
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=path.suffix == ".gz")
        for number, url in enumerate(urls):
            http = StatusAndHeaders(status, headers or [("Content-Type", "text/html")], protocol="HTTP/1.1")
            fields = {"WARC-Date": f"2026-11-20T06:00:{number % 60:02d}Z"}
            plain = {"warc_content_type": "text/html"} if kind == "resource" else {"http_headers": http}
            writer.write_record(
                writer.create_warc_record(
                    url, kind, payload=io.BytesIO(body), length=len(body), warc_headers_dict=fields, **plain
                )
            )
    return path


def read(path: Path, outlets: tuple[object, ...] | None = OUTLETS) -> tuple[list[ForeignPage], list[str]]:
    notes: list[str] = []
    return list(pages(path, outlets, note=notes.append)), notes  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["news.warc.gz", "news.warc"])
def test_the_articles_of_outlets_are_given_and_nothing_else(tmp_path: Path, name: str) -> None:
    found, notes = read(write_warc(tmp_path / name, [*OTHERS, *ARTICLES, *OTHERS]))
    assert [page.url for page in found] == ARTICLES
    assert {page.body for page in found} == {PAGE}
    assert found[0].captured_at == datetime(2026, 11, 20, 6, 0, 4, tzinfo=UTC)
    assert not notes


def test_without_outlets_every_page_is_given(tmp_path: Path) -> None:
    found, _ = read(write_warc(tmp_path / "news.warc.gz", [*OTHERS, *ARTICLES]), None)
    assert len(found) == len(OTHERS) + len(ARTICLES)


def test_a_position_is_where_the_record_begins(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "news.warc.gz", ARTICLES)
    found, _ = read(path)
    assert all(path.read_bytes()[page.position :].startswith(b"\x1f\x8b") for page in found)
    assert found[0].position < found[1].position


def test_resource_records_are_pages_too(tmp_path: Path) -> None:
    found, _ = read(write_warc(tmp_path / "news.warc.gz", ARTICLES, kind="resource"))
    assert len(found) == len(ARTICLES)
    assert found[0].body == PAGE


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("404 Not Found", [("Content-Type", "text/html")]),
        ("301 Moved", [("Location", "/")]),
        ("200 OK", [("Content-Type", "image/png")]),
    ],
)
def test_what_is_no_page_is_passed_over(tmp_path: Path, status: str, headers: Headers) -> None:
    found, _ = read(write_warc(tmp_path / "news.warc.gz", ARTICLES, headers=headers, status=status))
    assert not found


@pytest.mark.parametrize("name", ["news.warc.gz", "news.warc"])
def test_a_cut_file_gives_what_it_holds_and_a_note(tmp_path: Path, name: str) -> None:
    path = write_warc(tmp_path / name, ARTICLES)
    path.write_bytes(path.read_bytes()[:-60])
    found, notes = read(path)
    assert [page.url for page in found] == ARTICLES[:-1]
    assert "cut off in its last record" in notes[0]
    assert str(path) in notes[0]


def test_a_damaged_record_costs_itself_and_the_reading_goes_on(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "news.warc.gz", ARTICLES)
    whole, _ = read(path)
    data = bytearray(path.read_bytes())
    data[whole[4].position + 40] ^= 0xFF
    path.write_bytes(data)
    found, notes = read(path)
    assert set(ARTICLES) - {page.url for page in found} <= {ARTICLES[4]}
    assert len(found) == len({page.url for page in found}) >= len(ARTICLES) - 1
    assert "byte" in notes[0]


@pytest.mark.parametrize("last", range(len(ARTICLES)))
@pytest.mark.parametrize("inside", [1, 20, 150])
def test_wherever_a_file_is_cut_the_whole_pages_before_are_given(tmp_path: Path, last: int, inside: int) -> None:
    path = write_warc(tmp_path / "news.warc.gz", ARTICLES)
    whole, _ = read(path)
    path.write_bytes(path.read_bytes()[: whole[last].position + inside])
    found, notes = read(path)
    assert [page.url for page in found] == ARTICLES[:last]
    assert len(notes) == 1


def test_an_empty_file_gives_nothing_and_a_note(tmp_path: Path) -> None:
    path = tmp_path / "empty.warc.gz"
    path.touch()
    found, notes = read(path)
    assert not found
    assert notes


def test_a_file_that_is_no_warc_gives_nothing_and_a_note(tmp_path: Path) -> None:
    path = tmp_path / "text.warc.gz"
    path.write_bytes(b"a shopping list\n" * 100)
    found, notes = read(path)
    assert not found
    assert str(path) in notes[0]


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pages.pdf"
    path.touch()
    with pytest.raises(ForeignArchiveError, match="neither a WARC file"):
        pages(path, OUTLETS)


BODIES: list[tuple[str, bytes, Headers]] = [
    ("plain", PAGE, []),
    ("gzip", gzip.compress(PAGE), [("Content-Encoding", "gzip")]),
    ("gzip taken off, header left", PAGE, [("Content-Encoding", "gzip")]),
    ("brotli taken off, header left", PAGE, [("Content-Encoding", "br")]),
    ("deflate taken off, header left", PAGE, [("Content-Encoding", "deflate")]),
    ("chunks kept", b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE), [("Transfer-Encoding", "chunked")]),
    ("chunks taken off, header left", PAGE, [("Transfer-Encoding", "chunked")]),
    (
        "chunks and gzip",
        b"%x;x=1\r\n%s\r\n0\r\n\r\n" % (len(gzip.compress(PAGE)), gzip.compress(PAGE)),
        [("transfer-encoding", "chunked"), ("content-encoding", "gzip"), ("content-length", "1")],
    ),
]


@pytest.mark.parametrize(("body", "headers"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES])
def test_what_the_headers_say_of_a_kept_body_is_so(tmp_path: Path, body: bytes, headers: Headers) -> None:
    path = write_warc(tmp_path / "news.warc.gz", ARTICLES[:1], body, [("Content-Type", "text/html"), *headers])
    (page,), _ = read(path)
    kept = {name.lower(): value for name, value in page.headers}
    assert "transfer-encoding" not in kept
    assert kept["content-length"] == str(len(page.body))
    assert ("content-encoding" in kept) == page.body.startswith(b"\x1f\x8b")
    assert "set up a trust" in decode(page.body, kept["content-type"], kept.get("content-encoding")).text


def test_a_truncated_gzip_body_keeps_its_encoding_for_the_step_that_quarantines_it() -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE)[:-9]
    assert as_kept(read_response(block)).header("content-encoding") == "gzip"


@pytest.mark.parametrize("block", [b"", b"\r\n\r\n", b"hello", b"HTTP/1.1\r\n\r\n", b"HTTP/1.1 ok\r\n\r\nx"])
def test_a_block_that_is_no_response_is_refused(block: bytes) -> None:
    with pytest.raises(NotHttp):
        read_response(block)


@pytest.mark.parametrize("body", [b"", b"0\r\n\r\n", b"zz\r\nxx", b"5\r\nabc", b"3\r\nabc\r\n", b"-1\r\n\r\n0\r\n\r\n"])
def test_chunks_that_are_none_leave_the_body_alone(body: bytes) -> None:
    assert without_chunks(body) in {body, b""}


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        (ARTICLES[0], "communitycare"),
        (ARTICLES[0].replace("https://www.", "http://"), "communitycare"),
        (ARTICLES[0] + "?utm_source=x", "communitycare"),
        ("https://user@www.communitycare.co.uk:443/2026/11/01/a/", "communitycare"),
        ("https://www.cypnow.co.uk/news/article/a-story", "cypnow"),
        *[(url, None) for url in OTHERS],
        ("", None),
        ("nonsense", None),
        ("https://", None),
    ],
)
def test_an_address_has_its_outlet(url: str, outlet: str | None) -> None:
    found = matching_outlet(url, OUTLETS)
    assert (found.outlet_id if found else None) == outlet


# Folders of saved pages


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "one.html").write_bytes(PAGE)
    (folder / "two.html.gz").write_bytes(gzip.compress(PAGE))
    return folder


def manifest(folder: Path, *rows: object) -> Path:
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    (folder / "manifest.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def row(path: str = "one.html", url: str = ARTICLES[0], fetched_at: str = "2026-11-20T06:00:00Z") -> dict[str, str]:
    return {"path": path, "url": url, "fetched_at": fetched_at}


def test_saved_pages_are_given_compressed_ones_with_their_encoding(saved: Path) -> None:
    manifest(saved, row(), "", row("two.html.gz", ARTICLES[1]), row("one.html", OTHERS[1]))
    found, _ = read(saved)
    assert [page.url for page in found] == ARTICLES[:2]
    assert [page.position for page in found] == [1, 3]
    for page in found:
        assert "set up a trust" in decode(page.body, None, dict(page.headers).get("Content-Encoding")).text


def wrong_rows() -> Iterator[tuple[object, str]]:
    yield row("../../etc/passwd.html"), "leads out of the folder"
    yield row("/etc/passwd.html"), "leads out of the folder"
    yield row("three.html"), "there is no file three.html"
    yield row("one.pdf"), "must end in .html"
    yield row(url="ftp://a.example/"), "not an http address"
    yield row(fetched_at="yesterday"), "must be a time"
    yield {"path": "one.html"}, '"url" is missing'
    yield ["one.html"], "must be an object"
    yield "{", "is not JSON"


@pytest.mark.parametrize(("wrong", "message"), list(wrong_rows()))
def test_a_manifest_that_does_not_hold_is_refused_with_its_line(saved: Path, wrong: object, message: str) -> None:
    manifest(saved, row(), wrong)
    with pytest.raises(ForeignArchiveError, match=f"manifest.jsonl, line 2: .*{message}"):
        read(saved)


def test_a_link_that_leads_out_of_the_folder_is_refused(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_bytes(PAGE)
    (saved / "linked.html").symlink_to(tmp_path / "secret.html")
    manifest(saved, row("linked.html"))
    with pytest.raises(ForeignArchiveError, match="leads out of the folder"):
        read(saved)
