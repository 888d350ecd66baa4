"""The title: the headline that the page shows, held against what it calls itself for machines and in the feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.markup.structured import Structured, plain_line
from pipelines.markup.tree import text_of

WORD = re.compile(r"\w+")
SEPARATOR = re.compile(r"\s[|\u2013\u2014\u00b7\u2022»:-]\s|\s?\|\s?|\s::\s")
AGREEMENT = 0.5  # of the words, in the shorter: a headline and its search-engine version share as many
LONGEST = 300  # characters
MOST_HEADINGS = 12
MOST_SITE_WORDS = 5


def title(
    root: HtmlElement, known: Structured, listed: str | None = None, url: str = ""
) -> tuple[str | None, str | None]:
    """Return a page's title and a doubt about it, either None.

    The page's h1 that agrees with a witness (JSON-LD's headline, Open Graph, the feed, the title element) is the
    title as readers see it; without such an h1 the witnesses speak, without the site's name.
    """
    site = known.first("og:site_name", "application-name")
    if site and len(site.split()) > MOST_SITE_WORDS:
        site = None  # some pages write their headline there
    names = {_letters(site or ""), *(_letters(part) for part in (urlsplit(url).hostname or "").split("."))}
    article = plain_line(known.article.get("headline")) or plain_line(known.article.get("name"))
    graph = known.first("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title")
    element = root.find(".//title")
    tab = text_of(element) if element is not None else None
    witnesses = [plain_line(value) for value in (article, graph, listed, tab)]
    logos = {
        *_logos(root, url),
        *_owners(root, [one for one in witnesses[:3] if one and _letters(one) not in names], tab),
    }
    names.update(logos)
    said = [value for value in witnesses if value and _letters(value) not in names]
    for value in said:  # "A plan for homes | The Outlet": what is not the longest part may be the site's name
        parts = SEPARATOR.split(value)
        names.update(_letters(part) for part in parts if len(part) < len(max(parts, key=len)))
    shown = [heading for heading in _headings(root) if _letters(heading) not in names]  # a logo set as the h1
    best: tuple[float, str] | None = None
    for place, heading in enumerate(shown):
        agrees = max((agreement(heading, witness) for witness in said), default=0.0)
        if agrees >= AGREEMENT and (best is None or agrees > best[0] + 0.25):
            best = (agrees - 0.01 * place, heading)
    if best is not None:
        return _without_kicker(best[1], said), None
    for value in said:
        return _without_site(value, site, logos), None if shown or len(said) > 1 else "the title has one witness"
    for heading in (*shown, *_headings(root, "h2", "h3")):  # under a logo as h1 the headline is a heading below
        if _letters(heading) not in names:
            return heading, "the title has one witness"
    return None, "no title"


def _logos(root: HtmlElement, url: str) -> Iterator[str]:
    """Give the letters of each first heading that is a link to the site's front page."""
    host = urlsplit(url).hostname
    for heading in root.iter("h1"):
        for link in heading.iter("a"):
            parts = urlsplit((link.get("href") or "").strip())
            front = parts.path in {"", "/"} and not parts.query and (parts.path or parts.netloc)
            if front and (parts.hostname in {None, host} or host is None) and text_of(link) == text_of(heading):
                yield _letters(text_of(heading))


def _owners(root: HtmlElement, said: list[str], tab: str | None) -> Iterator[str]:
    """Give a first heading that the tab sets before or after a headline that another witness gives: whose page it is."""
    lowered = (tab or "").lower()
    for heading in _headings(root):
        for value in said:
            rest = lowered.replace(value.lower(), "", 1)
            if (
                value.lower() in lowered
                and _letters(rest) == _letters(heading)
                and agreement(heading, value) < AGREEMENT
            ):
                yield _letters(heading)


def agreement(one: str, other: str) -> float:
    """Return the share of words that two titles have in common, of the shorter; one word alone agrees with nothing."""
    first, second = set(WORD.findall(one.lower())), set(WORD.findall(other.lower()))
    shorter = min(len(first), len(second))
    if not shorter:
        return 0.0
    if shorter == 1 and first != second:
        return 0.0
    return len(first & second) / shorter


def _without_kicker(heading: str, said: list[str]) -> str:
    """A label set inside the h1 ("Social care" above the headline) is not of the title where a witness lacks it."""
    letters = _letters(heading)
    for value in said:
        own = _letters(value)
        if len(own) < len(letters) and len(own) > len(letters) / 2 and letters.endswith(own):
            return value
    return heading


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _headings(root: HtmlElement, *tags: str) -> list[str]:
    found: list[str] = []
    for heading in root.iter(*(tags or ("h1",))):
        text = text_of(heading)
        if text and len(text) <= LONGEST and text not in found:
            found.append(text)
        if len(found) == MOST_HEADINGS:
            break
    return found


def _without_site(value: str, site: str | None, logos: set[str]) -> str:
    parts = SEPARATOR.split(value)
    if len(parts) == 1:
        return value
    if len(parts) == 2 and _letters(parts[0]) in logos:
        return parts[1].strip()
    if site:
        known = set(WORD.findall(site.lower()))
        for end in (-1, 0):
            words = set(WORD.findall(parts[end].lower()))
            if words and words <= known:
                cut = value.rfind(parts[-1]) if end == -1 else len(parts[0])
                rest = value[:cut] if end == -1 else value[cut:]
                return rest.strip(" \t|\u2013\u2014\u00b7\u2022»:-")
    longest = max(parts, key=len)
    tail = value[len(parts[0]) :]
    if parts[0] == longest and len(WORD.findall(tail)) <= 5:
        return longest.strip()
    return value
