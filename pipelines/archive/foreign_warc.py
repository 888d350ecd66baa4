"""Pages of archives that others made: WARC files (Common Crawl's, a library's), and saved HTML by `saved_pages`.

Most records of a foreign file are no outlet's of ours, so what is cheap comes first: the address is looked at before
the record's body is read, and the host before the patterns.
"""

from __future__ import annotations

import logging
import mmap
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.archiveiterator import ArchiveIterator as ArcIterator
from warcio.exceptions import ArchiveLoadFailed

from pipelines.archive.foreign_http import NotHttp, Response, as_kept, read_response
from pipelines.archive.foreign_page import ForeignArchiveError, ForeignPage
from pipelines.archive.saved_pages import saved_files, saved_pages
from pipelines.archive.verify import MEMBER, members, next_record
from pipelines.patterns import Site, is_article

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", ""})
LARGEST_PAGE_BYTES = 64 * 1024 * 1024  # of a record: a larger one is no article, and would be held in memory
TELL_EVERY = 1000  # records between two words on how far the file has been read
SUFFIXES = (".warc.gz", ".warc")
ARC_SUFFIXES = (".arc.gz", ".arc")
BAD_HEADER = "Invalid WARC header"  # FastWARC's words for a record that does not begin where the one before it ends
PLAIN_RECORD = re.compile(rb"\r?\n(?=WARC/1\.[01]\r?\n)")

logger = logging.getLogger(__name__)


AnySite = TypeVar("AnySite", bound=Site)


def pages(
    source: Path,
    outlets: Sequence[Site] | None,
    *,
    note: Callable[[str], None] = logger.warning,
    reached: Callable[[int], None] = lambda _: None,
) -> Iterator[ForeignPage]:
    """Give the pages of a WARC file, of a folder or zip of saved HTML, or a single one, that are articles of outlets.

    Without outlets every page is given. A WARC that is cut or damaged gives what it holds, and `note` hears of it, as of
    every saved page that is skipped; `reached` hears how many bytes have been read.

    Raises:
        ForeignArchiveError: the source is neither, or its manifest does not hold.
    """
    wanted = (lambda _: True) if outlets is None else _Wanted(outlets)
    if (saved := saved_files(source)) is not None:
        return saved_pages(saved, wanted, note)
    if source.name.endswith(ARC_SUFFIXES):
        return _arc_pages(source, wanted, note, reached)
    if not source.name.endswith(SUFFIXES):
        raise ForeignArchiveError(
            f"{source} is neither a WARC file ({', '.join(SUFFIXES)}), nor an ARC file ({', '.join(ARC_SUFFIXES)}), nor a folder or zip of saved pages, nor a page (.html)"
        )
    return _warc_pages(source, wanted, note, reached)


def matching_outlet(url: str, outlets: Iterable[AnySite]) -> AnySite | None:
    """Return the first outlet of which this address is an article; None where it is nobody's."""
    return next(matching_outlets(url, outlets), None)


def matching_outlets(url: str, outlets: Iterable[AnySite]) -> Iterator[AnySite]:
    """Yield the outlets of which this address may be an article: several may share a host."""
    host = _host(url)
    for outlet in outlets:
        if any(host == domain or host.endswith("." + domain) for domain in outlet.domains) and is_article(url, outlet):
            yield outlet


class _Wanted:
    """Whether an address is an article of any of some outlets: the host first, for most addresses fail there."""

    def __init__(self, outlets: Sequence[Site]) -> None:
        self._by_domain: dict[str, list[Site]] = {}
        for outlet in outlets:
            for domain in outlet.domains:
                self._by_domain.setdefault(domain, []).append(outlet)

    def __call__(self, url: str) -> bool:
        domain = _host(url)
        while domain:
            if domain in self._by_domain:
                return any(is_article(url, outlet) for outlet in self._by_domain[domain])
            domain = domain.partition(".")[2]
        return False


def _host(url: str) -> str:
    authority = url.partition("//")[2].partition("/")[0].partition("?")[0]
    return authority.rpartition("@")[2].partition(":")[0].lower()


def _warc_pages(
    path: Path, wanted: Callable[[str], bool], note: Callable[[str], None], reached: Callable[[int], None]
) -> Iterator[ForeignPage]:
    """Give a WARC's pages; past a damaged place, go on at the next record.

    A page is given once the record after it was found where its length says: one whose length does not hold is told.
    """
    begin: int | None = 0
    while begin is not None:
        at = begin
        held: tuple[ForeignPage, ...] = ()
        with path.open("rb") as file:
            file.seek(begin)
            records = ArchiveIterator(
                file, record_types=WarcRecordType.response | WarcRecordType.resource, parse_http=False,
                max_content_length=LARGEST_PAGE_BYTES,
            )  # fmt: skip
            try:
                for number, record in enumerate(records):
                    yield from held
                    at, held = record.stream_pos, ()
                    if number % TELL_EVERY == 0:
                        reached(at)
                    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
                    if wanted(url):
                        held = tuple(_page(record, url, path, at, note))
            except (OSError, ValueError) as error:
                wrong_length = held and str(error) == BAD_HEADER
                if not wrong_length:
                    yield from held
                begin, padding = _after_damage(path, at)
                if not padding:
                    told = f"the record of {held[0].url} is not as long as it says" if wrong_length else str(error)
                    note(f"{path}, after byte {at:,}: {told}; "
                         + (f"going on at byte {begin:,}" if begin else "nothing after it can be read"))  # fmt: skip
                continue
        yield from held
        begin = None
        if (place := _cut_at(path, at)) is not None:
            note(f"{path}, byte {place:,}: the file is cut off in its last record; all before it was read")
    reached(path.stat().st_size)


def _page(record: Any, url: str, path: Path, at: int, note: Callable[[str], None]) -> Iterator[ForeignPage]:
    block: bytes = record.reader.read()
    if len(block) < record.content_length:
        return  # cut: told at the end of the file
    kind = None if record.record_type == WarcRecordType.response else record.headers.get("Content-Type") or ""
    try:
        page = foreign_page(url, block, record.headers.get("WARC-Date") or "", f"{path}", at, resource=kind)
    except (NotHttp, ValueError) as error:
        note(f"{path}, byte {at:,}: {url} cannot be read: {error}")
        return
    if page is not None:
        yield page


def foreign_page(
    url: str, block: bytes, date: str, source: str, position: int, *, resource: str | None = None
) -> ForeignPage | None:
    """Return the page that a record's block holds; None where it is none. `resource`: the type of one without HTTP.

    Raises NotHttp, and ValueError for a date that is none.
    """
    response = read_response(block) if resource is None else Response(200, (("Content-Type", resource),), block)
    captured_at = datetime.fromisoformat(date)
    if response.status != 200 or response.kind not in PAGE_TYPES or not response.body:
        return None
    kept = as_kept(response)
    moment = captured_at if captured_at.tzinfo else captured_at.replace(tzinfo=UTC)
    return ForeignPage(url, moment, kept.status, kept.headers, kept.body, source, position)


def _after_damage(path: Path, at: int) -> tuple[int | None, bool]:
    """Return where the first record begins after the damaged one at or after this offset; None where there is none.

    And whether what lies between is no damage, but zero bytes that a writer put there to fill a block.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data[: len(MEMBER)] != MEMBER:
            following = PLAIN_RECORD.search(data, at + 1)
            return (following.end() if following else None), False
        bad = next((member for member in members(data, at) if member.record is None), None)
        damaged = bad.offset if bad else at
        after = next_record(data, damaged + 1)
        padding = bad is not None and not any(data[damaged : damaged + bad.size])
        return (after if after < len(data) else None), padding


def _cut_at(path: Path, at: int) -> int | None:
    """Return where the record begins in which the file ends too early, looking from a record at this offset on."""
    if path.stat().st_size == 0:
        return 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data[: len(MEMBER)] == MEMBER:
            return next((one.offset for one in members(data, at) if one.cut and any(data[one.offset :])), None)
        return None if data[-4:] == b"\r\n\r\n" else at


def _arc_pages(
    path: Path, wanted: Callable[[str], bool], note: Callable[[str], None], reached: Callable[[int], None]
) -> Iterator[ForeignPage]:
    """Give the pages of an ARC file, the format of web archives before 2009. Past a damaged place there is no way on."""
    with path.open("rb") as file:
        records = ArcIterator(file, arc2warc=True, no_record_parse=True)
        try:
            for number, record in enumerate(records):
                at = file.tell()  # behind it: to ask warcio where it begins reads it to its end
                if number % TELL_EVERY == 0:
                    reached(at)
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                if record.rec_type == "warcinfo":
                    continue
                if "://" not in url:
                    raise ValueError("no record where one should begin")
                if not wanted(url):
                    continue
                block = record.raw_stream.read(LARGEST_PAGE_BYTES)
                try:
                    page = foreign_page(url, block, record.rec_headers.get_header("WARC-Date") or "", f"{path}", at)
                except (NotHttp, ValueError) as error:
                    note(f"{path}, byte {at:,}: {url} cannot be read: {error}")
                    continue
                if page is not None:
                    yield page
        except (OSError, ValueError, EOFError, zlib.error, ArchiveLoadFailed) as error:
            note(f"{path}, after byte {file.tell():,}: {error}; nothing after it can be read")
    reached(path.stat().st_size)
