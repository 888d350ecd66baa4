"""`pledgewatch extract` as a filter: one JSON object a line in, one a line out, in order.

In: `{"id", "url", "path"}`; `path` is a saved page, gzipped or not. Out: `{"id", "url", "title", "standfirst", "authors",
"published", "published_precision", "modified", "text", "corrections", "comments", "wall", "language", "confidence", "reasons"}`. A page that
gives no article has its answer all the same: empty text, confidence 0 and the reason. A line that is no request is answered
`{"id", "url", "error"}`, and never as an empty article. So the lines of both sides pair up.
"""

from __future__ import annotations

import json
import textwrap
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from pipelines.decode import MOST_BYTES
from pipelines.errors import QuarantineError
from pipelines.isolation.workers import ExtractionPool
from pipelines.page import Extraction, RawPage
from warehouse.records import Wall

WIDTH = 100  # columns of the reading for people
BAD_LINE = "\x00bad line"  # a key that no request has, for what is wrong with its line


class Unread(NamedTuple):
    """What gave no article: lines that were no request, and pages that were quarantined."""

    lines: int
    pages: int


def extract_stream(lines: Iterable[str], output: TextIO, jobs: int = 1) -> Unread:
    """Answer every line of `lines` on `output`, in order. Returns how many lines and pages gave no article."""
    asked: deque[dict[str, Any]] = deque()
    bad = quarantined = 0

    def pages() -> Iterator[RawPage]:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                request, page = _page(line, number)
                asked.append(request)
                yield page

    with ExtractionPool(jobs) as pool:
        for answer in pool.map(pages()):
            request = asked.popleft()
            if BAD_LINE in request:  # nothing was read, so an empty page was sent in its place
                bad += 1
                said = {"id": request.get("id"), "url": request.get("url"), "error": request[BAD_LINE]}
            else:
                quarantined += isinstance(answer, QuarantineError)
                said = as_json(answer, request)
            output.write(json.dumps(said, ensure_ascii=False) + "\n")
            output.flush()
    return Unread(bad, quarantined)


def as_json(answer: Extraction | QuarantineError, request: dict[str, Any]) -> dict[str, Any]:
    """Return the object of one answer."""
    known = {"id": request.get("id"), "url": request.get("url")}
    if isinstance(answer, QuarantineError):
        empty = dict.fromkeys(
            ("title", "standfirst", "published", "published_precision", "modified", "wall", "language")
        )
        reasons = [f"quarantined: {answer}"]
        nothing: dict[str, Any] = {"authors": [], "text": "", "corrections": [], "comments": []}
        return {**known, **empty, **nothing, "confidence": 0.0, "reasons": reasons}
    return {
        **known,
        "title": answer.title,
        "standfirst": answer.standfirst,
        "authors": list(answer.authors),
        "published": answer.published.isoformat() if answer.published else None,
        "published_precision": str(answer.published_precision) if answer.published_precision else None,
        "modified": answer.modified.isoformat() if answer.modified else None,
        "text": answer.text,
        "corrections": list(answer.corrections),
        "comments": [asdict(comment) for comment in answer.comments],
        "wall": str(answer.wall),
        "language": answer.language,
        "confidence": answer.confidence,
        "reasons": list(answer.reasons),
    }


def _page(line: str, number: int) -> tuple[dict[str, Any], RawPage]:
    empty = RawPage(b"", None, None, "", datetime.now(UTC))
    try:
        request = json.loads(line)
    except ValueError as error:
        return {BAD_LINE: f"line {number} is no JSON: {error}"}, empty
    if not isinstance(request, dict) or not isinstance(request.get("path"), str):
        known = request if isinstance(request, dict) else {}
        return {**known, BAD_LINE: f'line {number} is no object with a "path"'}, empty
    try:
        body = read_file(Path(request["path"]))
    except OSError as error:
        return {**request, BAD_LINE: f"line {number}: {request['path']}: {error.strerror or error}"}, empty
    return request, RawPage(body, None, None, str(request.get("url") or ""), datetime.now(UTC))


def read_file(path: Path) -> bytes:
    """Return a saved page's bytes, no more than would be refused as too large anyway."""
    with path.open("rb") as stream:
        return stream.read(MOST_BYTES + 1)


def readable(extraction: Extraction) -> str:
    """Return an extraction as a person would read it: what is known first, then the text."""
    facts = [
        ("By", ", ".join(extraction.authors)),
        ("Published", _moment(extraction.published)),
        ("Modified", _moment(extraction.modified)),
        ("Section", extraction.section or ""),
        ("Tags", ", ".join(extraction.tags)),
        ("Wall", "" if extraction.wall is Wall.OPEN else f"{extraction.wall} ({extraction.wall_reason})"),
        ("Language", extraction.language or ""),
        ("Confidence", f"{extraction.confidence:.2f}" + "".join(f"; {reason}" for reason in extraction.reasons)),
    ]
    parts = [_wrapped(extraction.title) + "\n" + "=" * min(len(extraction.title), WIDTH)]
    parts.append("\n".join(f"{name + ':':<12}{value}" for name, value in facts if value))
    if extraction.standfirst:
        parts.append(textwrap.indent(_wrapped(extraction.standfirst, WIDTH - 4), "    "))
    parts.extend(_wrapped(paragraph) for paragraph in extraction.text.split("\n\n"))
    parts.extend(f"[correction] {_wrapped(text)}" for text in extraction.corrections)
    parts.extend(f"[caption] {_wrapped(text)}" for text in extraction.captions)
    if extraction.comments:
        parts.append(f"Comments ({len(extraction.comments)})\n" + "-" * 20)
    for comment in extraction.comments:
        head = " · ".join(part for part in (comment.author or "unnamed", comment.posted) if part)
        parts.append(
            textwrap.indent(f"{head}\n{_wrapped(comment.text, WIDTH - 8)}", "    " * min(comment.depth + 1, 6))
        )
    return "\n\n".join(parts) + "\n"


def _wrapped(text: str, width: int = WIDTH) -> str:
    return textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)


def _moment(value: datetime | None) -> str:
    return value.strftime("%-d %B %Y, %H:%M %Z") if value else ""
