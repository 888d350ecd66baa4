"""Who wrote an article, as the page says it: names alone, without roles, addresses and the word "by"."""

from __future__ import annotations

import re
from typing import Any

from lxml.html import HtmlElement

from pipelines.rules import PageRules
from pipelines.structured import Structured, plain
from pipelines.tree import text_of

LONGEST_NAME = 60  # characters
MOST_WORDS = 7
MOST_AUTHORS = 12
BY = re.compile(
    r"^\s*(?:(?:written|words|story|posted|reported|article|text|published|report) )?by\b[\s:]{1,4}", re.IGNORECASE
)
CUT = re.compile(
    r"\s+(?:\||•|·|–|—|-)\s.*$|\s*\(.*$|\s+(?:for|in|at)\s+[A-Z].*$|,?\s+(?:published|posted|updated|on|in)\s+\d.*$|\s*@\w+.*$|\s*\d{1,2}[:/.\s].*$",
    re.DOTALL,
)
SPLIT = re.compile(r"\s*(?:;|\||,\s*and\s+|,|\s+and\s+|\s*&\s*|\s+with\s+|\n)\s*", re.IGNORECASE)
NOT_NAMES = re.compile(
    r"https?:|www\.|@|\d{3}|^(?:by|admin|administrator|editor|staff|author|authors?|unknown|none|null|guest|follow|view|see|more|home|updated|published|"
    r"webmaster|user|contributors?|anonymous|share|comments?|read|subscribe|posted|news|posts?|profile|email|photograph(?:er|y)|\w+ (?:staff|desk|newsdesk|reporters?|editors?|team|writers?))$",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|journalist|columnist|contributor|producer|chief|director|staff|bureau|professor|"
    r"university|fellow|manager|officer|minister|analyst|critic|editor-in-chief|desk|presenter|intern|freelance|author of|contributing|senior|"
    r"min read|read|ago|edt|est|gmt|bst|am|pm|january|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
AUTHOR_META = (
    "author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "byline",
    "article.author", "cxenseparse:author", "citation_author", "rbauthors", "authors", "dc.contributor", "article:author",
    "og:article:author", "shareaholic:article_author_name", "twitter:data1",
)  # fmt: skip
BYLINE_MARK = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|author-?name|contributors?|writer|writtenby|by_line|c-byline|p-author|vcard)(?:$|[\s_-])",
    re.IGNORECASE,
)
MACHINE = re.compile(r"^[a-z0-9_.-]+$")


def authors(root: HtmlElement, known: Structured, rules: PageRules, heading: HtmlElement | None) -> tuple[str, ...]:
    """Return the authors' names, by this order of trust: rule, JSON-LD, meta, rel=author and microdata, the byline."""
    for path in rules.byline:
        names = _clean([value if isinstance(value, str) else text_of(value) for value in root.xpath(path)])
        if names:
            return names
    sites = {name.lower() for name in (known.first("og:site_name"), plain(known.article.get("publisher"))) if name}
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
            return [text for item in name if (text := plain(item))]
        text = plain(name)
        if text is None and (value.get("givenName") or value.get("familyName")):
            text = f"{plain(value.get('givenName')) or ''} {plain(value.get('familyName')) or ''}".strip()
        return [text] if text else []
    text = plain(value)
    return [text] if text else []


def _shown(root: HtmlElement, heading: HtmlElement | None, sites: set[str]) -> tuple[str, ...]:
    marked = root.xpath(
        "//a[@rel='author'] | //*[@itemprop='author']//*[@itemprop='name'] | //*[@itemprop='author'][not(.//*[@itemprop='name'])]"
    )
    mine = set(heading.iterancestors()) if heading is not None else set()
    tries = [[text_of(element) for element in marked if not _elsewhere(element, mine)]]
    lines = []
    for element in root.xpath(
        "//*[@class][not(self::body or self::html or self::article or self::main or self::script or self::style)]"
    ):
        if BYLINE_MARK.search(element.get("class") or "") and not _elsewhere(element, mine):
            text = text_of(element)
            if 3 < len(text) < 200:
                lines.append(text)
    tries += [[line] for line in lines[:6]]
    if heading is not None:
        for element in heading.xpath("following::*[string-length(normalize-space(text())) > 3][position() <= 25]"):
            text = text_of(element)
            if BY.match(text) and len(text) < 120:
                tries.append([text])
    for found in tries:
        names = _clean(found, sites, strict=True)
        if names:
            return names
    return ()


def _elsewhere(element: HtmlElement, mine: set[HtmlElement]) -> bool:
    """Whether an element is in another story, a comment or the page's side."""
    for up in element.iterancestors():
        if up in mine:
            return False
        if up.tag in {"aside", "footer", "nav"} or "comment" in f"{up.get('class') or ''} {up.get('id') or ''}".lower():
            return True
        if up.tag == "article" and mine:
            return True
    return False


def _clean(raw: Any, sites: set[str] | None = None, strict: bool = False) -> tuple[str, ...]:
    names: list[str] = []
    for text in raw:
        text = " ".join(str(text)[:400].split())
        if text.startswith(("http://", "https://", "www.")):
            continue
        for part in SPLIT.split(BY.sub("", text)):
            name = CUT.sub("", BY.sub("", part)).strip(" .,:;-–—|*•·\u201c\u201d\"'")
            words = name.split()
            if not name or len(name) > LONGEST_NAME or len(words) > MOST_WORDS or NOT_NAMES.search(name):
                continue
            if ROLE.search(name) and (len(words) > 3 or names or strict):
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
