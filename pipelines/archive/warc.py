"""The archive (web archiving): every HTTP exchange as WARC 1.1 records, written before anything is parsed.

A file holds, for each exchange, a `response` record with the body as it was sent (or a `revisit` record where an
earlier capture of the same URL has the same payload) and the `request` record beside it. Each record is its own gzip
member, so that one record can be read by its offset and a cut file costs its last record alone.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import client
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit
from uuid import UUID

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.warcwriter import BaseWARCWriter

from warehouse.records import identifier

ROTATE_AT_BYTES = 256 * 1024 * 1024
"""A file is closed when it has grown to this: small enough to copy and verify in seconds."""
COMPRESSION = 4  # of 9: on 120 news pages 2.7 ms and 19.1 % of the size; level 6 takes 4.8 ms for 18.0 %
HOP_BY_HOP = frozenset({"transfer-encoding", "connection", "keep-alive"})
"""Headers of the connection, not of the body: it is stored without its chunks, and readers must not look for them."""
NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

Headers = tuple[tuple[str, str], ...]


class ArchiveError(Exception):
    """A record is not where it should be, or cannot be read to its end."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response, with the body as it was sent (before content decoding)."""

    url: str
    captured_at: datetime
    status: int
    response_headers: Headers
    body: bytes
    request_headers: Headers = ()
    method: str = "GET"
    protocol: str = "HTTP/1.1"


@dataclass(frozen=True, slots=True)
class EarlierCapture:
    """An earlier capture of the same URL whose body may stand for a new one."""

    capture_id: UUID
    url: str
    captured_at: datetime
    payload_sha256: str


@dataclass(frozen=True, slots=True)
class Location:
    """Where an exchange went: the record's own identifier is the capture's."""

    capture_id: UUID
    payload_sha256: str
    warc_file: str  # path inside the archive folder
    warc_offset: int  # bytes
    revisit_of: UUID | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """An exchange as the bytes of its records, on their way into a file."""

    capture_id: UUID
    payload_sha256: str
    captured_at: datetime
    members: bytes  # the response (or revisit) and the request, each a gzip member
    revisit_of: UUID | None


@dataclass(frozen=True, slots=True)
class ArchivedResponse:
    """One record of the archive, read back. The body of a revisit is empty: `revisit_of` names the record that has it."""

    url: str
    status: int
    headers: Headers
    body: bytes
    captured_at: datetime
    record_type: str  # response, revisit

    def header(self, name: str) -> str | None:
        """Return the first header of this name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class _Digester:
    """SHA-256 in hexadecimal: warcio's own, in base 32, costs more than the compression of a small record."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def update(self, piece: bytes) -> None:
        self._hash.update(piece)

    def __str__(self) -> str:
        return f"sha256:{self._hash.hexdigest()}"


class _Records(BaseWARCWriter):  # type: ignore[misc,unused-ignore]
    """warcio's records, with our digests."""

    NO_PAYLOAD_DIGEST_TYPES = ("warcinfo", "revisit", "request")

    @staticmethod
    def _create_digester() -> _Digester:
        return _Digester()


class ArchiveWriter:
    """Writes the exchanges of one crawl. No two writers share a file: its name holds the run's identifier.

    `prepare` may be called from any thread; all else from one at a time. Raises OSError when the disk does.
    """

    def __init__(self, folder: Path, *, outlet_id: str, run_id: UUID, software: str, rotate_at: int = ROTATE_AT_BYTES):
        self.folder = folder
        self._stem = f"{outlet_id}-{run_id.hex[:16]}"
        self._software = software
        self._rotate_at = rotate_at
        self._part = 0
        self._day: date | None = None
        self._file: IO[bytes] | None = None
        self._name = ""
        self._records = _Records(gzip=False, warc_version="1.1")

    def write(self, exchange: Exchange, earlier: EarlierCapture | None = None) -> Location:
        """Append an exchange and return where its response is. It is durable only after `sync`."""
        return self.append(self.prepare(exchange, earlier))

    def prepare(self, exchange: Exchange, earlier: EarlierCapture | None = None) -> Prepared:
        """Return an exchange as records: this is the work (digests, compression), and it touches no file."""
        payload = hashlib.sha256(exchange.body).hexdigest()
        moment = exchange.captured_at.astimezone(UTC)
        capture_id = identifier(self._stem, exchange.url, moment.isoformat(), payload)
        same = earlier if earlier and (exchange.status == 304 or earlier.payload_sha256 == payload) else None
        response = self._member(self._response(exchange, capture_id, payload, same))
        request = self._member(self._request(exchange, capture_id))
        return Prepared(capture_id, payload, moment, response + request, same.capture_id if same else None)

    def append(self, prepared: Prepared) -> Location:
        """Append prepared records and return where the response is. It is durable only after `sync`."""
        file = self._open_for(prepared.captured_at)
        offset = file.tell()
        file.write(prepared.members)
        return Location(prepared.capture_id, prepared.payload_sha256, self._name, offset, prepared.revisit_of)

    def sync(self) -> None:
        """Make all that was written durable. A capture may be spooled after this, and not before."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Make the open file durable and put its SHA-256 beside it, in the format of `sha256sum`."""
        if self._file is None:
            return
        self.sync()
        self._file.close()
        self._file = None
        seal(self.folder / self._name)

    def __enter__(self) -> ArchiveWriter:
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()

    def _open_for(self, moment: datetime) -> IO[bytes]:
        day = moment.astimezone(UTC).date()
        if self._file is not None and (self._file.tell() >= self._rotate_at or day != self._day):
            self.close()
        if self._file is None:
            self._day = day
            folder = self.folder / f"{day:%Y}" / f"{day:%m}" / f"{day:%d}"
            folder.mkdir(parents=True, exist_ok=True)
            while self._file is None:
                self._part += 1
                path = folder / f"{self._stem}-{self._part:03d}.warc.gz"
                try:
                    self._file = path.open("xb")  # never a file that another writer, or this one before a crash, began
                except FileExistsError:
                    continue
                self._name = path.relative_to(self.folder).as_posix()
            info = {"software": self._software, "format": "WARC File Format 1.1"}
            self._file.write(self._member(self._records.create_warcinfo_record(path.name, info)))
        return self._file

    def _member(self, record: ArcWarcRecord) -> bytes:
        out = io.BytesIO()
        self._records._write_warc_record(out, record)
        return gzip.compress(out.getvalue(), COMPRESSION, mtime=0)

    def _response(
        self, exchange: Exchange, capture_id: UUID, payload: str, same: EarlierCapture | None
    ) -> ArcWarcRecord:
        line = f"{exchange.status} {client.responses.get(exchange.status, 'Unknown')}"
        kept = [(name, value) for name, value in exchange.response_headers if name.lower() not in HOP_BY_HOP]
        http = StatusAndHeaders(line, kept, protocol=exchange.protocol)
        fields = {
            "WARC-Record-ID": f"<urn:uuid:{capture_id}>",
            "WARC-Date": warc_date(exchange.captured_at),
            "WARC-Payload-Digest": f"sha256:{payload}",
        }
        if same is None:
            return self._records.create_warc_record(
                exchange.url, "response", payload=io.BytesIO(exchange.body), length=len(exchange.body),
                http_headers=http, warc_headers_dict=fields,
            )  # fmt: skip
        del fields["WARC-Payload-Digest"]
        record = self._records.create_revisit_record(
            exchange.url, f"sha256:{same.payload_sha256}", same.url, warc_date(same.captured_at),
            http_headers=http, warc_headers_dict=fields,
        )  # fmt: skip
        record.rec_headers.add_header("WARC-Refers-To", f"<urn:uuid:{same.capture_id}>")
        if exchange.status == 304:
            record.rec_headers.replace_header("WARC-Profile", NOT_MODIFIED_PROFILE)
        return record

    def _request(self, exchange: Exchange, capture_id: UUID) -> ArcWarcRecord:
        parts = urlsplit(exchange.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = [("Host", parts.netloc), *exchange.request_headers]
        http = StatusAndHeaders(f"{exchange.method} {target} HTTP/1.1", headers, is_http_request=True)
        fields = {
            "WARC-Record-ID": f"<urn:uuid:{identifier(str(capture_id), 'request')}>",
            "WARC-Date": warc_date(exchange.captured_at),
            "WARC-Concurrent-To": f"<urn:uuid:{capture_id}>",
        }
        return self._records.create_warc_record(
            exchange.url, "request", payload=io.BytesIO(), length=0, http_headers=http, warc_headers_dict=fields
        )


def warc_date(moment: datetime) -> str:
    """Return a time as WARC 1.1 writes it: UTC, to the microsecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_date(text: str) -> datetime:
    """Return the time that a WARC-Date names, aware. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_response(archive_folder: Path, warc_file: str, offset: int) -> ArchivedResponse:
    """Return the response at this offset, its body as it was sent. Raises ArchiveError."""
    try:
        path = (archive_folder / warc_file).resolve()
    except ValueError as error:
        raise ArchiveError(f"{warc_file[:200]!r} is no file's name") from error
    if not path.is_relative_to(archive_folder.resolve()):
        raise ArchiveError(f"{warc_file[:200]} lies outside the archive")
    try:
        with path.open("rb") as file:
            file.seek(offset)
            for record in ArchiveIterator(file, check_digests=False):
                return _archived(record, warc_file)
    except (OSError, ValueError, EOFError, zlib.error, ArchiveLoadFailed, StatusAndHeadersParserException) as error:
        raise ArchiveError(f"{warc_file[:200]} at {offset}: {str(error)[:200]}") from error
    raise ArchiveError(f"{warc_file} at {offset}: no record")


def _archived(record: ArcWarcRecord, warc_file: str) -> ArchivedResponse:
    if record.rec_type not in {"response", "revisit"} or record.http_headers is None:
        raise ArchiveError(f"{warc_file}: a {record.rec_type} record, not a response")
    fields = record.rec_headers
    body: bytes = record.raw_stream.read()
    expected = fields.get_header("WARC-Payload-Digest") or ""
    if record.rec_type == "response" and expected.startswith("sha256:"):
        found = hashlib.sha256(body).hexdigest()
        if found != expected.removeprefix("sha256:"):
            raise ArchiveError(f"{warc_file}: the body of {fields.get_header('WARC-Target-URI')} is not the one kept")
    headers: Iterable[tuple[str, str]] = record.http_headers.headers
    return ArchivedResponse(
        url=fields.get_header("WARC-Target-URI"), status=int(record.http_headers.get_statuscode()),
        headers=tuple((name, value) for name, value in headers), body=body,
        captured_at=read_date(fields.get_header("WARC-Date")), record_type=record.rec_type,
    )  # fmt: skip


def seal(path: Path) -> str:
    """Write `<path>.sha256` beside a finished file, as `sha256sum -c` reads it, and return the digest."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    manifest = path.with_name(path.name + ".sha256")
    temporary = manifest.with_name(manifest.name + ".part")
    with temporary.open("w", encoding="ascii") as out:
        out.write(f"{digest}  {path.name}\n")
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(manifest)
    return digest


__all__ = [
    "ArchiveError",
    "ArchiveWriter",
    "ArchivedResponse",
    "EarlierCapture",
    "Exchange",
    "Location",
    "read_response",
    "seal",
]
