"""The kinds of value that an outlet's file may hold, each checked where it is written."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import lxml.etree
import lxml.html
from pydantic import AfterValidator, Field

from spiders.registry.backtracking import LONGEST_ADDRESS, SLOWEST_SECONDS, explodes
from warehouse.records import Wall
from warehouse.toml.allowed import Allowed
from warehouse.toml.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tldextract import TLDExtract

_HOST = re.compile(r"[^\s/?#@:A-Z]+|[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*")  # a name, or an address; without a port
_ADDRESS = re.compile(r"https?://[^\s/?#]+(?:[/?#]\S*)?")
_PAGE = lxml.html.document_fromstring("<p>a page</p>")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_CALLED = re.compile(r"\$[\w.-]+|\b(?!(?:and|or|div|mod)\s*\()[A-Za-z][\w.-]*\s*\(")  # a variable, or a function's name


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is not a regular expression: {error}") from error
    if explodes(text):
        raise ValueError(
            f"{text!r} can keep the crawl busy for more than {SLOWEST_SECONDS:g} seconds with one address of "
            f"{LONGEST_ADDRESS:,} characters or fewer: no repetition within a repetition, nor two of the same in a row"
        )
    return text


def _rewrite(pair: tuple[str, str]) -> tuple[str, str]:
    try:
        re.sub(*pair, "")
    except (re.error, IndexError) as error:
        raise ValueError(f"{pair[1]!r} does not fit its pattern: {error}") from error
    return pair


def _calls(text: str) -> Iterator[str]:
    """Give each variable, and each call of a function with its arguments, that stands in an expression outside quotes."""
    bare = _QUOTED.sub(lambda quoted: "_" * len(quoted[0]), text)
    for called in _CALLED.finditer(bare):
        end = called.end()
        open_brackets = called[0].count("(")
        while open_brackets and end < len(bare):
            open_brackets += {"(": 1, ")": -1}.get(bare[end], 0)
            end += 1
        yield text[called.start() : end]


def _xpath(text: str) -> str:
    try:
        found = _PAGE.xpath(text)
        for call in _calls(text):
            _PAGE.xpath(
                f"//*[{call}]"
            )  # where it stands, only a page with all that comes before would have it evaluated
    except lxml.etree.XPathError as error:
        raise ValueError(f"{text!r} is not XPath: {error}") from error
    if not isinstance(found, list):
        raise ValueError(f"{text!r} gives a value; allowed: XPath that selects elements, attributes or texts")
    return text


def is_http_address(text: str) -> bool:
    """Return whether a text can be asked for over http or https."""
    return _ADDRESS.fullmatch(text) is not None


def _http_address(text: str) -> str:
    if not is_http_address(text):
        raise ValueError(f"{text!r}; allowed: an http(s) address")
    return text


def _host(text: str) -> str:
    if not _HOST.fullmatch(text):
        raise ValueError(f"{text!r}; allowed: the name of a host in small letters, such as www.example.org")
    return text


def _site(text: str) -> str:
    if suffixes()(_host(text)).suffix == text:
        raise ValueError(f"{text!r} is a public suffix, under which anybody may register: name the site itself")
    return text


@cache
def suffixes() -> TLDExtract:
    """Return the list of public suffixes that came with its package; nothing is fetched."""
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{text!r}; allowed: a zone of the IANA database, such as Europe/London") from error
    return text


def _wall_marker(text: str) -> str:
    kind, colon, words = text.partition(":")
    if not colon or kind not in set(Wall) or not words.strip():
        raise ValueError(f"{text!r}; allowed: one of {', '.join(Wall)}, a colon, and words of the page that show it")
    return text


def _ascending(pair: tuple[int, int]) -> tuple[int, int]:
    if pair[0] > pair[1]:
        raise ValueError(f"from {pair[0]} to {pair[1]} is nothing; allowed: the fewest first, then the most")
    return pair


Pattern = Annotated[Text, AfterValidator(_pattern), Field(json_schema_extra={"format": "regex"})]
Rewrite = Annotated[tuple[Pattern, str], AfterValidator(_rewrite), Allowed("a pair: [a pattern, what takes its place]")]
XPath = Annotated[Text, AfterValidator(_xpath)]
HttpAddress = Annotated[str, AfterValidator(_http_address), Allowed("an http(s) address in quotes")]
Host = Annotated[str, AfterValidator(_host), Allowed("the name of a host in quotes")]
SiteDomain = Annotated[str, AfterValidator(_site), Allowed("the domain of a site in quotes")]
Zone = Annotated[str, AfterValidator(_zone), Allowed("a zone of the IANA database, such as Europe/London")]
WallMarker = Annotated[str, AfterValidator(_wall_marker), Allowed('text such as "registration: Register to read"')]
Share = Annotated[float, Field(ge=0, le=1)]
Range = Annotated[
    tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]],
    AfterValidator(_ascending),
    Allowed("two whole numbers: [fewest, most]"),
]
