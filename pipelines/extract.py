"""From a captured page to its article: `extract` reads one page in this process.

Batches go through `pipelines.isolation.workers.ExtractionPool`, where a page that eats memory or time costs itself alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.body.blocks import key
from pipelines.body.captions import LONGEST_CAPTION, captions_of
from pipelines.body.comments import take_comments
from pipelines.body.confidence import confidence
from pipelines.body.corrections import take_corrections
from pipelines.body.declared import declared_paragraphs, put_declared_in_place, restore_declared
from pipelines.body.main_text import MainText, extract_main_text
from pipelines.body.standfirst import standfirst, standfirst_by_rule
from pipelines.decode import decode
from pipelines.errors import QuarantineError
from pipelines.markup.measure import check_depth, measure
from pipelines.markup.structured import Structured, structured
from pipelines.markup.tree import drop, join_drop_caps, parse, prune, set_apart, strip, text_of
from pipelines.markup.unfolded import unfold
from pipelines.metadata.byline import authors
from pipelines.metadata.facts import canonical_link, keywords, language, section
from pipelines.metadata.page_count import incomplete
from pipelines.metadata.publication import publication
from pipelines.metadata.title import agreement, title
from pipelines.metadata.wall import wall
from pipelines.page import Extraction, RawPage
from pipelines.page_kind import refuse_other_pages
from pipelines.rules import PageRules
from warehouse.records import Wall

EXTRACTOR = "extract-5"
"""The version of this step: raise it when a change alters a text or a date, for offsets are stable for a version."""

SHORTEST_ALTERNATIVE = 12
LINES = ("p", "h2", "h3", "h4", "a", "span", "strong")  # in which a wall speaks
FEED = re.compile(
    r"^\s{0,99}(?:<\?xml[^>]{0,200}>\s{0,99})?(?:<!--.{0,500}?-->\s{0,99})?<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b",
    re.IGNORECASE,
)
__all__ = ["EXTRACTOR", "Extraction", "RawPage", "extract"]


def extract(page: RawPage) -> Extraction:
    """Return the article of a page. Raises QuarantineError where there is none that can be trusted to be whole."""
    decoded = decode(page.body, page.content_type, page.content_encoding)
    rules = page.rules or PageRules()
    if FEED.match(decoded.text[:2000]):
        raise QuarantineError("not a page", "the body is a feed or a sitemap")
    size = measure(decoded.text)
    root = parse(decoded.text)
    check_depth(root, size.depth)
    known = structured(root)
    strip(root)
    canonical = canonical_link(root, page.url)
    refuse_other_pages(root, known, page.url, canonical, (page.listed_title, page.held_title))
    join_drop_caps(root)
    _apply(rules.prune, root)
    name, title_doubt = title(root, known, page.listed_title, page.url)
    heading = _heading(root, name)
    comments = take_comments(root, known, rules)
    writers = authors(root, known, rules, heading)
    dates = publication(page, rules, root, known, heading)
    captions, part = captions_of(root), incomplete(root, page.url)
    words = _words(root, known, rules, name or "", heading, captions)
    doubts = [*decoded.notes, *words.doubts, *(doubt for doubt in (title_doubt, dates.doubt, part) if doubt)]
    if not size.ended:
        doubts.append("the page stops before its end")
    declared = declared_paragraphs(known)
    sure, reasons = confidence(words.text, words.reading, declared, words.wall, doubts, decoded.text)
    return Extraction(
        title=name or page.listed_title or "", standfirst=words.standfirst, authors=writers, published=dates.published, published_precision=dates.precision,
        modified=dates.modified, dates=dates.dates, section=section(known), tags=keywords(known), text=words.text,
        comments=comments, corrections=words.corrections, captions=tuple(captions), wall=words.wall,
        wall_reason=words.wall_reason, language=language(root, known, words.text), confidence=sure, reasons=reasons,
        extractor=EXTRACTOR, canonical=canonical,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Words:
    """What a page says to its readers, part by part."""

    reading: MainText
    text: str
    standfirst: str | None
    corrections: tuple[str, ...]
    wall: Wall
    wall_reason: str | None
    doubts: tuple[str, ...]


def _words(
    root: HtmlElement, known: Structured, rules: PageRules, name: str, heading: HtmlElement | None, captions: list[str]
) -> _Words:
    """Return the words of a page. Raises QuarantineError where it has none."""
    ruled = standfirst_by_rule(root, rules)
    marked = set_apart(root)
    hidden = unfold(root, marked, lambda: wall(known, map(text_of, root.iter(*LINES)), rules)[0] is not Wall.OPEN)
    prune(root, marked)
    alternatives = {key(alt) for image in root.iter("img") if len(alt := image.get("alt") or "") > SHORTEST_ALTERNATIVE}
    reading = _read(root, rules, name)
    declared = declared_paragraphs(known)
    restore_declared(reading, declared)
    _put_captions_aside(reading, captions, alternatives)
    above = standfirst(reading, known, name, heading, ruled)
    corrections = take_corrections(reading)
    prose = {line.block.index for line in reading.kept if line.block is not None and line.block.is_prose}
    access, why = wall(known, (block.text for block in reading.page if block.index not in prose), rules)
    if declared and access is Wall.OPEN and put_declared_in_place(reading, declared):
        reading.reasons.append("the page shows no text: it is JSON-LD's")
    text = "\n\n".join(line.text for line in reading.kept)
    if not text:
        raise QuarantineError("no article text", f"{len(reading.page)} blocks on the page, none of them an article's")
    doubts = (*reading.reasons, *["a part of the page is hidden from readers without an account"] * hidden)
    return _Words(reading, text, above, corrections, access, why, doubts)


def _apply(paths: tuple[str, ...], root: HtmlElement) -> None:
    for path in paths:
        for element in root.xpath(path):
            if isinstance(element, HtmlElement):
                drop(element)


def _read(root: HtmlElement, rules: PageRules, name: str) -> MainText:
    body = root.find("body")
    assert body is not None
    for path in rules.body:
        chosen = [element for element in root.xpath(path) if isinstance(element, HtmlElement)]
        if chosen:
            for element in list(body):
                body.remove(element)
            body.text = None
            body.extend(chosen)
            break
    return extract_main_text(body, name, root)


def _put_captions_aside(reading: MainText, captions: list[str], alternatives: set[str]) -> None:
    """A line that repeats an image's alternative text, and is no paragraph, is that image's caption.

    A paragraph that a caption repeats is the article's: the copy beside the picture is put aside where the text is read.
    """
    if not alternatives:
        return
    lengths = {len(name) for name in alternatives}
    shortest, longest = (
        min(lengths),
        2 * max(lengths) + 20,
    )  # a line of these letters is no shorter; longer is not the same
    for line in reading.kept:
        if line.kind != "p" or not shortest <= len(line.key) <= longest or len(line.text) >= LONGEST_CAPTION:
            continue
        if (line.block is None or not line.block.is_prose) and key(line.text) in alternatives:
            line.reason = "caption"
            captions.append(line.text)


def _heading(root: HtmlElement, name: str | None) -> HtmlElement | None:
    """The h1 that shows the title; where none does, the first h1 or the heading that agrees with it."""
    best: HtmlElement | None = None
    for element in root.iter("h1", "h2"):
        text = text_of(element)
        if name and text == name:
            return element
        if best is None and name and text and agreement(text, name) > 0.7:
            best = element
    return best if best is not None else root.find(".//h1")
