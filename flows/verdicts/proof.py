"""Whether the archive still proves what verdicts rest on: the file, the record, and the passage in the page."""

from __future__ import annotations

import hashlib
import mmap
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from pipelines.archive import verify, warc
from pipelines.decode import decode
from pipelines.errors import QuarantineError
from pipelines.isolation.workers import ExtractionPool
from pipelines.markup.tree import parse
from pipelines.page import Extraction, RawPage
from spiders.registry.outlet import Outlet
from warehouse.verdicts.history import PolicyHistory
from warehouse.vocabulary.stances import Field

_NOT_LETTERS = re.compile(r"[\W_]+")
_RECORD_ID = re.compile(rb"^WARC-Record-ID:\s*<urn:uuid:([0-9a-f-]{36})>", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pin:
    """A passage that is to be proved: from which capture, and where in its text."""

    about: str  # for people
    capture_id: UUID
    payload_sha256: str | None
    warc_file: str | None
    warc_offset: int | None
    body_file: str | None
    body_offset: int | None
    field: Field
    start: int
    end: int
    passage: str
    extractor: str


@dataclass(frozen=True, slots=True)
class PinProof:
    """Whether one passage is proved, and how, or what fails."""

    about: str
    capture_id: UUID
    proved: bool
    sentence: str


def pins_of(history: PolicyHistory) -> list[Pin]:
    """Return every passage that a history's verdicts and accepted evidence rest on."""
    pins = []
    for row in history.book:
        for one in row.written.evidence if row.written else ():
            about = f"verdict {row.sequence}, [{one.number}] “{one.title}” ({one.outlet_id})"
            pins.append(_pin(about, one))
    pins += [_pin(f"evidence “{one.title}” ({one.outlet_id})", one) for one in history.evidence]
    return pins


def _pin(about: str, one: Any) -> Pin:
    names = [name for name in Pin.__dataclass_fields__ if name != "about"]
    return Pin(about, **{name: getattr(one, name) for name in names})


def capture_flaw(archive: Path, pin: Pin) -> str:
    """Return what is wrong with a pin's capture in the archive, as the end of a sentence; nothing where it is proved."""
    if pin.warc_file is None or pin.body_file is None or pin.warc_offset is None or pin.body_offset is None:
        return "the capture is not known: nothing proves the passage"
    repeats = (pin.body_file, pin.body_offset) != (pin.warc_file, pin.warc_offset)
    places = [(pin.warc_file, pin.warc_offset, str(pin.capture_id))]
    if repeats:
        places.append((pin.body_file, pin.body_offset, ""))
    for file, offset, capture_id in places:
        if flaw := _record_flaw(archive, file, offset, capture_id):
            return f"{file} at byte {offset:,}: {flaw}"
    try:
        body = warc.read_response(archive, pin.body_file, pin.body_offset).body
    except warc.ArchiveError as error:
        return str(error)
    if hashlib.sha256(body).hexdigest() != pin.payload_sha256:
        return f"{pin.body_file} at byte {pin.body_offset:,}: the body is not the one that was pinned"
    return ""


def _record_flaw(archive: Path, file: str, offset: int, capture_id: str) -> str:
    path = archive / file
    if not path.resolve().is_relative_to(archive.resolve()) or not path.is_file():
        return "there is no such file"
    with path.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if offset >= len(data):
            return "the file ends before it"
        member = next(verify.members(data, offset))
    if member.record is None:
        return f"the record {member.flaw}"
    if flaw := verify.record_flaw(member.record):
        return f"the record {flaw}"
    named = _RECORD_ID.search(member.record.partition(b"\r\n\r\n")[0])
    if capture_id and (named is None or named[1].decode("ascii").lower() != capture_id):
        return "another record stands there"
    return ""


def seal_flaws(archive: Path, files: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give each of these files that is not the one that was sealed, and a sentence."""
    for file in sorted(set(files)):
        path = archive / file
        sealed = path.with_name(path.name + verify.MANIFEST)
        if not path.is_file():
            yield file, "the file is missing"
        elif sealed.is_file():
            said = verify.DIGEST_LINE.match(sealed.read_text("utf-8", "replace").strip())
            with path.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
            if said is None or said[1] != digest:
                yield file, "is not the file that was sealed: a byte of it changed"


def passage_flaw(pin: Pin, page: RawPage, read: Extraction | QuarantineError) -> tuple[str, str]:
    """Return what is wrong with a passage in its page, or nothing; and how it was found."""
    if isinstance(read, Extraction):
        part = _part(read, pin.field)
        if read.extractor == pin.extractor and part[pin.start : pin.end] == pin.passage:
            return "", "the passage stands in the page at its offsets"
        if pin.passage in part:
            return "", f"the passage stands in the page, which {read.extractor} reads now"
    letters, wanted = _letters(_all_words(page)), _letters(pin.passage)
    if wanted and wanted in letters:
        return "", "the words of the passage stand in the page"
    return "the passage is not in the page", ""


def prove(
    archive: Path, pins: Sequence[Pin], pages: Mapping[UUID, Mapping[str, Any]], outlets: Mapping[str, Outlet]
) -> list[PinProof]:
    """Return a proof for each pin, in order, and one more for each file that is not the one that was sealed.

    `pages` gives what is needed to read a capture's page again, by capture.
    """
    flaws = {pin: capture_flaw(archive, pin) for pin in set(pins)}
    sound = {pin.capture_id: pin for pin in pins if not flaws[pin]}
    opened = {each: _page(archive, pin, pages.get(each, {}), outlets) for each, pin in sound.items()}
    with ExtractionPool(1) as pool:
        read = dict(zip(opened, pool.map(opened.values()), strict=True))
    proofs = []
    for pin in pins:
        flaw, how = flaws[pin], ""
        if not flaw:
            flaw, how = passage_flaw(pin, opened[pin.capture_id], read[pin.capture_id])
        proofs.append(PinProof(pin.about, pin.capture_id, not flaw, flaw or f"the record is whole, and {how}"))
    files = {name: pin for pin in pins for name in (pin.warc_file, pin.body_file) if name is not None}
    proofs += [PinProof(file, files[file].capture_id, False, said) for file, said in seal_flaws(archive, files)]
    return proofs


def _page(archive: Path, pin: Pin, row: Mapping[str, Any], outlets: Mapping[str, Outlet]) -> RawPage:
    assert pin.body_file is not None
    assert pin.body_offset is not None
    response = warc.read_response(archive, pin.body_file, pin.body_offset)
    outlet = outlets.get(row.get("outlet_id", ""))
    captured_at = row.get("captured_at") or response.captured_at
    return RawPage(
        body=response.body,
        content_type=row.get("content_type") or response.header("content-type"),
        content_encoding=response.header("content-encoding"),
        url=row.get("final_url") or response.url,
        captured_at=captured_at,
        rules=outlet.page_rules(captured_at.date()) if outlet else None,
        listed_title=row.get("listed_title"),
        listed_published=row.get("listed_published"),
    )


def _part(read: Extraction, field: Field) -> str:
    if field is Field.CORRECTIONS:
        return "\n\n".join(read.corrections)
    return getattr(read, field.value) or ""


def _all_words(page: RawPage) -> str:
    try:
        root = parse(decode(page.body, page.content_type, page.content_encoding).text)
    except QuarantineError:
        return ""
    return " ".join(root.itertext())


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()
