"""Who wrote an article, as the page says it: names alone, without roles, addresses and the word "by"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from pipelines.markup.structured import Structured, plain_line
from pipelines.markup.tree import following, spaced_text
from pipelines.metadata.dates import MONTHS, find_dates
from pipelines.rules import PageRules

LONGEST_NAME = 60  # characters
MOST_WORDS = 5
MOST_AUTHORS = 12
BY = re.compile(
    r"^\s*(?:(?:(?:written|words|story|posted|reported|article|text|published|report) )?by\b[\s:]{1,4}|(?:words|text|story)\s?:\s?)",
    re.IGNORECASE,
)
NO_WRITER = re.compile(
    r"^(?:more|view|see|about|follow|contact|posts?|articles?|all|profile|photo(?:graph)?s?|pictures?|images?|video|illustrations?|graphics?)[\s:]",
    re.IGNORECASE,
)
"""How a part begins that is a link to more, or names who took the pictures."""
ENDS = tuple(  # each is where a name ends: a bar, a bracket, the paper or the place, a date, a handle
    re.compile(pattern)
    for pattern in (
        r"\s[|•·–—-]\s", r"\s?\(", r"\s(?i:for)\s", r"\s(?:in|at|IN|AT)\s[A-Z]", r"\s?@\w", r"\s?(?<!\d)\d{1,2}[:/.\s]",
        r"[,|]?\s?(?i:\b(?:first|last)\s)?(?i:\b(?:published|posted|updated|modified))\b", r",?\s(?:on|in)\s\d",
        r"\.\s(?i:photo\w*|pictures?|images?|video|illustrations?)\b",
    )
)  # fmt: skip
MONTH_AND_DAY = re.compile(r",?\s(?:on\s)?(?P<month>[A-Z][a-z]{2,8})\.?\s\d")
SPLIT = re.compile(r"\s?(?:;|\||,\s?and\s|,|\sand\s|&|\swith\s|\n)\s?", re.IGNORECASE)  # spaces are single by then
ADDRESS = re.compile(r"https?:|www\.|@|\d{3}", re.IGNORECASE)
NOT_NAMES = """by admin administrator editor staff author authors unknown none null guest follow view see more home updated published
    webmaster user contributor contributors anonymous share comment comments read subscribe posted new news post posts profile
    profiles email photographer photography"""
NO_NAMES = frozenset(NOT_NAMES.split()) | {"staff writer", "staff writers", "staff reporter", "staff reporters"}
ROLE_WORDS = """editor reporter correspondent writer journalist columnist contributor producer chief director staff bureau professor
    university fellow manager officer minister analyst critic desk presenter intern freelance contributing senior read ago edt
    est gmt bst am pm january february march april june july august september october november december"""
ROLES = frozenset(ROLE_WORDS.split())
WORD = re.compile(r"[^\W_]+")
AUTHOR_META = (
    "author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "byline",
    "article.author", "cxenseparse:author", "citation_author", "rbauthors", "authors", "dc.contributor", "article:author",
    "og:article:author", "shareaholic:article_author_name", "twitter:data1",
)  # fmt: skip
BYLINE_MARK = re.compile(
    r"(?:^|[\s_-])(?:by[-_]?line|authors?|author-?name|contributors?|writer|writtenby|c-byline|p-author|vcard)(?:$|[\s_-])",
    re.IGNORECASE,
)
MARKED = etree.XPath(
    "descendant::a/@rel[.='author']/.. | descendant::*/@itemprop[.='author']/..//*[@itemprop='name'] | "
    "descendant::*/@itemprop[.='author']/parent::*[not(.//*[@itemprop='name'])]"
)
CLASSED = ("p", "div", "span", "a", "address", "li", "ul", "h4", "h5", "cite", "strong", "em")
PROFILE = re.compile(
    r"/(?:authors?|profiles?|people|person|contributors?|by|writers?|journalists?|staff|reporters?|columnists?|team)/[^/?#]{3,}",
    re.IGNORECASE,
)
BY_FIRST = re.compile(r"(?:[Bb]y|BY|Words|By:)\s(?=[A-Z])")
BY_INSIDE = re.compile(r"(?:^|[|•·–—]\s?|\s)(?:[Bb]y|BY|Words|By:)\s(?=[A-Z])")
CREDENTIAL = re.compile(r"^(?:[A-Z]{2,5}|Ph\.?D|M\.?D|[A-Z](?:\.[A-Z])+\.?|MSc|BSc|MEd|DPhil)$")
SHOUTED_END = re.compile(r"(?<=[a-z])(?: [A-Z]{2,}){2,}$")
INITIAL_END = re.compile(r"\b[A-Z](?:\.\s?[A-Z])*$|\b[JS]r$")
NEAR = 40  # elements after the headline, in which a byline stands
LONGEST_LINE = 120  # characters
MACHINE = re.compile(r"^[a-z0-9_.-]+$")


def authors(root: HtmlElement, known: Structured, rules: PageRules, heading: HtmlElement | None) -> tuple[str, ...]:
    """Return the authors' names, by this order of trust: rule, JSON-LD, meta, rel=author and microdata, the byline."""
    for path in rules.byline:
        names = _clean([value if isinstance(value, str) else spaced_text(value) for value in root.xpath(path)])
        if names:
            return names
    sites = {name.lower() for name in (known.first("og:site_name"), plain_line(known.article.get("publisher"))) if name}
    written = _clean(_json_names(known.article.get("author")) or _json_names(known.article.get("creator")), sites)
    if written:
        return written
    for name in AUTHOR_META:
        if name == "twitter:data1" and "by" not in (known.first("twitter:label1") or "").lower():
            continue
        names = _clean(known.meta.get(name, ()), sites)
        if names:
            return names
    return _shown(root, heading, sites)


def _json_names(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for item in value[:MOST_AUTHORS] for name in _json_names(item)]
    if isinstance(value, dict):
        name = value.get("name")
        if isinstance(name, list):
            return [text for item in name if (text := plain_line(item))]
        text = plain_line(name)
        if text is None and (value.get("givenName") or value.get("familyName")):
            text = f"{plain_line(value.get('givenName')) or ''} {plain_line(value.get('familyName')) or ''}".strip()
        return [text] if text else []
    text = plain_line(value)
    return [text] if text else []


def _shown(root: HtmlElement, heading: HtmlElement | None, sites: set[str]) -> tuple[str, ...]:
    mine = set(heading.iterancestors()) if heading is not None else set()
    marked = [element for element in MARKED(root) if not _elsewhere(element, mine)]
    tries = [[spaced_text(element) for element in marked]]
    if heading is not None:
        near = following(heading, NEAR)
        tries.append(
            [spaced_text(link) for link in near if link.tag == "a" and PROFILE.search(link.get("href") or "")][:4]
        )
    for element in root.iter(*CLASSED):
        name = element.get("class")
        if name and _names_byline(name) and not _elsewhere(element, mine):
            text = spaced_text(element)
            if 3 < len(text) < 200:
                parts = [part for child in element if BY_FIRST.match(part := spaced_text(child))]
                tries += [parts, [text]]
    for found in tries:
        names = _clean(found, sites, strict=True)
        if names:
            return names
    if heading is None:
        return ()
    lines = list(_lines_near(heading, near))
    for line in lines:
        by = BY_FIRST.match(line)
        if by:
            names = _clean([line[by.end() :]], sites)
            if names:
                return names
    for line in lines:  # in the middle of a line "by" may be a sentence's: only what looks like a name is one
        by = BY_INSIDE.search(line)
        dates = [] if by else find_dates(line)
        if by or dates:
            names = _clean([line[by.end() :] if by else line[: dates[0].start]], sites, strict=True)
            if names:
                return names
    return ()


@lru_cache(maxsize=20_000)  # templates say the same names again and again
def _names_byline(name: str) -> bool:
    return BYLINE_MARK.search(name) is not None


def _lines_near(heading: HtmlElement, near: list[HtmlElement]) -> Iterator[str]:
    """Short lines after the headline, the text that follows an element without one of its own among them."""
    yield " ".join((heading.tail or "").split())[:LONGEST_LINE]
    inner = {element.getparent() for element in near}
    near = sorted(near, key=lambda element: element in inner)  # a byline set in parts is read from its parts first
    for element in near:
        for line in (spaced_text(element) if len(element) < 8 else "", " ".join((element.tail or "").split())):
            if 3 < len(line) < LONGEST_LINE:
                yield line


def _elsewhere(element: HtmlElement, mine: set[HtmlElement]) -> bool:
    """Whether an element is in another story, a comment or the page's side."""
    for up in element.iterancestors():
        if up in mine:
            return False
        if up.tag == "address":
            return False
        if up.tag in {"aside", "footer", "nav"} or "comment" in f"{up.get('class') or ''} {up.get('id') or ''}".lower():
            return True
        if up.tag == "article" and mine:
            return True
    return False


def _name(part: str) -> str:
    """Return the name that a part of a byline begins with: what comes after it is cut off, an initial keeps its dot."""
    if NO_WRITER.match(part):
        return ""
    ends = [match.start() for pattern in ENDS if (match := pattern.search(part))]
    ends += [match.start() for match in MONTH_AND_DAY.finditer(part) if match["month"].lower() in MONTHS]
    name = part[: min(ends, default=len(part))].strip(" .,:;-–—|*•·\u201c\u201d\"'")
    name = SHOUTED_END.sub("", name)
    return name + "." if INITIAL_END.search(name) and part[part.find(name) + len(name) :].startswith(".") else name


def _clean(raw: Any, sites: set[str] | None = None, strict: bool = False) -> tuple[str, ...]:
    names: list[str] = []
    for text in raw:
        text = " ".join(str(text)[:400].split())
        if text.startswith(("http://", "https://", "www.")):
            continue
        for part in SPLIT.split(BY.sub("", text)):
            name = _name(BY.sub("", part))
            words = name.split()
            if names and CREDENTIAL.match(name):
                continue
            while len(words) > 2 and CREDENTIAL.match(words[-1]) and not name.isupper():
                words.pop()
                name = " ".join(words)
            if not name or len(name) > LONGEST_NAME or len(words) > MOST_WORDS:
                continue
            if name.lower() in NO_NAMES or ADDRESS.search(name) or ":" in name:
                continue
            if not ROLES.isdisjoint(WORD.findall(name.lower())) and (len(words) > 3 or names or strict):
                continue
            if sites and name.lower() in sites:
                continue
            if strict and (
                len(words) < 2
                or not all(
                    word[:1].isupper() or word in {"de", "van", "von", "der", "la", "al", "bin", "di", "da"}
                    for word in words
                )
            ):
                continue
            if name.isupper() or (name.islower() and len(words) > 1):
                name = name.title()
            if name.lower() not in {known.lower() for known in names}:
                names.append(name)
    if len(names) == 1 and MACHINE.match(names[0]) and strict:
        return ()
    return tuple(names[:MOST_AUTHORS])
