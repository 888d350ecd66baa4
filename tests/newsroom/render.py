"""Bodies and pages as HTML, by the templates."""

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from tests.newsroom.article import Block, ReaderComment
from tests.newsroom.dates import iso, rfc822, written

TEMPLATES = Path(__file__).parent / "templates"
NESTING = 400  # levels: deeper than parsers keep


def inline(text: str) -> Markup:
    """Return a line with its links, emphasis and strong words as HTML; everything else is escaped."""
    html = str(escape(text))
    html = re.sub(r"\[([^\]]+)\]\(([^)\s]+)\)", r'<a href="\2">\1</a>', html)
    html = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", html)
    return Markup(re.sub(r"\*([^*]+)\*", r"<em>\1</em>", html))


def block_html(block: Block) -> Markup:
    """Return one block of a body as HTML."""
    line = inline(block.lines[0])
    if block.kind == "heading":
        return Markup("<h2>{}</h2>").format(line)
    if block.kind == "quotation":
        return Markup("<blockquote><p>{}</p></blockquote>").format(line)
    if block.kind == "list":
        items = Markup("\n").join(Markup("<li>{}</li>").format(inline(item)) for item in block.lines)
        return Markup("<ul>\n{}\n</ul>").format(items)
    return Markup("<p>{}</p>").format(line)


def nested(html: Markup) -> Markup:
    """Return the HTML inside 400 nested elements, as a broken editor writes it."""
    return Markup("<div>" * NESTING) + html + Markup("</div>" * NESTING)


def reading_minutes(blocks: tuple[Block, ...]) -> int:
    """Return the minutes that a reader needs at 220 words a minute, at least one."""
    words = sum(len(line.split()) for block in blocks for line in block.lines)
    return max(1, round(words / 220))


def thread(comments: tuple[ReaderComment, ...]) -> list[dict[str, Any]]:
    """Return comments as a tree: each with its `replies`."""
    roots: list[dict[str, Any]] = []
    path: list[dict[str, Any]] = []
    for comment in comments:
        node: dict[str, Any] = {"comment": comment, "replies": []}
        path = path[: comment.depth]
        (path[-1]["replies"] if path else roots).append(node)
        path.append(node)
    return roots


def environment() -> Environment:
    """Return the templates' environment: unknown names are errors, everything is escaped."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(
        block=block_html, inline=inline, iso=iso, rfc822=rfc822, written=written, thread=thread, nested=nested
    )
    made.globals["reading_minutes"] = reading_minutes
    return made
