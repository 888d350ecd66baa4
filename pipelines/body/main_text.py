"""The text of a page (main content extraction): the lines of trafilatura's reading that stand in the article's column, mended from the page.

Four general faults of readings are looked for, all by where lines stand and what surrounds them, none by the names
that a site gives its classes: hardly any of the page's prose was found (another element is taken); lines from
outside the column (teasers, standfirsts, the next article); boxes in the column (one line of a box is a sign-up, so
the box is); paragraphs of the column that were left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from pipelines.body.blocks import HEADINGS, Block, blocks
from pipelines.body.captions import is_caption
from pipelines.body.furniture import BOX_REASONS, names_a_box, verdict
from pipelines.body.paragraphs import TextLine, empty_headings, mark_furniture, place, read_lines
from pipelines.body.region import branch, column, richest, signature
from pipelines.markup.tree import APART_TAGS, drop, text_of

NEARLY_ALL = 0.9  # of the page's prose: what holds it holds the article
HARDLY_ANY = 0.25  # of the richest element's prose: a reading that holds less has missed the article
LARGEST_BOX = 0.25  # of the article's text
USUAL = 0.4  # of the article's text: boxes alike that hold more are how the template sets its paragraphs
MOST_BEFORE = 1  # paragraph above the column that may be a standfirst; more are a first part of the article
LONGEST_BEFORE = 320  # characters: a standfirst is shorter
LONGEST_TEASER = 400  # characters
FEW_LINKS = 0.2  # of a sentence in a box: with more it may be a teaser
MOST_AFTER = 3  # paragraphs below the column that may be an author's note or teasers
PARTS = HEADINGS | {"p", "ul", "ol", "li", "blockquote", "table", "tbody", "tr", "td", "th", "pre", "dl", "dt", "dd"}


@dataclass(slots=True)
class MainText:
    """The lines of a page with the reason of each that was put aside, and where the column stands."""

    lines: list[TextLine]
    page: list[Block]
    column: HtmlElement | None = None
    second: bool = False  # trafilatura's reading was set aside
    reasons: list[str] = field(default_factory=list)

    @property
    def kept(self) -> list[TextLine]:
        """The lines that are the article's own."""
        return [line for line in self.lines if line.reason is None]


def extract_main_text(body: HtmlElement, title: str, root: HtmlElement | None = None) -> MainText:
    """Return the reading of a pruned page. `root`: the element that trafilatura is to read; the page's by default."""
    page = blocks(body)
    _narrow(page, body)
    lines = read_lines(body if root is None else root)
    place(lines, page)
    reading = MainText(lines, page)
    _replace_if_hardly_any(reading, body)
    mark_furniture(reading.lines, title)
    _captions(reading.lines)
    placed = [line.block for line in reading.lines if line.reason is None and line.block is not None]
    if placed:
        reading.column = column(placed, body)
        _outside(reading, reading.column)
        _boxes(reading, reading.column)
        _left_out(reading, reading.column)
    empty_headings(reading.lines)
    return reading


def _narrow(page: Sequence[Block], body: HtmlElement) -> None:
    """Leave the tree no more than the element that holds nearly all of the page's prose, and what goes on with it.

    The extractor then has half as much to walk, and no teasers, menus and footers to mistake for the article.
    """
    main = element = column(page, body, NEARLY_ALL)
    goes_on = _rows_beside(page, main)
    for head in body.itersiblings(preceding=True):
        drop(head)
    while element is not body:
        parent = element.getparent()
        assert parent is not None
        for other in list(parent):
            if other is not element and not (other in goes_on and _may_go_on(other)):
                parent.remove(other)
        element = parent


def _rows_beside(page: Sequence[Block], main: HtmlElement) -> set[HtmlElement]:
    """Return what holds prose outside of an element, set in boxes of the same name as its own: rows of one article."""
    rows: set[tuple[str, str]] = set()
    outside: list[tuple[HtmlElement, tuple[str, str]]] = []
    for block in page:
        row = block.element.getparent()
        if block.is_prose and block.link_share <= FEW_LINKS and row is not None and row.get("class"):
            if branch(block.element, main) is not None:
                rows.add(signature(row))
            else:
                outside.append((row, signature(row)))
    return {up for row, like in outside if like in rows for up in (row, *row.iterancestors())}


def _may_go_on(other: HtmlElement) -> bool:
    return not (other.tag in APART_TAGS or other.tag == "aside" or names_a_box(other) or _is_linked(other))


def line_of(block: Block) -> TextLine:
    """Return a block of the page as a line of the text."""
    return TextLine(block.text, "head" if block.tag in HEADINGS else "item" if block.tag == "li" else "p", block)


def _replace_if_hardly_any(reading: MainText, body: HtmlElement) -> None:
    found = sum(len(line.text) for line in reading.lines if line.block is not None and line.block.is_prose)
    if found >= HARDLY_ANY * sum(len(block.text) for block in reading.page if block.is_prose):
        return  # of all the page's prose, so of any element's
    rich = richest(reading.page, body)
    inside = [block for block in reading.page if branch(block.element, rich) is not None]
    whole = sum({block.key: len(block.text) for block in inside if block.is_prose}.values())
    if found < HARDLY_ANY * whole:
        reading.lines = [line_of(block) for block in inside if block.tag != "h1"]
        reading.second = True
        reading.reasons.append("the first reading had hardly any of the page's prose")


def _captions(lines: Sequence[TextLine]) -> None:
    for line in lines:
        if line.reason is None and line.block is not None and is_caption(line.block.element):
            line.reason = "caption"


def _outside(reading: MainText, main: HtmlElement) -> None:
    """Put aside lines that stand before or after the column, unless they look like another part of the article."""
    inside = [
        line.block.index
        for line in reading.lines
        if line.reason is None and line.block is not None and branch(line.block.element, main) is not None
    ]
    if not inside:
        return
    first, above = inside[0], set(main.iterancestors())
    before: list[TextLine] = []
    after: list[TextLine] = []
    teaser = False  # what a linked headline outside the column introduces
    for line in reading.lines:
        outside = line.block is not None and branch(line.block.element, main) is None
        if outside and line.block is not None and line.block.element.getparent() in above:
            outside = False  # beside the column, in what holds it: an article's own first or last paragraph
        if outside and line.reason in {"link alone", "promo"}:
            teaser = True
        elif outside and teaser and line.reason is None and len(line.text) < LONGEST_TEASER:
            line.reason, teaser = "teaser", False
        else:
            teaser = False
        if line.reason is None and line.block is not None and branch(line.block.element, main) is None:
            (before if line.block.index < first else after).append(line)
    for lines, most, reason in ((before, MOST_BEFORE, "before the article"), (after, MOST_AFTER, "outside the column")):
        prose = [line for line in lines if line.block is not None and line.block.is_prose]
        long = lines is before and any(len(line.text) > LONGEST_BEFORE for line in prose)
        if not reading.second and (len(prose) > most or long):
            continue
        for line in lines:
            if line.block is not None and not _another_part(line, main, above):
                line.reason = reason


def _another_part(line: TextLine, main: HtmlElement, above: set[HtmlElement]) -> bool:
    assert line.block is not None
    element = line.block.element
    if element.tag == "p" and element.getparent() in above and line.block.is_prose:
        return element.getparent() is main.getparent()  # paragraphs beside the column, as if it began too late
    like = signature(main)
    return bool(like[1]) and any(signature(up) == like for up in (element, *element.iterancestors()))


def _boxes(reading: MainText, main: HtmlElement) -> None:
    """Put a whole box aside when one of its lines is a sign-up, a wall, a promo and the box is small."""
    boxes: defaultdict[HtmlElement, list[TextLine]] = defaultdict(list)
    for line in reading.lines:
        element = line.block.element if line.block is not None else None
        while element is not None and element is not main:
            if element.tag not in PARTS:
                boxes[element].append(line)
            element = element.getparent()
    total = sum(len(line.text) for line in reading.kept)
    usual: Counter[tuple[str, str]] = Counter()
    for element, lines in boxes.items():
        usual[signature(element)] += sum(len(line.text) for line in lines if line.reason is None)
    for element, lines in boxes.items():
        if branch(element, main) is None or usual[signature(element)] > USUAL * total:
            continue
        left = [line for line in lines if line.reason is None]
        if not left or sum(len(line.text) for line in left) > LARGEST_BOX * total:
            continue
        why = next((line.reason for line in lines if line.reason in BOX_REASONS), None)
        if why:
            for line in left:
                line.reason = f"box: {why}"


def _left_out(reading: MainText, main: HtmlElement) -> None:
    """Add paragraphs and headings of the column that the reading skipped, where they stand."""
    kept = [line.block for line in reading.kept if line.block is not None]
    inside = [block.index for block in kept if branch(block.element, main) is not None]
    if not inside:
        return
    used = {line.block.index for line in reading.lines if line.block is not None}
    everything = "".join(line.key for line in reading.lines)
    places = _Places(kept)
    for block in reading.page[inside[0] : inside[-1] + 1]:
        if block.index in used or block.link_share >= 0.5:
            continue
        below = branch(block.element, main)
        if below is None or not block.key or block.key in everything or is_caption(block.element):
            continue
        if (places.fit(block, below) or _set_apart(block, main)) and verdict(
            block.text, block.link_share, block.element
        ) is None:
            insert_line(reading.lines, line_of(block))


class _Places:
    """Where the kept paragraphs stand, to ask whether a block stands as they do."""

    def __init__(self, kept: Sequence[Block]) -> None:
        self.templates = {(block.tag, _parent_like(block)) for block in kept if block.is_prose}
        self.parents = {block.element.getparent() for block in kept if block.is_prose}

    def fit(self, block: Block, below: HtmlElement) -> bool:
        parent = block.element.getparent()
        if block.tag in HEADINGS:
            return parent in self.parents and block.tag != "h1"
        if block.tag == "li":  # of a list that stands among the paragraphs
            grand = parent.getparent() if parent is not None else None
            return parent is not None and grand in self.parents and block.words > 2 and not block.linked
        like = (block.tag, _parent_like(block)) in self.templates and len(block.text) > 20
        return like or (block.is_prose and below is block.element)


def _set_apart(block: Block, main: HtmlElement) -> bool:
    """Whether a block is a sentence in a box of the column that is no box of links: a pull quote, a fact box, an aside."""
    if not block.is_prose or block.link_share > FEW_LINKS:
        return False
    element: HtmlElement | None = block.element
    while element is not None and element is not main:
        if element.tag in APART_TAGS or names_a_box(element) or _is_linked(element):
            return False
        element = element.getparent()
    return True


def _is_linked(element: HtmlElement) -> bool:
    """Whether a box is one of links: a teaser with its headline, a list of stories."""
    if element.tag in PARTS:
        return False
    links = sum(len(text_of(link)) for link in element.iter("a"))
    return links > 0.3 * len(text_of(element))


def _parent_like(block: Block) -> tuple[str, str]:
    parent = block.element.getparent()
    return signature(parent) if parent is not None else ("", "")


def insert_line(lines: list[TextLine], new: TextLine) -> None:
    """Put a line where its block stands among the others'."""
    assert new.block is not None
    for index, line in enumerate(lines):
        if line.block is not None and line.block.index > new.block.index:
            lines.insert(index, new)
            return
    lines.append(new)
