"""The standfirst: the sentence or two between headline and text, kept apart from the text."""

from __future__ import annotations

from lxml.html import HtmlElement

from pipelines.body.blocks import HEADINGS, Block, key
from pipelines.body.furniture import verdict
from pipelines.body.main_text import MainText, in_figure
from pipelines.body.paragraphs import TextLine
from pipelines.body.region import branch
from pipelines.markup.structured import Structured, plain_line
from pipelines.markup.tree import text_of
from pipelines.metadata.title import agreement
from pipelines.rules import PageRules

SHORTEST, LONGEST = 30, 420  # characters
LINKED = 0.2  # of the letters: with more, a line that nothing repeats is the teaser of another story
SAME = 0.75  # of the words: a description that shares them is the standfirst, shortened or with a word changed


def standfirst(
    reading: MainText, known: Structured, title: str, heading: HtmlElement | None, ruled: str | None = None
) -> str | None:
    """Return the standfirst, and put aside the body's first lines where they repeat it.

    What the outlet's rule found; a line between headline and text, above all one that the page's description repeats; a
    sentence set as a heading at the text's beginning; a first paragraph that the description repeats and that is set
    apart from the others. A description that is a first paragraph among the others is not one.
    """
    described = _described(known)
    found = ruled or _between(reading, described, title, heading)
    kept = reading.kept
    headed = len(kept) > 2 and kept[0].kind == "head" and kept[1].kind != "head"
    if found is None and headed and SHORTEST <= len(kept[0].text) <= LONGEST and len(kept[0].text.split()) >= 8:
        found = kept[0].text
        kept[0].reason = "standfirst"
    elif found is None and len(kept) > 2 and _is_lead(kept[0], kept[1], described):
        found = kept[0].text
    if found is not None:
        _put_repeats_aside(kept, found)
    return found


def _is_lead(line: TextLine, after: TextLine, described: list[str]) -> bool:
    """Whether a first paragraph stands outside of what holds the next, and is what the page says of itself."""
    if line.block is None or after.block is None or not SHORTEST <= len(line.text) <= LONGEST:
        return False
    body = after.block.element.getparent()
    return (
        body is not None
        and branch(line.block.element, body) is None
        and key(line.text) in {key(text) for text in described}  # in part, it is an excerpt that a program cut
    )


def standfirst_by_rule(root: HtmlElement, rules: PageRules) -> str | None:
    """Return what the outlet's rule finds, to be asked while the page is whole."""
    for path in rules.standfirst:
        for value in root.xpath(path):
            text = " ".join(value.split()) if isinstance(value, str) else text_of(value)
            if text:
                return text
    return None


def _described(known: Structured) -> list[str]:
    return [
        text
        for text in (
            plain_line(known.article.get("alternativeHeadline")), plain_line(known.article.get("description")),
            known.first("og:description"), known.first("description", "twitter:description"),
        )
        if text and len(text) >= SHORTEST
    ]  # fmt: skip


def _between(reading: MainText, described: list[str], title: str, heading: HtmlElement | None) -> str | None:
    candidates = [block for block in _blocks_between(reading, heading) if _fits(block, title)]
    for block in candidates:
        if any(agreement(block.text, text) >= SAME for text in described):
            return block.text
    for block in candidates:
        if block.link_share > LINKED:
            continue
        if block.tag in HEADINGS or block.text[-1:] in '.!?”"…' or len(block.text) > 60:
            return block.text
    return None


def _blocks_between(reading: MainText, heading: HtmlElement | None) -> list[Block]:
    starts = [block.index for block in reading.page if heading is not None and _is_in(block.element, heading)]
    first = next((line.block.index for line in reading.kept if line.block is not None), None)
    if not starts or first is None:
        return [line.block for line in reading.lines if line.reason == "before the article" and line.block is not None]
    return reading.page[starts[-1] + 1 : first] if first - starts[-1] <= 40 else []


def _is_in(element: HtmlElement, heading: HtmlElement) -> bool:
    return element is heading or heading in element.iterancestors()


def _fits(block: Block, title: str) -> bool:
    text = block.text
    return (
        SHORTEST <= len(text) <= LONGEST
        and block.words >= 6
        and block.link_share < 0.5
        and block.tag not in {"li", "td", "th", "figcaption", "caption"}
        and key(text) != key(title)
        and not in_figure(block.element)
        and verdict(text, block.link_share) is None
    )


def _put_repeats_aside(kept: list[TextLine], found: str) -> None:
    name = key(found)
    for line in kept[:3]:
        own = key(line.text)
        if own == name or (len(own) > 30 and own in name):  # a longer paragraph says more, and stays
            line.reason = "standfirst repeated"
