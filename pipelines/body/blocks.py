"""A page as a list of blocks in reading order: what a browser would set as separate paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.html import HtmlElement

BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
SILENT_TAGS = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "embed",
        "applet",
        "canvas",
        "audio",
        "video",
        "map",
        "head",
        "select",
        "option",
        "textarea",
        "button",
        "input",
        "math",
    ]
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
KEY = re.compile(r"[\W_]+")
ENDS = (".", "!", "?", "…")  # of a sentence
CLOSING = "\"'”’)]"  # what may stand after one
SHORTEST_PROSE = 60  # characters


def key(text: str) -> str:
    """Return a text's letters and digits alone, by which two wordings of one line are known for the same."""
    return KEY.sub("", text).lower()


def ends_a_sentence(text: str) -> bool:
    """Return whether a line ends as a sentence does. Ten times the speed of a search that begins at each character."""
    return text.rstrip(CLOSING).endswith(ENDS)


def packed(text: str) -> str:
    """Return a text without its spaces: two readings of one paragraph differ in these alone. Five times `key`'s speed."""
    return "".join(text.split())


@dataclass(slots=True)
class Block:
    """One paragraph-sized piece of a page, with where it stands."""

    text: str
    element: HtmlElement  # the innermost block element around it
    linked: int  # characters inside links
    index: int = 0
    tag: str = field(init=False)  # the block element's name
    link_share: float = field(init=False)  # how much of the text is links, 0 to 1
    is_prose: bool = field(init=False)  # reads like a paragraph: long enough, few links, ends like a sentence
    _key: str | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Take the measures that every later look asks for, once."""
        size = len(self.text)
        self.tag = str(self.element.tag)
        self.link_share = min(self.linked / max(size, 1), 1.0) if self.linked else 0.0
        self.is_prose = (
            size >= SHORTEST_PROSE and self.link_share < 0.4 and self.tag not in HEADINGS and ends_a_sentence(self.text)
        )

    @property
    def key(self) -> str:
        """The text without its spaces."""
        if self._key is None:
            self._key = packed(self.text)
        return self._key

    @property
    def words(self) -> int:
        """How many words."""
        return self.text.count(" ") + 1


def blocks(root: HtmlElement) -> list[Block]:  # noqa: C901 -- the hottest loop of extraction: three closures over one state
    """Return the blocks under an element in reading order; two line breaks in a row end a block."""
    found: list[Block] = []
    parts: list[str] = []
    linked = 0
    breaks = 0

    def flush(owner: HtmlElement) -> None:
        nonlocal linked, breaks
        joined = parts[0] if len(parts) == 1 else "".join(parts)
        if text := " ".join(joined.split()):
            found.append(Block(text, owner, linked, len(found)))
        parts.clear()
        linked = breaks = 0

    def walk(element: HtmlElement, tag: str, owner: HtmlElement, in_link: bool) -> None:
        nonlocal breaks, linked
        is_block = tag in BLOCK_TAGS
        if is_block:
            if parts:
                flush(owner)
            owner = element
        elif tag == "br":
            breaks += 1
            if breaks == 2:
                flush(owner)
            else:
                parts.append(" ")
            return
        elif tag == "a":
            in_link = True
        if text := element.text:
            if not text.isspace():
                parts.append(text)
                breaks = 0
                linked += in_link and len(text.strip())
            elif parts:
                parts.append(text)
        for child in element:
            name = child.tag  # asked of libxml2 each time, as text and tail are
            if name not in SILENT_TAGS and isinstance(name, str):
                walk(child, name, owner, in_link)
            if text := child.tail:
                if not text.isspace():
                    parts.append(text)
                    breaks = 0
                    linked += in_link and len(text.strip())
                elif parts:  # a block begins with its first word
                    parts.append(text)
        if is_block and parts:
            flush(owner)

    walk(root, str(root.tag), root, False)
    if parts:
        flush(root)
    return found
