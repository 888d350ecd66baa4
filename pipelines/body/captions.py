"""Captions: the words that belong to a picture, and not every figure holds one."""

from __future__ import annotations

from lxml.html import HtmlElement

from pipelines.markup.tree import text_of

LONGEST_CAPTION = 1000  # characters
PICTURES = ("img", "picture", "video", "amp-img", "object")
MOST_ABOVE = 8  # elements above a line in which a figure is looked for
MANY_PARAGRAPHS = 3  # in a figure: it is a container of the article's, whatever it is called


def is_caption(element: HtmlElement | None) -> bool:
    """Whether an element's words are a picture's. A quote, a table or text in a figure without a picture is none."""
    quoted = False
    for _ in range(MOST_ABOVE):
        if element is None:
            return False
        tag = element.tag
        if tag == "figcaption" or ("caption" in (element.get("class") or "") and _is_named(element)):
            return True
        if tag in {"blockquote", "table"}:
            quoted = True
        elif tag == "figure":
            pictured = any(element.find(f".//{tag}") is not None for tag in PICTURES)
            return pictured and not quoted and sum(1 for _ in element.iter("p")) < MANY_PARAGRAPHS
        element = element.getparent()
    return False


def _is_named(element: HtmlElement) -> bool:
    """Whether a small element's class calls it a caption."""
    if "caption" not in (element.get("class") or "") or element.tag not in {"p", "dd", "div", "span", "small"}:
        return False
    return len(element) <= 4 and element.find(".//div") is None and element.find(".//img") is None


def captions_of(root: HtmlElement) -> list[str]:
    """Return the captions of a page, once each, though a page prints them twice."""
    found: list[str] = []
    for element in root.iter("figcaption", "caption", "p", "dd", "div"):
        if element.tag == "caption":
            if not any(up.tag == "figure" for up in element.iterancestors()):
                continue
        elif element.tag != "figcaption" and ("caption" not in (element.get("class") or "") or not _is_named(element)):
            continue
        text = text_of(element)
        half = len(text) // 2
        if text[:half].strip() and text[:half].strip() == text[half:].strip():
            text = text[:half].strip()
        if text and text not in found and len(text) < LONGEST_CAPTION:
            found.append(text)
    return found
