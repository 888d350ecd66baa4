"""What a page says of an article in passing: its own address, section, keywords, language."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from pipelines.markup.structured import Structured, plain_line

MOST_TAGS = 40
LONGEST_TAG = 80  # characters
LANGUAGE = re.compile(r"^[a-z]{2}(?=[-_]|$)")


def canonical_link(root: HtmlElement, url: str) -> str | None:
    """Return the address that the page says is its own, absolute."""
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            try:
                address = urljoin(url, link.get("href", "").strip())
                if urlsplit(address).scheme in {"http", "https"}:
                    return address
            except ValueError:
                continue
    return None


def section(known: Structured) -> str | None:
    """Return the section of the outlet that the page names."""
    named = plain_line(known.article.get("articleSection"))
    return named or known.first(
        "article:section", "parsely-section", "section", "cxenseparse:category", "sailthru.section"
    )


def keywords(known: Structured) -> tuple[str, ...]:
    """Return the page's own keywords, once each."""
    found: list[str] = []
    words = known.article.get("keywords")
    given = words if isinstance(words, list) else [words]
    for value in [
        *given,
        *known.meta.get("article:tag", ()),
        *known.meta.get("news_keywords", ()),
        *known.meta.get("keywords", ()),
    ]:
        text = plain_line(value)
        for part in re.split(r"[,;]", text or ""):
            tag = part.strip()
            if tag and len(tag) <= LONGEST_TAG and tag.lower() not in {other.lower() for other in found}:
                found.append(tag)
    return tuple(found[:MOST_TAGS])


def language(root: etree._Element, known: Structured, text: str) -> str | None:
    """Return the ISO 639-1 code of a page's language: as declared, else as its words show."""
    for value in (
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        plain_line(known.article.get("inLanguage")),
        known.first("og:locale", "content-language"),
    ):
        match = LANGUAGE.match((value or "").strip().lower())
        if match:
            return match.group()
    from resiliparse.parse.lang import detect_fast

    name, _ = detect_fast(text)
    return name if name and name != "unknown" else None
