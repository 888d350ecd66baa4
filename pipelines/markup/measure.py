"""A page's depth and size by a scan of its text, before any parser sees it.

libxml2 stops at a depth of 256 and loses, without a word, all that comes inside and after the nest; extractors
take minutes over hundreds of thousands of elements. So a page is measured first, and one past these bounds is
quarantined whole: no shortened text is ever stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from pipelines.errors import QuarantineError

DEEPEST = 250  # elements; libxml2 loses text past 256
FEW_TAGS = 12_000  # start and end tags, and comparisons in scripts
MOST_ELEMENTS = 40_000  # twelve times the largest of 178 news pages
LONGEST_RUN = 1_000_000  # characters without a tag, outside scripts: no article has a paragraph of 1 MB

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})")

BODY = re.compile(r"<body\b", re.IGNORECASE)
END = re.compile(r"</(?:body|html)\b", re.IGNORECASE)
OPENED = re.compile(r"<(?:main|article|section|div|table|ul|ol|form)\b", re.IGNORECASE)
CLOSED = re.compile(r"</(?:main|article|section|div|table|ul|ol|form)\b", re.IGNORECASE)
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
SELF_CLOSING = frozenset(
    [
        "p",
        "li",
        "td",
        "th",
        "tr",
        "dt",
        "dd",
        "option",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
        "optgroup",
        "path",
        "use",
        "circle",
        "rect",
        "g",
    ]
)
TOO_DEEP = etree.XPath("boolean(/*" + "/*" * DEEPEST + ")")


@dataclass(frozen=True, slots=True)
class Measure:
    """Elements and depth, both upper bounds: tags in scripts and tags left open count too."""

    elements: int
    depth: int
    ended: bool  # the page says where it ends


def check_whole(text: str) -> bool:
    """Return whether a page says where it ends. Raises QuarantineError where it stops in the middle of an element.

    HTML lets the last end tags be left out, so their absence alone proves nothing; with a tag cut off, or with
    elements open that are never left open on purpose, the rest of the page is missing.
    """
    lowered = text[-4000:].lower()
    if "</html" in lowered or "</body" in lowered or not BODY.search(text) or END.search(text):
        return "</html" in lowered or "</body" in lowered
    opened = len(OPENED.findall(text)) - len(CLOSED.findall(text))
    if opened > 0 or text.rfind("<") > text.rfind(">"):
        raise QuarantineError("truncated", f"the page stops after {len(text):,} characters with {opened} elements open")
    return False


def measure(text: str) -> Measure:
    """Return the size and depth of a page's markup. Raises QuarantineError: too many elements, paragraph too long.

    A page of few tags is only counted: it cannot hurt the parser, and its depth is seen in the tree.
    """
    tags = text.count("<")
    if tags <= FEW_TAGS and len(text) <= LONGEST_RUN:
        if not TAG.search(text):
            raise QuarantineError("not a page", "no HTML element in it")
        return Measure(tags, tags, check_whole(text))
    depth = deepest = elements = 0
    run_start = 0
    for match in TAG.finditer(text):
        name = match.group(2).lower()
        if name in VOID:
            elements += 1
        elif match.group(1):
            if name not in SELF_CLOSING and depth:
                depth -= 1
        else:
            elements += 1
            if name not in SELF_CLOSING:
                depth += 1
                if depth > deepest:
                    deepest = depth
        start = match.start()
        if start - run_start > LONGEST_RUN and not text.startswith(("<script", "<style", "<SCRIPT"), run_start):
            raise QuarantineError("paragraph too long", f"{start - run_start:,} characters without a tag")
        run_start = start
    if len(text) - run_start > LONGEST_RUN:
        raise QuarantineError("paragraph too long", f"{len(text) - run_start:,} characters without a tag")
    if elements > MOST_ELEMENTS:
        raise QuarantineError("too many elements", f"{elements:,}; the cap is {MOST_ELEMENTS:,}")
    if not elements:
        raise QuarantineError("not a page", "no HTML element in it")
    return Measure(elements, deepest, check_whole(text))


def check_depth(tree: etree._Element, bound: int) -> None:
    """Raise QuarantineError where a parsed page is too deep. `bound` is the scan's: a low one spares the walk."""
    if bound > DEEPEST and TOO_DEEP(tree):
        raise QuarantineError("too deep", f"elements nested more than {DEEPEST} levels lose their text in the parser")
