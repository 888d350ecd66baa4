"""A page's markup as a tree: parsed once, with what no reader sees taken out."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

import lxml.html
from ahocorasick_rs import AhoCorasick
from lxml import etree
from lxml.html import HtmlElement

from pipelines.errors import QuarantineError

UNSEEN = (
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "select", "textarea",
    "input", "datalist", "progress", "map", "source",
)  # fmt: skip
APART_TAGS = frozenset({"nav", "menu", "dialog", "button", "footer", "header", "form"})
APART_ROLES = frozenset(
    {"navigation", "search", "dialog", "alertdialog", "menu", "menubar", "contentinfo", "tooltip", "toolbar"}
)
BOXES = ("div", "section", "aside")
SET_APART = etree.XPath(  # by the attributes: a predicate on every element takes eight times as long
    " | ".join(
        [f"descendant::{tag}" for tag in sorted(APART_TAGS)]
        + [f"descendant::*/@{name}/.." for name in ("style", "hidden", "aria-hidden", "role")]
    )
)
HIDDEN = re.compile(r"display:\s?none", re.IGNORECASE)
CONSENT_HINTS = AhoCorasick(
    ["cookie", "consent", "gdpr", "ccpa", "privacy", "didomi", "cmp", "quantcast", "trust", "usercentrics", "sp_message",
     "sourcepoint", "iubenda", "osano", "termly"]
)  # fmt: skip
CONSENT_SYSTEMS = (
    "onetrust", "cookiebot", "didomi", "qccmp", "quantcast", "trustarc", "usercentrics", "spmessage", "sourcepoint",
    "iubenda", "osano", "termly",
)  # fmt: skip
COOKIE_BOXES = (
    "banner", "consent", "notice", "law", "bar", "message", "popup", "modal", "settings", "preferences", "list", "overlay",
    "warning", "wrapper", "dialog", "disclaimer",
)  # fmt: skip
CONSENT_BOXES = ("banner", "notice", "popup", "modal", "overlay", "dialog", "bar", "manager", "wrapper", "message")
CONTROL_MARK = "data-holds-control"
LARGEST_APART = 0.4  # share of a page's text: what holds more is the page itself, whatever its role says


def parse(text: str) -> HtmlElement:
    """Return the root of a page's tree. Raises QuarantineError where the parser finds no document."""
    # Bytes with the encoding named: a str with an XML declaration is refused, and a page's meta is not to be asked.
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    # lxml.html asks Python for the class of every element it touches; one class for all spares a third of the time.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        if "unknown error" in str(error):
            raise MemoryError from error  # how libxml2 says that an allocation failed
        raise QuarantineError("not a page", f"no document in it: {error}") from error
    if root.find("body") is None:
        raise QuarantineError("not a page", "no body in it")
    return root


def drop(element: HtmlElement) -> None:
    """Take an element out of its tree; the text after it stays."""
    parent = element.getparent()
    if parent is None or element.tag in {"html", "body"}:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def text_of(element: HtmlElement) -> str:
    """Return an element's text with its spaces evened."""
    if not len(element):
        return " ".join((element.text or "").split())
    # libxml2 writes the text in one go; `itertext` makes a Python string of every node first, at twice the time.
    return " ".join(etree.tostring(element, method="text", encoding="unicode", with_tail=False).split())


def spaced_text(element: HtmlElement) -> str:
    """Return an element's text with a space between its parts: bylines and datelines are set as one span each."""
    return " ".join(" ".join(element.itertext()).split()) if len(element) else " ".join((element.text or "").split())


def following(element: HtmlElement, most: int) -> list[HtmlElement]:
    """Return up to `most` elements that come after this one and its contents, in the order of the page."""
    found: list[HtmlElement] = []
    place: HtmlElement | None = element
    while place is not None:
        for sibling in place.itersiblings():
            found += islice(sibling.iter("*"), most - len(found))
            if len(found) == most:
                return found
        place = place.getparent()
    return found


def preceding(element: HtmlElement, most: int) -> list[HtmlElement]:
    """Return up to `most` childless elements with text that come before this one, nearest first."""
    found: list[HtmlElement] = []
    place: HtmlElement | None = element
    while place is not None:
        for sibling in place.itersiblings(preceding=True):
            for other in reversed(list(sibling.iter("*"))):
                if len(other) == 0 and other.text and not other.text.isspace():
                    found.append(other)
                    if len(found) == most:
                        return found
        place = place.getparent()
    return found


def strip(root: HtmlElement) -> None:
    """Take out what no reader sees, in one pass. What scripts say of the article must have been read before.

    An element that holds a field to fill in or a button is marked: what stands beside one is seldom an article's.
    """
    for element in root.iter("input", "button"):
        parent = element.getparent()
        if parent is not None and element.get("type") != "hidden":
            parent.set(CONTROL_MARK, "")
    etree.strip_elements(root, *UNSEEN, with_tail=False)


def join_drop_caps(root: HtmlElement) -> None:
    """Take out the space between an initial set large, in an element of its own, and the rest of its word."""
    for element in root.iter("span", "strong", "b", "big", "font", "em", "i", "div"):
        letter = element.text
        if letter is None or len(element) or len(letter := letter.strip()) != 1 or not letter.isupper():
            continue
        outer = element
        while (parent := outer.getparent()) is not None and _alone_at_start(outer) and not (outer.tail or "").strip():
            if len(parent) > 1 or parent.tag not in {"span", "strong", "b", "big", "font", "em", "i"}:
                break
            outer = parent
        if not _alone_at_start(outer):
            continue
        after = outer.getnext()
        rest = (outer.tail or "") + ((after.text or "") if after is not None and not (outer.tail or "").strip() else "")
        if (
            (rest[:1].isspace() or (element.text or "")[-1:].isspace())
            and rest.lstrip()[:1].islower()
            and _is_part_of_word(letter, rest, root)
        ):
            element.text = letter
            outer.tail = (outer.tail or "").lstrip()
            if after is not None and after.text and not outer.tail:
                after.text = after.text.lstrip()


def _alone_at_start(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and element.getprevious() is None and not (parent.text or "").strip()


def _is_part_of_word(letter: str, rest: str, root: HtmlElement) -> bool:
    """A, I and O are words of their own: they are part of the next one where the page holds both together elsewhere."""
    if letter not in "AIO":
        return True
    following = rest.split()[0].strip(".,;:!?").lower()
    words = text_of(root).lower()
    return f" {letter.lower()}{following} " in words and f" {following} " not in words.replace(
        f"{letter.lower()} {following} ", ""
    )


def set_apart(root: HtmlElement) -> list[HtmlElement]:
    """Return the elements of a page that their tag or an attribute may hide or set apart, in the order of the page."""
    body = root.find("body")
    assert body is not None
    return list(SET_APART(body))


def prune(root: HtmlElement, marked: list[HtmlElement]) -> None:
    """Take out what is not shown, consent managers, and the page's own navigation, wherever it stands.

    `marked` is what `set_apart` gives of the page.
    """
    body = root.find("body")
    assert body is not None
    whole = len(text_of(body))
    apart = [box for box in body.iter(*BOXES) if _consent(box)]
    apart += [element for element in marked if _is_apart(element)]
    for element in apart:
        if next(element.iterancestors("body"), None) is None:
            continue  # in what was taken out before it
        size = len(text_of(element))
        if element.tag in {"footer", "header", "form"}:
            # A web form may hold the whole page (ASP.NET), a header the article's heading.
            if element.tag == "header" and any(up.tag in {"article", "main"} for up in element.iterancestors()):
                continue
            if size < LARGEST_APART * whole / 2:
                if element.find(".//h1") is None:
                    drop(element)
                continue
        elif size < LARGEST_APART * whole or _consent(element):
            drop(element)
            continue
        if element.tag != "header" and element.tag in APART_TAGS:
            element.tag = "div"  # left open in the markup, it took in the article: its name would lose it again


def _is_apart(element: HtmlElement) -> bool:
    if element.tag in APART_TAGS or element.get("hidden") is not None or element.get("role") in APART_ROLES:
        return True
    return HIDDEN.search(element.get("style") or "") is not None


def _consent(element: HtmlElement) -> bool:
    """Whether an element is a consent manager's. Its lists can be longer than the article: size is no guard here."""
    if not _names_consent(element.get("id") or "") and not _names_consent(element.get("class") or ""):
        return False
    return element.find(".//h1") is None and element.find(".//article") is None


@lru_cache(maxsize=20_000)  # templates say the same names again and again
def _names_consent(name: str) -> bool:
    lowered = name.lower()
    if not CONSENT_HINTS.find_matches_as_indexes(lowered):
        return False
    bare = (
        lowered.replace("-", "").replace("_", "").replace(" ", "")
    )  # "cookie-banner", "cookie_banner", "cookieBanner"
    if (
        any(system in bare for system in CONSENT_SYSTEMS)
        or "truste" in lowered.replace("-", " ").replace("_", " ").split()
    ):
        return True
    if any(f"{cookie}{box}" in bare for cookie in ("cookie", "cookies") for box in COOKIE_BOXES):
        return True
    return any(f"{name}{box}" in bare for name in ("gdpr", "ccpa", "consent", "privacy") for box in CONSENT_BOXES)
