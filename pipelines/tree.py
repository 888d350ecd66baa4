"""A page's markup as a tree: parsed once, with what no reader sees taken out."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from pipelines.errors import Quarantine

UNSEEN = etree.XPath(
    "//script|//style|//noscript|//template|//svg|//iframe|//object|//embed|//canvas|//link|//source"
    "|//select|//textarea|//input|//datalist|//progress|//map"
)
APART = etree.XPath(
    "//nav|//menu|//dialog|//button|//*[@hidden or @role='navigation' or @role='search' or @role='dialog' or @role='alertdialog' or @role='menu' or "
    "@role='menubar' or @role='contentinfo' or @role='tooltip' or @role='toolbar'"
    " or contains(@style, 'display:none') or contains(@style, 'display: none')]"
)
MARKED = etree.XPath("//div[@id or @class] | //section[@id or @class] | //aside[@id or @class]")
CONSENT = re.compile(
    r"onetrust|cookiebot|didomi|qc-cmp|quantcast|trustarc|truste\b|usercentrics|sp_message|sourcepoint|iubenda|osano|termly|"
    r"cookies?[-_ ]?(?:banner|consent|notice|law|bar|message|popup|modal|settings|preferences|list|overlay|warning|wrapper|dialog|disclaimer)|"
    r"(?:gdpr|ccpa|consent|privacy)[-_ ]?(?:banner|notice|popup|modal|overlay|dialog|bar|manager|wrapper|message)",
    re.IGNORECASE,
)
LARGEST_APART = 0.4  # share of a page's text: what holds more is the page itself, whatever its role says


def parse(text: str) -> HtmlElement:
    """Return the root of a page's tree. Raises Quarantine where the parser finds no document."""
    # Bytes with the encoding named: a str with an XML declaration is refused, and a page's meta is not to be asked.
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Quarantine("not a page", f"no document in it: {error}") from error
    if not isinstance(root, HtmlElement) or root.find("body") is None:
        raise Quarantine("not a page", "no body in it")
    return root


def drop(element: HtmlElement) -> None:
    """Take an element out of its tree; the text after it stays."""
    parent = element.getparent()
    if parent is not None and element.tag not in {"html", "body"}:
        element.drop_tree()


def text_of(element: HtmlElement) -> str:
    """Return an element's text with its spaces evened."""
    return " ".join("".join(element.itertext()).split())


def spaced_text(element: HtmlElement) -> str:
    """Return an element's text with a space between its parts: bylines and datelines are set as one span each."""
    return " ".join(" ".join(element.itertext()).split())


def following(element: HtmlElement, most: int) -> list[HtmlElement]:
    """Return the elements that come after this one and its contents in the page, up to `most` of them."""
    found: list[HtmlElement] = []
    walk = element.getroottree().getroot().iter("*")
    for other in walk:
        if other is element:
            break
    inside = sum(1 for _ in element.iterdescendants("*"))
    for place, other in enumerate(walk):
        if place >= inside:
            found.append(other)
            if len(found) == most:
                break
    return found


def prune(root: HtmlElement) -> None:
    """Take out what is not text, what is not shown, and the page's own navigation, wherever it stands."""
    for element in UNSEEN(root):
        drop(element)
    for element in MARKED(root):
        # A consent manager's lists can be longer than the article, so size is no guard; a headline inside is one.
        if CONSENT.search(f"{element.get('id') or ''} {element.get('class') or ''}"):
            if element.find(".//h1") is None and element.find(".//article") is None:
                drop(element)
    body = root.find("body")
    assert body is not None
    whole = len(text_of(body))
    for element in APART(root):
        if len(text_of(element)) < LARGEST_APART * whole:
            drop(element)
        elif element.tag in {"nav", "menu", "dialog", "button", "footer", "form"}:
            element.tag = "div"  # left open in the markup, it took in the article: its name would lose it again
    for element in root.xpath("//footer|//header[not(ancestor::article or ancestor::main)]|//form"):
        # A web form may hold the whole page (ASP.NET), a header the article's heading.
        if len(text_of(element)) < LARGEST_APART * whole / 2:
            if element.find(".//h1") is None:
                drop(element)
        elif element.tag != "header":
            element.tag = "div"
