"""The standfirst: the sentence or two between headline and text, kept apart from the text."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from pipelines.body.blocks import HEADINGS, Block, ends_a_sentence, key
from pipelines.body.captions import is_caption
from pipelines.body.furniture import verdict
from pipelines.body.main_text import MainText, insert_line, line_of
from pipelines.body.paragraphs import TextLine
from pipelines.body.region import branch
from pipelines.markup.structured import Structured, plain_line
from pipelines.markup.tree import text_of
from pipelines.metadata.dates import find_dates
from pipelines.metadata.publication import labelled_role
from pipelines.metadata.title import agreement
from pipelines.phrases.phrase_book import phrase_book
from pipelines.rules import PageRules

SHORTEST, LONGEST = 30, 420  # characters
LINKED = 0.2  # of the letters: with more, a line that nothing repeats is the teaser of another story
MOST_BESIDE_DATES = 40  # characters of a dateline that are names and labels
LONGEST_BESIDE_LABEL = 90  # the same, with a label before its date
NAMES = (
    "standfirst",
    "subtitle",
    "sub-title",
    "subhead",
    "deck",
    "dek",
    "intro",
    "lead",
    "lede",
    "summary",
    "excerpt",
    "strapline",
    "description",
    "teaser-text",
    "alternativeheadline",
)
BYLINE = re.compile(
    r"(?:[Bb]y|BY|[Ww]ords|words by|reporting by|written by)[ :]+[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}(?:$|[ ,|])"
)
LONG_ENOUGH = 60  # characters of a standfirst that is set without a full stop
SAME = 0.75  # of the words: a description that shares them is the standfirst, shortened or with a word changed


def standfirst(
    reading: MainText, known: Structured, title: str, heading: HtmlElement | None, ruled: str | None = None
) -> str | None:
    """Return the standfirst, and put aside the body's first lines where they repeat it.

    What the outlet's rule found; a line between headline and text that the page's description repeats, that is named or
    set as a standfirst, or that is the one sentence there; a sentence set as a heading at the text's beginning; a first
    paragraph that the description repeats and that is set apart from the others. A description that is a first paragraph
    among the others is not one. A sentence between headline and text that is no standfirst goes to the text.
    """
    described = _described(known)
    column = reading.column
    above = {column, *column.iterancestors()} if column is not None else set()
    between = [
        block
        for block in _blocks_between(reading, heading)
        if _fits(block, title)
        and (block.tag not in {"td", "th"} or block.element in above)  # a layout's cell, no figure's
    ]
    found = ruled or _clearest(between, described)
    kept = reading.kept
    headed = len(kept) > 2 and kept[0].kind == "head" and kept[1].kind != "head"
    if found is None and headed and SHORTEST <= len(kept[0].text) <= LONGEST and len(kept[0].text.split()) >= 8:
        found = kept[0].text
        kept[0].reason = "standfirst"
    elif found is None and len(kept) > 2 and _is_lead(kept[0], kept[1], described):
        found = kept[0].text
    _restore(reading, between, found)
    if found is not None:
        _put_repeats_aside(reading.kept, found)
    return found


def _restore(reading: MainText, between: list[Block], found: str | None) -> None:
    """Give the text the sentences that stand between headline and text and are no standfirst."""
    texts = {line.key for line in reading.kept}
    for block in between:
        if not block.is_prose or block.link_share > LINKED or block.text == found or block.key in texts:
            continue
        line = next(
            (line for line in reading.lines if line.block is not None and line.block.index == block.index), None
        )
        if line is None:
            insert_line(reading.lines, line_of(block))
        elif line.reason in {"before the article", "outside the column"}:
            line.reason = None


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


def _clearest(between: list[Block], described: list[str]) -> str | None:
    for block in between:
        if any(agreement(block.text, text) >= SAME for text in described):
            return block.text
    for block in between:
        if block.link_share <= LINKED and (_is_named(block.element) or block.tag in HEADINGS):
            return block.text
    sentences = [
        block
        for block in between
        if block.link_share <= LINKED and (ends_a_sentence(block.text) or len(block.text) > LONG_ENOUGH)
    ]
    return sentences[0].text if len(sentences) == 1 else None


def _is_named(element: HtmlElement) -> bool:
    """Whether an element, or the one around it, is called a standfirst."""
    parent = element.getparent()
    for one in (element, parent) if parent is not None else (element,):
        name = f"{one.get('class') or ''} {one.get('id') or ''} {one.get('itemprop') or ''}".lower()
        if any(word in name for word in NAMES):
            return True
    return False


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
        and block.tag not in {"li", "figcaption", "caption"}
        and key(text) != key(title)
        and not _is_small_print(text)
        and not is_caption(block.element)
        and verdict(text, block.link_share, block.element) is None
    )


def _is_small_print(text: str) -> bool:
    """Whether a line is a dateline, a byline or a disclaimer."""
    dates = find_dates(text)
    rest = len(text) - sum(date.end - date.start for date in dates)
    if dates and (labelled_role(text[: dates[0].start]) or rest < MOST_BESIDE_DATES) and rest < LONGEST_BESIDE_LABEL:
        return True
    return BYLINE.match(text) is not None or phrase_book("disclaimer").find(text) is not None


def _put_repeats_aside(kept: list[TextLine], found: str) -> None:
    name = key(found)
    for line in kept[:3]:
        own = key(line.text)
        if own == name or (len(own) > 30 and own in name):  # a longer paragraph says more, and stays
            line.reason = "standfirst repeated"
