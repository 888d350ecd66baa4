"""Extraction for people and for pipes: `pledgewatch extract`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from flows import settings
from pipelines import extract_filter
from pipelines.extract import extract
from pipelines.page import RawPage


class NoSuchPage(Exception):  # noqa: N818 -- what is so
    """The file or URL cannot be read; the message says which."""


def extract_lines(source: TextIO, output: TextIO, *, jobs: int) -> None:
    """Extract JSON lines, in order. See `pipelines.extract_filter`."""
    extract_filter.run(source, output, jobs)


def extract_one(source: str, output: TextIO) -> None:
    """Extract one page from a file or a URL and write it as a person reads it.

    Raises:
        NoSuchPage: there is no such file, or the URL could not be fetched.
        Quarantine: the page cannot be read; the message says why.
        SettingsError: a URL was given and no contact for the user agent.
    """
    page = _fetched(source) if urlsplit(source).scheme in {"http", "https"} else _saved(Path(source))
    output.write(extract_filter.readable(extract(page)) + "\n")


def _saved(path: Path) -> RawPage:
    if not path.is_file():
        raise NoSuchPage(f"there is no file {path}")
    encoding = "gzip" if path.suffix == ".gz" else None
    return RawPage(path.read_bytes(), "text/html", encoding, path.resolve().as_uri(), datetime.now(UTC))


def _fetched(url: str) -> RawPage:
    from spiders import single

    return single.fetch(url, settings.read().user_agent())
