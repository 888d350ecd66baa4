"""Whether the archive still holds what was put into it: every record read to its end, every digest compared.

Files are read by gzip member, and not by a WARC library: a library that meets a cut or damaged member says where it
stopped, not how many records before and after it are whole.
"""

from __future__ import annotations

import base64
import hashlib
import mmap
import re
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

MANIFEST = ".sha256"  # beside a file that its writer closed, as `sha256sum -c` reads it
LARGEST_RECORD_BYTES = 64 * 1024 * 1024  # after inflating: eight times the largest body that a crawl keeps
MEMBER = b"\x1f\x8b\x08"
PIECE = 1024 * 1024  # bytes handed to the inflater at a time
DIGEST_LINE = re.compile(r"^([0-9a-f]{64})  (\S.*)$")
NOTED = 3  # unsealed files named in the sentence; the others are counted


@dataclass(frozen=True, slots=True)
class Report:
    """What a look at the archive found. `notes` are of files without manifest: no fault, and worth knowing."""

    sound: bool
    sentence: str
    faults: tuple[str, ...]
    files: int
    records: int  # whole ones
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member of a file: a whole record, or why it is none."""

    offset: int
    size: int  # bytes in the file, up to the next member
    record: bytes | None
    flaw: str = ""
    cut: bool = False  # the file ends inside it


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one file holds."""

    records: int
    faults: tuple[str, ...]
    cut: bool = False  # only its last record is not whole


def verify(archive_folder: Path, expected: Collection[str] = ()) -> Report:
    """Read every record of every WARC file in a folder to its end and return what was found.

    A file with a manifest beside it must have that SHA-256. One without it is of a crawl that is under way or was
    killed: it is read, and reported as unsealed; that its last record is cut is then no fault, because nothing that
    was acknowledged is in it. `expected` are the files that must be there (paths inside the folder).
    """
    faults: list[str] = []
    notes: list[str] = []
    records = 0
    files = sorted(path for path in archive_folder.rglob("*.warc.gz") if path.is_file())
    names = {path.relative_to(archive_folder).as_posix(): path for path in files}
    for name, path in names.items():
        sealed = path.with_name(path.name + MANIFEST)
        report, digest = read_file(path)
        records += report.records
        if sealed.exists():
            faults += [f"{name}: {fault}" for fault in (*_against(sealed, path.name, digest), *report.faults)]
        elif report.cut:
            notes.append(f"{name}: unsealed; {report.faults[0]}")
        else:
            faults += [f"{name}: {fault}" for fault in report.faults]
            notes.append(f"{name}: unsealed (a crawl that is under way, or that was killed)")
    manifests = {path.relative_to(archive_folder).as_posix() for path in archive_folder.rglob(f"*.warc.gz{MANIFEST}")}
    missing = {name.removesuffix(MANIFEST) for name in manifests} | set(expected)
    faults += [f"{name}: the file is missing" for name in sorted(missing - set(names))]
    return Report(not faults, _sentence(len(files), records, faults, notes), tuple(faults), len(files), records,
                  tuple(notes))  # fmt: skip


def read_file(path: Path) -> tuple[FileReport, str]:
    """Return what a WARC file holds, record by record, and its SHA-256."""
    if path.stat().st_size == 0:
        return FileReport(0, ("holds nothing at all",), cut=True), hashlib.sha256().hexdigest()
    faults: list[str] = []
    whole = number = 0
    last: Member | None = None
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        digest = hashlib.sha256(data).hexdigest()
        for member in members(data):
            number += 1
            last = member
            flaw = member.flaw if member.record is None else record_flaw(member.record)
            if flaw:
                faults.append(f"record {number} at byte {member.offset:,} {flaw}; {whole:,} before it are whole")
            else:
                whole += 1
    return FileReport(whole, tuple(faults), cut=len(faults) == 1 and last is not None and last.cut), digest


def members(data: mmap.mmap | bytes, start: int = 0) -> Iterator[Member]:
    """Give every gzip member from an offset on; after a damaged one, go on at the next that begins like a record."""
    at = start
    while at < len(data):
        member = _member(data, at)
        if member.record is None and not member.cut:
            following = next_record(data, at + 1)
            member = Member(at, following - at, None, member.flaw)
        yield member
        at += member.size


def _member(data: mmap.mmap | bytes, start: int) -> Member:
    stream = zlib.decompressobj(31)
    out: list[bytes] = []
    size, at = 0, start
    try:
        while not stream.eof and at < len(data):
            piece = data[at : at + PIECE]
            out.append(stream.decompress(piece, LARGEST_RECORD_BYTES + 1 - size))
            size += len(out[-1])
            if size > LARGEST_RECORD_BYTES:
                return Member(start, 0, None, "is larger than any record may be")
            at += len(piece) - len(stream.unused_data) - len(stream.unconsumed_tail)
    except zlib.error as error:
        return Member(start, 0, None, f"is damaged ({str(error).split(': ')[-1]})")
    if not stream.eof:
        return Member(start, len(data) - start, None, "is cut off", cut=True)
    return Member(start, at - start, b"".join(out))


def next_record(data: mmap.mmap | bytes, start: int) -> int:
    """Return where the next gzip member that holds a WARC record begins; the end where there is none."""
    at = data.find(MEMBER, start)
    while at != -1:
        try:
            if zlib.decompressobj(31).decompress(data[at : at + PIECE], 5) == b"WARC/":
                return at
        except zlib.error:
            pass
        at = data.find(MEMBER, at + 1)
    return len(data)


def record_flaw(record: bytes) -> str:
    """Return what is wrong with a WARC record, as the end of a sentence; nothing when it is whole."""
    head, separator, rest = record.partition(b"\r\n\r\n")
    if not record.startswith(b"WARC/") or not separator:
        return "is no WARC record"
    fields = _fields(head)
    length = fields.get("content-length", "")
    if not length.isdigit() or len(rest) != int(length) + 4 or not rest.endswith(b"\r\n\r\n"):
        return "is not as long as it says"
    block = rest[:-4]
    if not _agrees(fields.get("warc-block-digest"), block):
        return "has a block that is not the one that was kept"
    is_response = fields.get("warc-type") == "response"
    payload = block.partition(b"\r\n\r\n")[2] if is_response else b""
    if is_response and not _agrees(fields.get("warc-payload-digest"), payload):
        return f"has a body that is not the one that was kept ({fields.get('warc-target-uri', '')})"
    return ""


def _fields(head: bytes) -> dict[str, str]:
    lines = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    return {name.strip().lower().decode("latin-1"): value.strip().decode("latin-1") for name, _, value in lines}


def _agrees(said: str | None, content: bytes) -> bool:
    """Return whether content has the digest that a field says, in base 32 or hexadecimal; an unknown kind agrees."""
    kind, _, value = (said or "").partition(":")
    if kind not in {"sha1", "sha256"}:
        return True
    digest = hashlib.new(kind, content, usedforsecurity=False).digest()
    return value.lower() in {digest.hex(), base64.b32encode(digest).decode("ascii").lower()}


def _against(manifest: Path, name: str, digest: str) -> list[str]:
    match = DIGEST_LINE.match(manifest.read_text("utf-8", "replace").strip())
    if match is None or match[2] != name:
        return ["its manifest cannot be read"]
    return [] if match[1] == digest else ["is not the file that was sealed (its SHA-256 is another)"]


def _sentence(files: int, records: int, faults: list[str], notes: list[str]) -> str:
    if not files and not faults:
        return "the archive is empty."
    counted = f"{_count(records, 'record')} in {_count(files, 'file')} {'is' if records == 1 else 'are'} whole"
    unsealed = ""
    if notes:
        named = ", ".join(note.split(":")[0] for note in notes[:NOTED])
        more = f" and {len(notes) - NOTED} more" if len(notes) > NOTED else ""
        cut = sum("cut off" in note for note in notes)
        unsealed = f"; unsealed: {named}{more}" + (f", {cut} of them cut in the last record" if cut else "")
    wrong = f"{_count(len(faults), 'fault')}: " if faults else ""
    return f"{wrong}{counted}{unsealed}."


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}" + ("" if number == 1 else "s")
