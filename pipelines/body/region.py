"""Where on the page the article stands: the element that holds its paragraphs, and what in it is a box apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from pipelines.body.blocks import HEADINGS, Block, ends_a_sentence

MAIN_SHARE = 0.8  # of the prose: an element that holds less is a part of the article, not its column


def column(found: Iterable[Block], root: HtmlElement, share: float = MAIN_SHARE) -> HtmlElement:
    """Return the lowest element that holds this share of these blocks' prose."""
    weights: defaultdict[HtmlElement, int] = defaultdict(int)
    total = 0
    for block in found:
        if block.is_prose:
            total += len(block.text)
            element: HtmlElement | None = block.element
            while element is not None:
                weights[element] += len(block.text)
                element = element.getparent()
    current = root
    while total:
        below = max(current, key=lambda child: weights.get(child, 0), default=None)
        if below is None or weights.get(below, 0) < share * total or below.tag == "p":
            return current
        current = below
    return current


def richest(page: Sequence[Block], root: HtmlElement) -> HtmlElement:
    """Return the element whose blocks weigh most: prose counts for it, link lists and scraps against it."""
    sums: defaultdict[HtmlElement, float] = defaultdict(float)
    for block in page:
        weight = _weight(block)
        element: HtmlElement | None = block.element
        while element is not None:
            sums[element] += weight
            element = element.getparent()
    best, most = root, 0.0
    for element, weight in sums.items():
        if weight > most + 0.01 or (abs(weight - most) <= 0.01 and best in set(element.iterancestors())):
            best, most = element, weight
    return best


def _weight(block: Block) -> float:
    size = len(block.text)
    if block.tag in HEADINGS:
        return 0.0
    if block.link_share > 0.5:
        return -10 - 0.1 * min(size, 300)
    if size < 25:
        return -4.0
    ended = ends_a_sentence(block.text)
    if size < 80:
        return 15.0 if ended else -2.0
    return size * (1 - block.link_share) if ended else 0.2 * size


def signature(element: HtmlElement) -> tuple[str, str]:
    """Return what makes two elements look like the same part of a template."""
    return str(element.tag), " ".join(sorted((element.get("class") or "").split())[:3])


def branch(element: HtmlElement, above: HtmlElement) -> HtmlElement | None:
    """Return the child of `above` that holds an element; `above` itself for itself, None for one outside."""
    if element is above:
        return above
    parent = element.getparent()
    while parent is not None:
        if parent is above:
            return element
        element, parent = parent, parent.getparent()
    return None
