import gzip
import hashlib
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipelines.archive.warc import ArchiveError, ArchiveWriter, EarlierCapture, Exchange, Location, read_response

AT = datetime(2026, 11, 20, 6, tzinfo=UTC)
URL = "https://www.a.uk/story?id=1"


def exchange(body: bytes = b"<html>one</html>", *, status: int = 200, at: datetime = AT, url: str = URL) -> Exchange:
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"))
    return Exchange(url, at, status, headers, body, request_headers=(("User-Agent", "Pledgewatch"),))


def writer(folder: Path, run_id: UUID | None = None, rotate_at: int = 10**9) -> ArchiveWriter:
    return ArchiveWriter(folder, outlet_id="a", run_id=run_id or uuid4(), software="test", rotate_at=rotate_at)


def earlier(of: Location, at: datetime = AT) -> EarlierCapture:
    return EarlierCapture(of.capture_id, URL, at, of.payload_sha256)


def test_a_response_is_read_back_as_it_was_sent(tmp_path: Path) -> None:
    body = gzip.compress(b"<html>" + bytes(range(256)) + b"</html>")
    with writer(tmp_path) as archive:
        place = archive.write(exchange(body))
    found = read_response(tmp_path, place.warc_file, place.warc_offset)
    assert (found.url, found.status, found.body, found.captured_at) == (URL, 200, body, AT)
    assert found.header("content-encoding") == "gzip"
    assert found.header("transfer-encoding") is None, "the body is stored without its chunks"
    assert place.payload_sha256 == hashlib.sha256(body).hexdigest()


def test_the_same_payload_is_stored_once(tmp_path: Path) -> None:
    body = bytes(range(256)) * 400
    with writer(tmp_path) as archive:
        first = archive.write(exchange(body))
        second = archive.write(exchange(body, at=AT + timedelta(days=1)), earlier(first))
        other = archive.write(exchange(b"edited", at=AT + timedelta(days=2)), earlier(first))
    assert second.revisit_of == first.capture_id
    assert other.revisit_of is None
    found = read_response(tmp_path, second.warc_file, second.warc_offset)
    assert (found.record_type, found.body, found.status) == ("revisit", b"", 200)


def test_not_modified_is_a_revisit_of_what_is_held(tmp_path: Path) -> None:
    with writer(tmp_path) as archive:
        first = archive.write(exchange())
        second = archive.write(exchange(b"", status=304), earlier(first))
    assert second.revisit_of == first.capture_id
    assert read_response(tmp_path, second.warc_file, second.warc_offset).status == 304


def test_any_warc_tool_reads_the_file(tmp_path: Path) -> None:
    with writer(tmp_path) as archive:
        first = archive.write(exchange())
        archive.write(exchange(), earlier(first))
    path = tmp_path / first.warc_file
    done = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    with path.open("rb") as file:
        kinds = [(record.rec_type, record.rec_headers.protocol) for record in ArchiveIterator(file)]
    assert kinds == [(kind, "WARC/1.1") for kind in ("warcinfo", "response", "request", "revisit", "request")]


def test_a_file_is_closed_with_its_digest_beside_it(tmp_path: Path) -> None:
    with writer(tmp_path) as archive:
        place = archive.write(exchange())
    path = tmp_path / place.warc_file
    line = path.with_name(path.name + ".sha256").read_text(encoding="ascii")
    assert line == f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"


def test_files_are_rotated_by_size_and_by_day(tmp_path: Path) -> None:
    with writer(tmp_path, rotate_at=5000) as archive:
        places = [archive.write(exchange(bytes(hashlib.sha256(b"%d" % n).digest() * 60))) for n in range(12)]
        tomorrow = archive.write(exchange(at=AT + timedelta(days=1)))
    assert len({place.warc_file for place in places}) > 1
    assert tomorrow.warc_file.startswith("2026/11/21/")
    assert all(
        read_response(tmp_path, place.warc_file, place.warc_offset).status == 200 for place in [*places, tomorrow]
    )


def test_two_writers_never_share_a_file_even_with_the_same_run(tmp_path: Path) -> None:
    run_id = uuid4()
    first, second = writer(tmp_path, run_id), writer(tmp_path, run_id)
    assert first.write(exchange()).warc_file != second.write(exchange()).warc_file
    first.close()
    second.close()


@pytest.mark.parametrize(
    "name", ["../outside.warc.gz", "/etc/passwd", "2026/../../outside.warc.gz", "nowhere.warc.gz", "x\x00y"]
)
def test_a_name_outside_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.warc.gz").write_bytes(b"secret")
    (tmp_path / "archive").mkdir()
    with pytest.raises(ArchiveError):
        read_response(tmp_path / "archive", name, 0)


def test_a_body_that_is_not_the_one_kept_is_an_error(tmp_path: Path) -> None:
    with writer(tmp_path) as archive:
        place = archive.write(exchange(b"<html>the truth</html>"))
    path = tmp_path / place.warc_file
    whole = path.read_bytes()
    record = gzip.decompress(whole[place.warc_offset :])[:2000].replace(b"the truth", b"the other")
    path.write_bytes(whole[: place.warc_offset] + gzip.compress(record))
    with pytest.raises(ArchiveError, match="not the one kept"):
        read_response(tmp_path, place.warc_file, place.warc_offset)


def test_an_offset_that_is_no_record_is_an_error(tmp_path: Path) -> None:
    with writer(tmp_path) as archive:
        place = archive.write(exchange())
    for offset in (place.warc_offset + 7, 10**9, 0):
        with pytest.raises(ArchiveError):
            read_response(tmp_path, place.warc_file, offset)
