"""Text that a page folds away until it is asked for: "read on", accordions, tabs. It is the article's and is unfolded.

What a page hides for other reasons stays hidden: menus, dialogs, a subscriber's part, a second copy for another screen.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml.html import HtmlElement

from pipelines.markup.tree import HIDDEN, text_of

LARGEST_NAMED = 1500  # characters of an element around a hidden one, whose name speaks for it
SHORTEST = 60  # characters of a sentence: less is a label or a message
MOST_LINKS = 0.3  # of the letters: with more it is a menu
KEPT_HIDDEN = (
    "paywall", "premium", "subscriber", "locked", "members", "modal", "popup", "pop-up", "overlay", "dialog", "menu", "nav",
    "cookie", "consent", "gdpr", "newsletter", "signup", "sign-up", "login", "search", "share", "toast", "tooltip", "banner",
    "comment", "related", "print-only", "schema", "error", "advert", "lightbox", "author", "bio", "messenger", "chat", "sr-only", "screen-reader", "visually-hidden",
)  # fmt: skip
"""Parts of the names of what is hidden for another reason than length."""
SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*(?:\s|$)")
STYLE = re.compile(r"(?:display:\s?none|visibility:\s?hidden)[^;]{0,20};?", re.IGNORECASE)
AREAS = frozenset({"nav", "menu", "dialog", "footer", "header", "form", "aside", "body", "html"})
ROLES = frozenset({"dialog", "alertdialog", "navigation", "menu", "search", "tooltip"})


def unfold(root: HtmlElement, marked: list[HtmlElement], closed: Callable[[], bool]) -> bool:
    """Show what is folded away among the article's paragraphs, unless the page is closed to this reader.

    `marked` is what `set_apart` gives of the page. Returns whether something was left hidden because the page is closed:
    `closed` is asked only where there is anything.
    """
    folded = [element for element in marked if _is_folded(element) and _is_text(element)]
    if not folded:
        return False
    if closed():
        return True
    body = root.find("body")
    assert body is not None
    shown = text_of(body)
    for element in folded:
        text = text_of(element)
        if shown.count(text[: 2 * SHORTEST]) > 1:
            continue  # a copy for another screen
        for name in ("hidden", "aria-hidden"):
            element.attrib.pop(name, None)
        if element.get("style"):
            element.set("style", STYLE.sub("", element.get("style", "")))
    return False


def _is_folded(element: HtmlElement) -> bool:
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return hidden or HIDDEN.search(element.get("style") or "") is not None


def _is_text(element: HtmlElement) -> bool:
    """Whether a hidden element holds sentences, few links, and stands where paragraphs are, in nothing named for a box."""
    text = text_of(element)
    if len(text) < SHORTEST or SENTENCE.search(text) is None:
        return False
    if sum(len(text_of(link)) for link in element.iter("a")) > MOST_LINKS * len(text):
        return False
    for one in (element, *element.iterancestors()):
        if one.tag in {"body", "html"}:
            break
        if one.tag in AREAS or one.get("role") in ROLES or (one is element and _is_named(one)):
            return False
    return _among_paragraphs(element)


def _is_named(element: HtmlElement) -> bool:
    parent = element.getparent()
    for one in (element, parent) if parent is not None else (element,):
        name = f"{one.get('class') or ''} {one.get('id') or ''}".lower()
        if any(part in name for part in KEPT_HIDDEN) and (one is element or len(text_of(one)) < LARGEST_NAMED):
            return True
    return False


def _among_paragraphs(element: HtmlElement) -> bool:
    """Whether paragraphs that are shown stand beside the element or beside what holds it."""
    for _ in range(4):
        parent = element.getparent()
        if parent is None or parent.tag in {"body", "html"}:
            return False
        for other in parent:
            if other is not element and not _is_folded(other) and isinstance(other.tag, str):
                text = text_of(other)
                if len(text) >= SHORTEST and SENTENCE.search(text) and other.tag not in AREAS:
                    return True
        element = parent
    return False
