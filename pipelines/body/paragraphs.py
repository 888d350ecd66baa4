"""The article's paragraphs: trafilatura's reading, held against the page's own blocks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from pipelines.body.blocks import Block, ends_a_sentence, key, packed
from pipelines.body.captions import is_caption
from pipelines.body.furniture import is_tail, verdict

WORD = re.compile(r"[^\W_]")
OPTIONS = Extractor(output_format="txt", fast=True, comments=False)
"""The body's elements are what is asked for: with the format "python" they are written out as a text as well."""

START = 24  # letters by which a run of blocks is found
MOST_TOGETHER = 12  # blocks in one line
SHORTEST_REPEATED = 40  # letters of a paragraph that is not said twice; items and headings may be
SHORTEST_AT_HOME = 80  # characters of a sentence that is one long link, or stands below a list of links, and is kept
FEW_LINKS = 0.2  # of a sentence below a list of links
FEW_PARAGRAPHS = 3  # in one element: what holds as many is where the article's text stands
LEAST_PLACED = 0.5  # of a line's letters: fewer, and the likeness is chance


@dataclass(slots=True)
class TextLine:
    """One paragraph, heading or item of the text, with the page's block that it came from where that is known."""

    text: str
    kind: str  # p, head, item, row
    block: Block | None = None
    reason: str | None = None  # why it is not the article's own; None where it is
    _key: str | None = None

    @property
    def link_share(self) -> float:
        """How much of the line is links: 0 where its block is not known."""
        return self.block.link_share if self.block else 0.0

    @property
    def key(self) -> str:
        """The line without its spaces."""
        if self._key is None:
            self._key = packed(self.text)
        return self._key


def read_lines(tree: HtmlElement) -> list[TextLine]:
    """Return what trafilatura takes for the article, line by line."""
    document = bare_extraction(tree, options=OPTIONS)
    if document is None or isinstance(document, dict) or document.body is None:
        return []
    lines: list[TextLine] = []
    for child in document.body:
        lines.extend(_lines(child))
    return [line for line in lines if line.text]


def _lines(element: etree._Element) -> Iterator[TextLine]:
    if element.tag == "list":
        for item in element.iter("item"):
            yield TextLine(_text(item), "item")
    elif element.tag == "table":
        for row in element.iter("row"):
            cells = [_text(cell) for cell in row.iter("cell")]
            yield TextLine(" | ".join(cell for cell in cells if cell), "row")
    elif element.tag == "quote" and any(child.tag in {"p", "list", "head", "quote"} for child in element):
        if element.text and element.text.strip():
            yield TextLine(" ".join(element.text.split()), "p")
        for child in element:
            yield from _lines(child)
            if child.tail and child.tail.strip():
                yield TextLine(" ".join(child.tail.split()), "p")
    else:
        kind = "head" if element.tag == "head" else "p"
        for part in _paragraphs(element):
            yield TextLine(part, kind)


def _text(element: etree._Element) -> str:
    between = " " if next(element.iterdescendants("p"), None) is not None else ""
    return " ".join(between.join(element.itertext()).split())


def _paragraphs(element: etree._Element) -> list[str]:
    """Split at two line breaks in a row, as a browser's reader sees it."""
    if not len(element):
        return [" ".join((element.text or "").split())]
    if next(element.iter("lb"), None) is None:
        return [" ".join("".join(element.itertext()).split())]
    parts, breaks = [""], 0
    for node in element.iter():
        if node.tag == "lb":
            breaks += 1
            parts[-1] += " "
            if breaks == 2:
                parts.append("")
        if node.text and node.tag != "lb":
            parts[-1] += node.text
            breaks = 0 if node.text.strip() else breaks
        if node is not element and node.tail:
            parts[-1] += node.tail
            breaks = 0 if node.tail.strip() else breaks
    return [" ".join(part.split()) for part in parts]


def place(lines: list[TextLine], page: list[Block]) -> None:
    """Find each line's block on the page, in order; a line that runs several blocks together is placed at the first."""
    where: defaultdict[str, list[Block]] = defaultdict(list)
    for block in page:
        where[block.key].append(block)
    for name, same in where.items():
        if len(same) > 1:  # a paragraph and the caption that repeats it: the line is the paragraph
            where[name] = [block for block in same if not is_caption(block.element)] or same
    index: _Index | None = None
    last = -1
    for line in lines:
        found = where.get(line.key)
        if found:
            line.block = next((block for block in found if block.index > last), found[-1])
        else:
            index = index or _Index(page)  # dear, and most pages need none
            line.block = index.find(line.text, last)
        if line.block is not None:
            last = line.block.index


class _Index:
    """A page's blocks by their letters and digits and by how these begin, for lines that changed on the way."""

    def __init__(self, page: list[Block]) -> None:
        self.page = page
        self.names = [key(block.text) for block in page]
        self.whole: defaultdict[str, list[Block]] = defaultdict(list)
        self.starts: defaultdict[str, list[Block]] = defaultdict(list)
        for block, name in zip(page, self.names, strict=True):
            self.whole[name].append(block)
            self.starts[name[:START]].append(block)

    def find(self, text: str, last: int) -> Block | None:
        name = key(text)
        found = self.whole.get(name)
        if found:
            return next((block for block in found if block.index > last), found[-1])
        # A first block may be as short as a label.
        for found in (self.starts.get(name[:START]), self.whole.get(name[: START // 2])):
            if found:
                first = next((block for block in found if block.index > last), found[-1])
                together = _run_together(text, name, first, self.page, self.names)
                if together is not None:
                    return together
        return None


def _run_together(text: str, name: str, first: Block, page: list[Block], names: list[str]) -> Block | None:
    """Return a block that stands for several in a row whose texts begin a line, with the links of them all."""
    length = linked = 0
    for block in page[first.index : first.index + MOST_TOGETHER]:
        own = names[block.index]
        if not name.startswith(own, length):
            break
        length += len(own)
        linked += block.linked
    if length < LEAST_PLACED * len(name):
        return None
    return Block(text, first.element, linked, first.index)


def mark_furniture(lines: list[TextLine], title: str) -> None:
    """Mark each line that is not the article's own with the reason."""
    seen: set[str] = set()
    titled = key(title)
    total = sum(len(line.text) for line in lines)
    homes = _homes(lines)
    mine: Counter[HtmlElement | None] = Counter()  # the homes of the paragraphs before the tail
    last = max(
        (place for place, line in enumerate(lines) if line.block is not None and line.block.is_prose), default=-1
    )
    done = 0
    cut = False
    for index, line in enumerate(lines):
        name = line.key
        if cut and (line.link_share > FEW_LINKS or not _at_home(line, mine)):
            line.reason = "after the article"
        elif not WORD.search(line.text):
            line.reason = "no words"
        elif _is_title(line, titled):
            line.reason = "title"
        elif line.kind == "p" and len(name) > SHORTEST_REPEATED and name in seen:
            line.reason = "repeated"
        elif done > 0.5 * total and is_tail(line.text) and not _prose(lines[index + 1 :]):
            line.reason, cut = "after the article", True
            mine = mine or _homes(lines[:index])
        elif line.kind in {"p", "item"} and _links_alone(line) and not _at_home(line, homes):
            line.reason = "link alone"
        else:
            element = line.block.element if line.block is not None else None
            line.reason = verdict(line.text, line.link_share, element, index > last)
        seen.add(name)
        done += len(line.text)


def _is_title(line: TextLine, titled: str) -> bool:
    if line.block is not None and line.block.tag == "h1" and line.kind == "head":
        return True
    return len(titled) <= len(line.key) <= 2 * len(titled) + 20 and key(line.text) == titled


def _homes(lines: list[TextLine]) -> Counter[HtmlElement | None]:
    """Count the paragraphs of prose of each element that holds some."""
    return Counter(line.block.element.getparent() for line in lines if line.block is not None and line.block.is_prose)


def _at_home(line: TextLine, homes: Counter[HtmlElement | None]) -> bool:
    """Whether a line is a sentence that stands where the article's paragraphs stand."""
    if line.block is None or len(line.text) < SHORTEST_AT_HOME or not ends_a_sentence(line.text):
        return False
    return homes[line.block.element.getparent()] >= FEW_PARAGRAPHS


def _links_alone(line: TextLine) -> bool:
    """Whether a line is a link, or several, set as a paragraph of their own: a promo or a list of them."""
    if len(line.text) < 160:
        ended = line.link_share < 0.8 and ends_a_sentence(line.text)
        return line.link_share > 0.5 and not ended
    return line.link_share > 0.7 and len(line.text) < 700 and not ends_a_sentence(line.text)


def _prose(lines: list[TextLine]) -> bool:
    """Whether what follows holds paragraphs of its own, not teasers."""
    return sum(len(line.text) for line in lines if len(line.text) > 90 and line.link_share < 0.3) > 350


def empty_headings(lines: list[TextLine]) -> None:
    """Mark headings that head nothing at the end, because what they headed was furniture."""
    for line in reversed(lines):
        if line.reason is None:
            if line.kind != "head":
                return
            line.reason = "heads nothing"
