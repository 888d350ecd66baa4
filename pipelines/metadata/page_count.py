"""Whether a page is one of several that hold an article together."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from pipelines.markup.tree import text_of

PAGE_OF = re.compile(r"\bpage\s(?P<page>\d{1,2})\s?(?:of|/)\s?(?P<pages>\d{1,2})\b", re.IGNORECASE)
COUNTED = tuple(re.compile(word + r"\s{1,9}\d{1,2}\s{0,9}(?:of|OF|/)\s{0,9}\d") for word in ("Page", "page", "PAGE"))
"""Without a word's edge, for blocks run together; a search that asks for both cases of each letter takes far longer."""
RELATED = etree.XPath("descendant::a/@rel/.. | descendant::link/@rel/..")
LONGEST_PAGER = 120  # characters of a line that counts pages: in a longer one it is a report's page
PAGE_PARAMETERS = frozenset({"page", "p", "pg", "pageno", "page_no", "pagenumber", "paged", "seite"})
PAGE_PATH = re.compile(r"^/?(?:page[/-]?)?\d{1,2}/?$", re.IGNORECASE)
LINES = ("p", "div", "span", "nav", "li", "strong", "td", "a", "section", "ul")


def incomplete(root: HtmlElement, url: str) -> str | None:
    """Return why a page is not the whole article, as a reason for doubt, or None where nothing says so."""
    body = root.find("body")
    words = etree.tostring(body, method="text", encoding="unicode") if body is not None else ""
    if body is not None and any(pattern.search(words) for pattern in COUNTED):
        for element in body.iter(*LINES):
            text = text_of(element)
            match = PAGE_OF.search(text) if len(text) <= LONGEST_PAGER else None
            if match and int(match["pages"]) > 1 and int(match["page"]) <= int(match["pages"]):
                return (
                    f"incomplete: page {int(match['page'])} of {int(match['pages'])}, the text goes on on other pages"
                )
    for link in RELATED(root):
        if "next" in (link.get("rel") or "").lower().split() and _is_next_page(link.get("href") or "", url):
            return "incomplete: the text goes on on a next page"
    return None


def _is_next_page(href: str, url: str) -> bool:
    """Whether an address is this page's own with the number of a page."""
    try:
        here, there = urlsplit(url), urlsplit(urljoin(url, href.strip()))
    except ValueError:
        return False
    if here.hostname != there.hostname:
        return False
    if there.path == here.path:
        return any(name.lower() in PAGE_PARAMETERS and value.isdigit() for name, value in parse_qsl(there.query))
    base = re.sub(r"(?:/page/?\d{1,2}|/\d{1,2})?/?$", "", here.path)
    return bool(base) and there.path.startswith(base) and PAGE_PATH.match(there.path.removeprefix(base)) is not None
