"""The article's text as the page declares it for machines (JSON-LD's articleBody), held against the reading of the page."""

from __future__ import annotations

import html
import re
from typing import Any

from pipelines.body.blocks import SHORTEST_PROSE, ends_a_sentence, packed
from pipelines.body.main_text import MainText, insert_line, line_of
from pipelines.body.paragraphs import TextLine
from pipelines.markup.structured import MARKUP, Structured
from pipelines.stray import visible

SHORTEST_BODY = 250  # characters: a shorter one is an excerpt
BREAK = re.compile(r"<br\s?/?>|</?p\b[^<>]{0,200}>|\n", re.IGNORECASE)
FIFTH_MORE = 1.2


def declared_paragraphs(known: Structured) -> list[str]:
    """Return the paragraphs of JSON-LD's articleBody; none where it is an excerpt."""
    value: Any = known.article.get("articleBody")
    if isinstance(value, list):
        value = "\n\n".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str) or len(value) < SHORTEST_BODY:
        return []
    for _ in range(2):  # some pages escape twice
        value = html.unescape(value) if "&" in value else value
    parts = (visible(" ".join(MARKUP.sub(" ", part).split())) for part in BREAK.split(value))
    return [part for part in parts if part]


def restore_declared(reading: MainText, declared: list[str]) -> None:
    """Give the reading the page's own paragraphs that it lacks and the declared text has: two witnesses for each."""
    whole = packed("".join(declared))
    held = "".join(line.key for line in reading.kept)
    if len(whole) < FIFTH_MORE * len(held):
        return
    for block in reading.page:
        if block.is_prose and block.key in whole and block.key not in held:
            line = next(
                (one for one in reading.lines if one.block is not None and one.block.index == block.index), None
            )
            if line is None:
                insert_line(reading.lines, line_of(block))
            else:
                line.reason = None


def put_declared_in_place(reading: MainText, declared: list[str]) -> bool:
    """Make the declared text the reading's where the page shows no sentence of an article, and return whether it was done.

    What such a page shows is a frame: its headline, a footer, a button.
    """
    if any(ends_a_sentence(line.text) and len(line.text) >= SHORTEST_PROSE for line in reading.kept):
        return False
    for line in reading.kept:
        line.reason = "the frame of a page without text"
    reading.lines.extend(TextLine(part, "p") for part in declared)
    return True
