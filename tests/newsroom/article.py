"""One article of the newsroom: TOML between two `+++` lines, then the body."""

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.newsroom.errors import SourceError, line_of, toml_line

WALLS = ("open", "registration", "subscription")
TRAPS = (
    "cookie_banner",
    "unsupported_browser",
    "job_adverts",
    "teasers",
    "standfirst_repeated",
    "poll",
    "caption_doubled",
    "newsletter",
    "comments_closed",
)
FAULTS = ("missing", "empty", "pdf", "truncated", "teaser_only", "nested")
"""What a page can be instead of an article: 404, no body, a PDF called HTML, cut short, a teaser, 400 levels deep."""

KINDS: dict[str, type | tuple[type, ...]] = {
    "url": str,
    "also_at": list,
    "canonical": bool,
    "title": str,
    "standfirst": str,
    "authors": list,
    "published": (datetime, str),
    "modified": (datetime, str),
    "section": str,
    "tags": list,
    "wall": str,
    "open_paragraphs": int,
    "traps": list,
    "caption": str,
    "json_ld": bool,
    "comments": list,
    "correction": str,
    "listed": bool,
    "edition": int,
    "withdrawn_in": int,
    "release": str,
    "fault": str,
    "expect": dict,
}
REQUIRED = ("url", "title", "published")
EXPECTATIONS = ("councils", "trusts", "policies")
COMMENT_KEYS = ("author", "posted", "text", "depth")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a body: a paragraph, a heading, a quotation (one line each) or a list (a line an item)."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReaderComment:
    """A comment under an article; `depth` 1 answers the comment above it."""

    author: str
    posted: str
    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the article's own text holds: GSS codes, slugs of trusts, policies that it bears on."""

    councils: tuple[str, ...] = ()
    trusts: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its source gives it."""

    source: Path
    url: str
    title: str
    published: datetime
    body: tuple[Block, ...]
    also_at: tuple[str, ...] = ()
    canonical: bool = True
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    modified: datetime | None = None
    section: str = "News"
    tags: tuple[str, ...] = ()
    wall: str = "open"
    open_paragraphs: int = 2
    traps: tuple[str, ...] = ()
    caption: str = ""
    json_ld: bool | None = None
    comments: tuple[ReaderComment, ...] = ()
    correction: str = ""
    listed: bool = True
    edition: int = 1
    withdrawn_in: int | None = None
    release: str = ""
    fault: str = ""
    expect: Expectation = Expectation()

    @property
    def slug(self) -> str:
        """The name of its source without endings: the identifier of a press release."""
        return self.source.name.split(".")[0]

    @property
    def repeated(self) -> str:
        """The standfirst, where the page prints it as the first paragraph too and the body does not yet."""
        wanted = "standfirst_repeated" in self.traps and self.body and self.body[0].lines[0] != self.standfirst
        return self.standfirst if wanted else ""

    @property
    def visible(self) -> tuple[Block, ...]:
        """The part of the body that a reader without an account is sent."""
        return self.body if self.wall == "open" else self.body[: self.open_paragraphs]


def read_article(path: Path) -> Article:
    """Return the article in this file.

    Raises:
        SourceError: the header or the body is not what the format allows.
    """
    return parse_article(path, path.read_text(encoding="utf-8"))


def parse_article(path: Path, text: str) -> Article:
    """Return the article that `text` gives; `path` names it in errors. Raises SourceError."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0] != "+++":
        raise SourceError(path, 1, "the first line is +++ and opens the header")
    if "+++" not in lines[1:]:
        raise SourceError(path, len(lines), "no second +++ line closes the header")
    end = lines.index("+++", 1)
    header = "\n".join(lines[1:end])
    try:
        keys = tomllib.loads(header)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(path, (toml_line(str(error)) or 1) + 1, f"not TOML: {error}") from error
    HeaderChecks(path, header, keys).run()
    body = parse_body(path, lines[end + 1 :], end + 2)
    if not body and not keys.get("fault"):
        raise SourceError(path, end + 2, "the body is empty; a page without one says which fault it has")
    return Article(source=path, body=body, **_fields(path, header, keys))


def parse_body(path: Path, lines: list[str], first_line: int) -> tuple[Block, ...]:
    """Return the blocks of a body: paragraphs, `## headings`, `> quotations` and `- lists`. Raises SourceError."""
    blocks: list[Block] = []
    for start, chunk in _chunks(lines):
        mark = chunk[0].split(" ")[0]
        if mark == "##":
            if len(chunk) > 1:
                raise SourceError(path, first_line + start + 1, "a heading is one line with a blank line after it")
            blocks.append(Block("heading", (chunk[0][3:],)))
        elif mark == ">":
            blocks.append(Block("quotation", (" ".join(line.removeprefix(">").strip() for line in chunk),)))
        elif mark == "-":
            joined = re.split(r"(?:^|\n)- ", "\n".join(chunk))[1:]
            blocks.append(Block("list", tuple(" ".join(item.split()) for item in joined)))
        elif re.match(r"[#>+*<]", mark) and not re.match(r"\*+\w", mark):
            raise SourceError(path, first_line + start, f"{mark!r} opens no block: ## heading, > quotation, - item")
        else:
            blocks.append(Block("paragraph", (" ".join(line.strip() for line in chunk),)))
    return tuple(blocks)


def _chunks(lines: list[str]) -> list[tuple[int, list[str]]]:
    chunks: list[tuple[int, list[str]]] = []
    open_chunk = False
    for number, line in enumerate(lines):
        if not line.strip():
            open_chunk = False
        elif open_chunk:
            chunks[-1][1].append(line.rstrip())
        else:
            chunks.append((number, [line.rstrip()]))
            open_chunk = True
    return chunks


class HeaderChecks:
    """What a header may say: each check raises SourceError with the line of its key."""

    def __init__(self, path: Path, header: str, keys: dict[str, Any]) -> None:
        self._path, self._header, self._keys = path, header, keys

    def run(self) -> None:
        """Make every check."""
        for key in REQUIRED:
            if key not in self._keys:
                raise SourceError(self._path, 1, f"{key} is missing")
        self._types()
        self._words()
        self._addresses()
        self._nested()

    def _fail(self, key: str, message: str) -> SourceError:
        return SourceError(self._path, line_of(self._header, key, 2), message)

    def _types(self) -> None:
        for key, value in self._keys.items():
            if key not in KINDS:
                raise self._fail(key, f"{key} is no key of an article; allowed: {', '.join(KINDS)}")
            if not isinstance(value, KINDS[key]) or (KINDS[key] is int and isinstance(value, bool)):
                raise self._fail(key, f"{key} is a {type(value).__name__}; it should be {KINDS[key]}")
        for key in ("also_at", "authors", "tags", "traps"):
            if not all(isinstance(item, str) for item in self._keys.get(key, [])):
                raise self._fail(key, f"{key} is a list of strings")

    def _words(self) -> None:
        for key, allowed in (("wall", WALLS), ("fault", FAULTS)):
            if self._keys.get(key, allowed[0]) not in allowed:
                raise self._fail(key, f"{key} is one of: {', '.join(allowed)}")
        for trap in self._keys.get("traps", []):
            if trap not in TRAPS:
                raise self._fail("traps", f"{trap!r} is no trap; allowed: {', '.join(TRAPS)}")
        for key in ("edition", "withdrawn_in"):
            if self._keys.get(key, 1) not in (1, 2):
                raise self._fail(key, f"{key} is 1 or 2")

    def _addresses(self) -> None:
        for key in ("url", "also_at"):
            paths = self._keys.get(key, [])
            for address in [paths] if isinstance(paths, str) else paths:
                if not re.fullmatch(r"/[!-~]+", address):
                    raise self._fail(key, f"{address!r} is no path: it begins with / and has no space or accent")

    def _nested(self) -> None:
        for comment in self._keys.get("comments", []):
            unknown = set(comment) - set(COMMENT_KEYS)
            if unknown or not {"author", "posted", "text"} <= set(comment):
                found = ", ".join(sorted(comment))
                raise self._fail("comments", f"a comment has {', '.join(COMMENT_KEYS)}; found {found}")
        for key, value in self._keys.get("expect", {}).items():
            if key not in EXPECTATIONS or not isinstance(value, list):
                raise self._fail(key, f"[expect] has lists named {', '.join(EXPECTATIONS)}")


def _fields(path: Path, header: str, keys: dict[str, Any]) -> dict[str, Any]:
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in keys.items()}
    for key in ("published", "modified"):
        if key in fields:
            fields[key] = _moment(path, line_of(header, key, 2), key, keys[key])
    fields["comments"] = tuple(ReaderComment(**comment) for comment in keys.get("comments", []))
    fields["expect"] = Expectation(**{key: tuple(value) for key, value in keys.get("expect", {}).items()})
    return fields


def _moment(path: Path, line: int, key: str, value: datetime | str) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as error:
        raise SourceError(path, line, f"{key} is no RFC 3339 time: {value!r}") from error
    if moment.tzinfo is None:
        raise SourceError(path, line, f"{key} has no offset: write 2026-11-18T09:00:00+00:00")
    return moment
