"""From a captured page to its article: `extract` reads one page in this process.

Batches go through `pipelines.isolation.workers.ExtractionPool`, where a page that eats memory or time costs itself alone.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from pipelines.body.blocks import key
from pipelines.body.comments import take_comments
from pipelines.body.confidence import confidence
from pipelines.body.main_text import MainText, extract_main_text
from pipelines.body.standfirst import standfirst, standfirst_by_rule
from pipelines.decode import decode
from pipelines.errors import QuarantineError
from pipelines.markup.measure import check_depth, measure
from pipelines.markup.structured import Structured, plain_line, structured
from pipelines.markup.tree import Order, drop, join_drop_caps, parse, prune, strip, text_of
from pipelines.metadata.byline import authors
from pipelines.metadata.publication import publication
from pipelines.metadata.title import agreement, title
from pipelines.metadata.wall import wall
from pipelines.page import Extraction, RawPage
from pipelines.rules import PageRules

EXTRACTOR = "extract-3"
"""The version of this step: raise it when a change alters any text, for offsets are stable for a version."""

MOST_TAGS = 40
LONGEST_TAG = 80  # characters
LONGEST_CAPTION = 1000
SHORTEST_ALTERNATIVE = 12
FEED = re.compile(
    r"^\s{0,99}(?:<\?xml[^>]{0,200}>\s{0,99})?(?:<!--.{0,500}?-->\s{0,99})?<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b",
    re.IGNORECASE,
)
CORRECTION = re.compile(
    r"^[\W_]{0,20}(?:(?:correction|clarification|corrections and clarifications|editor['’]s note|amendment)\b[\s:–—-]|"
    r"(?:this|the) (?:story|article|piece|report|headline|post|page|blog)(?: above| below)? (?:was|has been|have been) (?:\w+ ){0,2}(?:updated|amended|corrected|edited|changed|clarified) (?:on|to|at|in|after|because|since)\b|"
    r"(?:story|article|piece|report|headline|post|page) (?:updated|amended|corrected|edited|changed|clarified)\b[^.:]{0,40}:\s|"
    r"an? (?:earlier|previous|original) version of (?:this|the)\b)",
    re.IGNORECASE,
)
LANGUAGE = re.compile(r"^[a-z]{2}(?=[-_]|$)")

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
    join_drop_caps(root)
    _apply(rules.prune, root)
    name, title_doubt = title(root, known, page.listed_title, page.url)
    heading = _heading(root, name)
    comments = take_comments(root, known, rules)
    order = Order(root)
    writers = authors(root, known, rules, heading, order)
    dates = publication(page, rules, root, known, heading, order)
    canonical = _canonical(root, page.url)
    captions = _captions(root)
    ruled = standfirst_by_rule(root, rules)
    prune(root)
    alternatives = {key(alt) for image in root.iter("img") if len(alt := image.get("alt") or "") > SHORTEST_ALTERNATIVE}
    reading = _read(root, rules, name or "")
    _put_captions_aside(reading, captions, alternatives)
    above = standfirst(reading, known, name or "", heading, ruled)
    corrections = tuple(line.text for line in reading.kept if CORRECTION.match(line.text))
    for line in reading.kept:
        if CORRECTION.match(line.text):
            line.reason = "correction"
    text = "\n\n".join(line.text for line in reading.kept)
    access, access_reason = wall(known, (line.text for line in reading.page), rules)
    if not text:
        raise QuarantineError("no article text", f"{len(reading.page)} blocks on the page, none of them an article's")
    doubts = [*decoded.notes, *reading.reasons, *(doubt for doubt in (title_doubt, dates.doubt) if doubt)]
    if not size.ended:
        doubts.append("the page stops before its end")
    sure, reasons = confidence(text, reading, known, access, doubts, decoded.text)
    return Extraction(
        title=name or page.listed_title or "",
        standfirst=above,
        authors=writers,
        published=dates.published,
        modified=dates.modified,
        dates=dates.dates,
        section=_section(known),
        tags=_tags(known),
        text=text,
        comments=comments,
        corrections=corrections,
        captions=tuple(captions),
        wall=access,
        wall_reason=access_reason,
        language=_language(root, known, text),
        confidence=sure,
        reasons=reasons,
        extractor=EXTRACTOR,
        canonical=canonical,
    )


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
    """A line that repeats a caption, or an image's alternative text, is that image's caption."""
    shown = {key(caption) for caption in captions}
    if not shown and not alternatives:
        return
    lengths = {len(name) for name in shown | alternatives}
    shortest, longest = (
        min(lengths),
        2 * max(lengths) + 20,
    )  # a line of these letters cannot be shorter; longer is not the same
    for line in reading.kept:
        if len(line.text) < LONGEST_CAPTION and shortest <= len(line.key) <= longest:
            name = key(line.text)
            if name in shown:
                line.reason = "caption"
            elif line.kind == "p" and name in alternatives:
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


def _captions(root: HtmlElement) -> list[str]:
    """Captions once each, though a page prints them twice."""
    found: list[str] = []
    for element in root.iter("figcaption", "caption", "p", "dd", "div"):
        if element.tag != "figcaption" and "caption" not in (element.get("class") or str(element.tag)):
            continue
        if element.tag == "caption" and not any(up.tag == "figure" for up in element.iterancestors()):
            continue
        if element.tag == "div" and (len(element) > 4 or element.find(".//div") is not None):
            continue
        text = text_of(element)
        half = len(text) // 2
        if text[:half].strip() and text[:half].strip() == text[half:].strip():
            text = text[:half].strip()
        if text and text not in found and len(text) < LONGEST_CAPTION:
            found.append(text)
    return found


def _canonical(root: HtmlElement, url: str) -> str | None:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            try:
                address = urljoin(url, link.get("href", "").strip())
                if urlsplit(address).scheme in {"http", "https"}:
                    return address
            except ValueError:
                continue
    return None


def _section(known: Structured) -> str | None:
    section = plain_line(known.article.get("articleSection"))
    return section or known.first(
        "article:section", "parsely-section", "section", "cxenseparse:category", "sailthru.section"
    )


def _tags(known: Structured) -> tuple[str, ...]:
    found: list[str] = []
    keywords = known.article.get("keywords")
    given = keywords if isinstance(keywords, list) else [keywords]
    for value in [
        *given,
        *known.meta.get("article:tag", ()),
        *known.meta.get("news_keywords", ()),
        *known.meta.get("keywords", ()),
    ]:
        text = plain_line(value)
        for part in re.split(r"[,;]", text or ""):
            tag = part.strip()
            if tag and len(tag) <= LONGEST_TAG and tag.lower() not in {other.lower() for other in found}:
                found.append(tag)
    return tuple(found[:MOST_TAGS])


def _language(root: etree._Element, known: Structured, text: str) -> str | None:
    for value in (
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        plain_line(known.article.get("inLanguage")),
        known.first("og:locale", "content-language"),
    ):
        match = LANGUAGE.match((value or "").strip().lower())
        if match:
            return match.group()
    from resiliparse.parse.lang import detect_fast

    name, _ = detect_fast(text)
    return name if name and name != "unknown" else None
