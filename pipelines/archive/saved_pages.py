"""Saved HTML: a folder, a zip of one, or a single page. A manifest.jsonl says where pages came from, or they say so themselves."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from pipelines.archive.foreign_page import ForeignArchiveError, ForeignPage
from pipelines.archive.page_address import page_address
from pipelines.decode import decode
from pipelines.errors import QuarantineError
from pipelines.identity import NotAnAddress, canonical_url

MANIFEST = "manifest.jsonl"
PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
LARGEST_PAGE_BYTES = 64 * 1024 * 1024  # of one page, unpacked: a larger one is no article, and would be held in memory
SUFFIXES_NAMED = 4  # of files that are no page, in the sentence that counts them

Note = Callable[[str], None]


class SkippedError(Exception):
    """A file is no page that can be taken; the message is the reason."""


class SavedFiles(Protocol):
    """Files by name: of a folder, of a zip."""

    name: str

    def names(self) -> list[str]:
        """Return the names of all files, in order, with slashes."""

    def read(self, name: str) -> bytes:
        """Return what a file holds. Raises SkippedError."""

    def saved_at(self, name: str) -> datetime:
        """Return when a file was saved, in UTC."""


class FolderOfPages:
    """The files of a folder and of the folders in it; with `only`, one of them alone."""

    def __init__(self, folder: Path, only: str | None = None) -> None:
        self._folder, self._only = folder, only
        self.name = str(folder / only if only else folder)

    def names(self) -> list[str]:
        """Return the names of all files below the folder. A link that leads out of it is no file of it."""
        if self._only:
            return [self._only]
        inside = self._folder.resolve()
        files = (path for path in self._folder.rglob("*") if path.is_file() and path.resolve().is_relative_to(inside))
        return sorted(path.relative_to(self._folder).as_posix() for path in files)

    def read(self, name: str) -> bytes:
        """Return what a file holds. Raises SkippedError."""
        path = self._folder / name
        try:
            if path.stat().st_size > LARGEST_PAGE_BYTES:
                raise SkippedError(f"it is larger than {LARGEST_PAGE_BYTES // 1024**2} MB")
            return path.read_bytes()
        except OSError as error:
            raise SkippedError(str(error.strerror)) from error

    def saved_at(self, name: str) -> datetime:
        """Return when a file was last written."""
        return datetime.fromtimestamp((self._folder / name).stat().st_mtime, UTC)


class ZipOfPages:
    """The files of a zip, none of which is written anywhere."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile) as error:
            raise ForeignArchiveError(f"{path} cannot be read as a zip: {error}") from error

    def names(self) -> list[str]:
        """Return the names of all files in the zip."""
        return sorted(one.filename for one in self._zip.infolist() if not one.is_dir())

    def read(self, name: str) -> bytes:
        """Return what a file holds, unpacked no further than a page may be large. Raises SkippedError."""
        try:
            with self._zip.open(name) as file:
                body = file.read(LARGEST_PAGE_BYTES + 1)
        except (OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise SkippedError(f"it cannot be unpacked: {error}") from error
        if len(body) > LARGEST_PAGE_BYTES:
            raise SkippedError(f"it is larger than {LARGEST_PAGE_BYTES // 1024**2} MB")
        return body

    def saved_at(self, name: str) -> datetime:
        """Return when a file was saved; a zip says it without a zone, which is taken for UTC."""
        try:
            return datetime(*self._zip.getinfo(name).date_time, tzinfo=UTC)
        except ValueError:  # some writers leave zeros there
            return datetime.fromtimestamp(Path(self.name).stat().st_mtime, UTC)


def saved_files(source: Path) -> SavedFiles | None:
    """Return the files of a folder, a zip or a single page; None where the source is none of them.

    Raises:
        ForeignArchiveError: it ends in .zip and cannot be read.
    """
    if source.is_dir():
        return FolderOfPages(source)
    name = source.name.lower()
    if name.endswith(PAGE_SUFFIXES):
        return FolderOfPages(source.parent, source.name)
    return ZipOfPages(source) if name.endswith(".zip") else None


def saved_pages(files: SavedFiles, wanted: Callable[[str], bool], note: Note) -> Iterator[ForeignPage]:
    """Give the pages of saved files. `note` hears of every page that is skipped, and why.

    Raises:
        ForeignArchiveError: a manifest does not hold; it is checked whole before the first page is given.
    """
    names = files.names()
    listed = _manifest(files, names) if MANIFEST in names else None
    told = {saved.name for saved in listed or ()}
    for name in names:
        if listed is not None and name not in told and name.lower().endswith(PAGE_SUFFIXES):
            note(f"{files.name}: {name} is skipped: {MANIFEST} does not name it")
    _count_others(
        files, [name for name in names if name != MANIFEST and not name.lower().endswith(PAGE_SUFFIXES)], note
    )
    for saved in listed if listed is not None else _bare(files, names):
        try:
            yield _page(files, saved, wanted)
        except SkippedError as reason:
            note(f"{files.name}: {saved.name} is skipped: {reason}")


@dataclass(frozen=True, slots=True)
class _Saved:
    """One page: of a line of a manifest, or, without an address, a file that must say its own."""

    line: int
    name: str
    url: str | None
    fetched_at: datetime


def _bare(files: SavedFiles, names: list[str]) -> Iterator[_Saved]:
    pages = (name for name in names if name.lower().endswith(PAGE_SUFFIXES))
    return (_Saved(number, name, None, files.saved_at(name)) for number, name in enumerate(pages, 1))


def _page(files: SavedFiles, saved: _Saved, wanted: Callable[[str], bool]) -> ForeignPage:
    if saved.url is not None and not wanted(saved.url):
        raise SkippedError(f"{saved.url} is no article of our outlets")
    body = files.read(saved.name)
    packed = "gzip" if saved.name.lower().endswith(".gz") else None
    url = saved.url or _own_address(body, packed)
    if not wanted(url):
        raise SkippedError(f"{url} is no article of our outlets")
    headers = (("Content-Type", "text/html"), *((("Content-Encoding", packed),) if packed else ()))
    return ForeignPage(url, saved.fetched_at, 200, headers, body, f"{files.name}/{saved.name}", saved.line)


def _own_address(body: bytes, packed: str | None) -> str:
    try:
        text = decode(body, None, packed).text
    except QuarantineError as error:
        raise SkippedError(f"it cannot be read: {error}") from error
    address = page_address(text)
    if address is None:
        raise SkippedError(f"it does not say its address: name it in a {MANIFEST}")
    return address


def _count_others(files: SavedFiles, others: list[str], note: Note) -> None:
    if others:
        kinds = Counter(PurePosixPath(name).suffix.lower() or "no suffix" for name in others)
        named = ", ".join(f"{kind} {number:,}" for kind, number in kinds.most_common(SUFFIXES_NAMED))
        note(f"{files.name}: {len(others):,} files that are no HTML page are skipped ({named})")


def _manifest(files: SavedFiles, names: list[str]) -> list[_Saved]:
    found, known = [], set(names)
    try:
        lines = files.read(MANIFEST).decode("utf-8", "replace").splitlines()
    except SkippedError as error:
        raise ForeignArchiveError(f"{files.name}/{MANIFEST}: {error}") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(_saved(number, line, known))
            except ValueError as error:
                raise ForeignArchiveError(f"{files.name}/{MANIFEST}, line {number}: {error}") from error
    return found


def _saved(number: int, line: str, names: set[str]) -> _Saved:
    row = _row(line)
    name = PurePosixPath(row["path"]).as_posix()
    if name.startswith("/") or ".." in PurePosixPath(name).parts:
        raise ValueError(f'"path" leads out of the folder: {row["path"]!r}')
    if not name.lower().endswith(PAGE_SUFFIXES):
        raise ValueError(f'"path" must end in .html or .html.gz; it is {row["path"]!r}')
    if name not in names:
        raise ValueError(f"there is no file {row['path']} in it, or it is a link that leads out of the folder")
    try:
        canonical_url(row["url"])
    except NotAnAddress as error:
        raise ValueError(f'"url" is {error}') from error
    try:
        moment = datetime.fromisoformat(row["fetched_at"])
    except ValueError:
        raise ValueError(
            f'"fetched_at" must be a time such as 2026-11-20T06:00:00Z; it is {row["fetched_at"]!r}'
        ) from None
    return _Saved(number, name, row["url"], moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ValueError(f"is not JSON: {error}") from error
    if not isinstance(row, dict):
        raise ValueError('must be an object with "path", "url" and "fetched_at"')
    for key in ("path", "url", "fetched_at"):
        if not isinstance(row.get(key), str) or not row[key]:
            raise ValueError(f'"{key}" is missing or no text; every line has "path", "url" and "fetched_at"')
    return row
