"""The filters: JSON lines in, JSON lines out, in order. A line that fails says so in its place and costs itself alone."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from flows import settings
from pipelines.page import RawPage


class NoSuchPage(Exception):  # noqa: N818 -- named for the state that it tells
    """The file or URL cannot be read; the message says which."""


class BadLines(Exception):  # noqa: N818 -- named for the state that it tells
    """Lines of the input could not be answered; every other line was, and the output says in place why these were not."""


def _tell(failed: int, verb: str) -> None:
    """Raise BadLines where lines failed, with how many."""
    if failed:
        lines = f"{failed:,} line{'' if failed == 1 else 's'}"
        raise BadLines(f"{lines} could not be {verb}; the output says why in place")


def extract_lines(source: TextIO, output: TextIO, *, jobs: int) -> None:
    """Extract JSON lines (see `pipelines.extract_filter`). Raises BadLines at the end."""
    from pipelines import extract_filter

    unread = extract_filter.extract_stream(source, output, jobs)
    if unread.pages:
        sys.stderr.write(f"{unread.pages:,} pages gave no article; the output says why in place\n")
    _tell(unread.lines, "read")


def tag_lines(source: TextIO, output: TextIO, *, jobs: int, explain: bool) -> None:
    """Tag JSON lines (see `nlp.tag_filter`). Raises BadLines at the end."""
    from nlp import tag_filter

    _tell(tag_filter.tag_stream(source, output, jobs=jobs, explain=explain), "tagged")


def match_lines(source: TextIO, output: TextIO, policies: Path | None, threshold: float | None) -> None:
    """Match JSON lines (see `nlp.match_filter`). Raises PolicyFileError before the start, BadLines at the end."""
    from nlp import match_filter

    _tell(match_filter.match_stream(source, output, policies, threshold=threshold), "matched")


def group_lines(source: TextIO, output: TextIO) -> None:
    """Group the articles of JSON lines into stories (see `nlp.story_filter`). Raises BadLines at the end."""
    from nlp import story_filter

    _tell(story_filter.stories_stream(source, output), "grouped")


def ledger_lines(source: TextIO, output: TextIO) -> None:
    """Group the sums of JSON lines into commitments (see `nlp.story_filter`). Raises BadLines at the end."""
    from nlp import story_filter

    _tell(story_filter.ledger_stream(source, output), "read")


def extract_one(source: str, output: TextIO) -> None:
    """Extract one page from a file or a URL and write it as a person reads it.

    Raises:
        NoSuchPage: there is no such file, or the URL could not be fetched.
        QuarantineError: the page cannot be read; the message says why.
        SettingsError: a URL was given and no contact for the user agent.
    """
    from pipelines.extract import extract
    from pipelines.extract_filter import readable

    page = _fetched(source) if urlsplit(source).scheme in {"http", "https"} else _saved(Path(source))
    output.write(readable(extract(page)) + "\n")


def _saved(path: Path) -> RawPage:
    if not path.is_file():
        raise NoSuchPage(f"there is no file {path}")
    encoding = "gzip" if path.suffix == ".gz" else None
    return RawPage(path.read_bytes(), "text/html", encoding, path.resolve().as_uri(), datetime.now(UTC))


def _fetched(url: str) -> RawPage:
    from spiders.survey import single

    return single.fetch(url, settings.read_settings().user_agent())
