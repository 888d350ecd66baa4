"""Readers' comments: found, read with author, time and thread, and taken out before anything else is read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ahocorasick_rs import AhoCorasick
from lxml.html import HtmlElement

from pipelines.markup.structured import Structured, plain_line
from pipelines.markup.tree import drop, text_of
from pipelines.metadata.dates import find_dates
from pipelines.rules import PageRules
from warehouse.records import Comment

MOST_COMMENTS = 2000
DEEPEST_THREAD = 20
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
COMMENT = frozenset({"comment", "comments", "commentlist"})
BESIDE_COMMENT = frozenset(
    ["list", "area", "section", "container", "wrapper", "block", "thread", "box", "form", "respond", "holder", "content", "wrap",
     "module", "article", "post", "story", "entry", "reader", "user", "page", "view", "blog", "c", "m", "o", "js", "wp",
     "component", "fb", "talk", "entry", "item", "single", "d"]
)  # fmt: skip
"""What may stand in a name beside "comment" for it to name a place for comments: in "comment-count" it does not."""
SYSTEMS = frozenset({"disqus", "livefyre", "viafoura", "coral"})
PLACES = frozenset(
    {("respond",), ("responses",), ("discussion",), ("discussion", "area"), ("discussion", "thread"), ("discussion", "container"),
     ("conversation", "area"), ("conversation", "container")}
)  # fmt: skip
HINTS = AhoCorasick(
    ["comment", "respon", "disqus", "discuss", "livefyre", "coral", "viafoura", "spot-im", "conversation"]
)
UNITS = frozenset(
    {("comment",), ("comment", "item"), ("comment", "entry"), ("single", "comment"), ("post", "comment"), ("c", "comment"),
     ("commententry",), ("d", "comment")}
)  # fmt: skip
UNIT_ID = re.compile(r"^(?:li-|div-)?comment-?_?\d+$", re.IGNORECASE)
HEADED = re.compile(
    r"^[\W_]{0,20}(?:\d[\d,]*|one|no)\s+(?:responses?|comments?|thoughts?|replies)\b|^(?:readers['’]?|your|latest)?\s*comments?\s*(?:\(\d+\))?\W*$",
    re.IGNORECASE,
)
AUTHOR = re.compile(r"author|\bfn\b|user-?name|commenter|\bname\b|screen-?name|nickname|\bcite\b", re.IGNORECASE)
POSTED = re.compile(r"date|time|posted|metadata|permalink|timestamp|\bmeta\b", re.IGNORECASE)
TEXT = re.compile(
    r"(?:comment|response)[-_]?(?:content|text|body|copy|message|main)|\bcontent\b|\btext\b|\bmessage\b", re.IGNORECASE
)
SIGNED = re.compile(  # "Retired director | 9 November 2026 9:20 am" as a comment's first line
    r"(?P<author>[^|·•]{1,80}?)\s?[|·•]\s?(?P<posted>(?=.{0,40}\b20\d\d\b).{6,60})$"
)
DEPTH = re.compile(r"(?:^|\s)depth-(\d{1,2})(?=\s|$)")
CONTROL = re.compile(
    r"^(?:reply|report(?: (?:this|abuse|comment))?|log in to reply|like|dislike|share|permalink|edit|flag|#|says:?|recommend \(?\d*\)?|[+-]?\d+|reply to this)\W*$",
    re.IGNORECASE,
)


def take_comments(root: HtmlElement, known: Structured, rules: PageRules) -> tuple[Comment, ...]:
    """Return the readers' comments in page order, and take their areas out of the tree."""
    if rules.comments:
        units = [element for path in rules.comments for element in root.xpath(path) if isinstance(element, HtmlElement)]
        found = _read(units)
        for unit in units:
            drop(unit)
        if found:
            return found
    areas = _areas(root)
    units = [unit for area in areas for unit in _units(area)]
    found = _read(units)
    for area in areas:
        drop(area)
    return found or _from_json(known.article.get("comment"))


def _areas(root: HtmlElement) -> list[HtmlElement]:
    heading = root.find(".//h1")
    above = set(heading.iterancestors()) if heading is not None else set()
    found: list[HtmlElement] = []
    inside: set[HtmlElement] = set()
    for element in root.iter("div", "section", "ol", "ul", "aside", "article", "footer", "details"):
        if element in above or element is heading:
            continue
        if not names_area(element.get("id") or "") and not names_area(element.get("class") or ""):
            continue
        if not inside.isdisjoint(element.iterancestors()) or _holds_article(element):
            continue
        inside.add(element)
        found.append(element)
    for header in root.iter("h2", "h3", "h4"):
        if header in above or not inside.isdisjoint(header.iterancestors()) or not HEADED.match(text_of(header)[:240]):
            continue
        area = next((after for after in header.itersiblings() if isinstance(after.tag, str)), None)
        if area is not None and area.tag in {"ol", "ul", "div", "section", "dl"} and not _holds_article(area):
            found += [header, area]
            inside.add(area)
    return found


@lru_cache(maxsize=20_000)  # templates say the same names again and again
def names_area(name: str) -> bool:
    """Whether an id or a class names a place for readers' comments, or one comment."""
    lowered = name.lower()
    if not HINTS.find_matches_as_indexes(lowered):
        return False
    if UNIT_ID.match(lowered) is not None or "spot-im" in lowered:
        return True
    for part in name.split():
        words = tuple(word.lower() for word in WORDS.findall(part))
        others = [word for word in words if word not in COMMENT]
        if not SYSTEMS.isdisjoint(words) or words in PLACES or part.lower().startswith("comments_"):
            return True
        if len(others) < len(words) and all(word in BESIDE_COMMENT for word in others):
            return True
    return False


def _is_unit(element: HtmlElement) -> bool:
    """Whether an element is one reader's comment."""
    if UNIT_ID.match(element.get("id") or ""):
        return True
    names = (element.get("class") or "").split()
    if element.tag == "details":
        return any(names_area(name) for name in names)
    return any(tuple(word.lower() for word in WORDS.findall(name)) in UNITS for name in names)


def _holds_article(element: HtmlElement) -> bool:
    return (
        element.find(".//h1") is not None
        or element.find(".//*[@itemprop='articleBody']") is not None
        or element.get("itemprop") == "articleBody"
    )


def _units(area: HtmlElement) -> list[HtmlElement]:
    marked = [element for element in area.iter("li", "div", "article", "section", "details") if _is_unit(element)]
    if marked:
        # WordPress marks both the item and the box in it: the outer one is the comment.
        mine = set(marked)
        return [element for element in marked if element.tag in {"li", "details"} or element.getparent() not in mine][
            :MOST_COMMENTS
        ]
    if area.tag in {"ol", "ul"} or area.find(".//li") is not None:
        return [element for element in area.iter("li") if len(text_of(element)) > 20][:MOST_COMMENTS]
    return []


def _read(units: list[HtmlElement]) -> tuple[Comment, ...]:
    mine = set(units)
    found = []
    for unit in units:
        depth = sum(1 for up in unit.iterancestors() if up in mine)
        marked = DEPTH.search(unit.get("class") or "")
        if marked:
            depth = max(int(marked.group(1)) - 1, 0)
        author, posted, text = _parts(unit, mine)
        if text:
            found.append(Comment(author, posted, text, min(depth, DEEPEST_THREAD)))
    return tuple(found)


def _parts(unit: HtmlElement, units: set[HtmlElement]) -> tuple[str | None, str | None, str]:
    own = [
        element for element in unit.iterdescendants() if isinstance(element.tag, str) and _owner(element, units) is unit
    ]
    author = posted = None
    body: HtmlElement | None = None
    for element in own:
        named = f"{element.tag!s} {element.get('class') or ''} {element.get('itemprop') or ''}"
        if author is None and AUTHOR.search(named) and element.find(".//p") is None:
            name = re.sub(r"\s*(?:says|said|wrote)?\s*:?\s*$", "", text_of(element))
            author = name if 0 < len(name) <= 80 else None
        if posted is None and _tells_time(element) and not _holds_the_time_alone(element):
            when = text_of(element).strip(" #·|–-")  # WordPress sets a link "#" beside the time
            posted = when if any(char.isdigit() for char in when) and len(when) <= 80 else None
        if element.tag == "summary":
            author, posted = _summary(element)
        if body is None and TEXT.search(named) and element.tag in {"div", "section", "blockquote", "p", "span"}:
            body = element if text_of(element) else None
    inside = own if body is None else [body, *(element for element in own if body in set(element.iterancestors()))]
    paragraphs = [text_of(element) for element in inside if element.tag == "p"]
    paragraphs = [text for text in paragraphs if text and not CONTROL.match(text) and text not in {author, posted}]
    if len(paragraphs) > 1 and author is None and posted is None and (line := SIGNED.match(paragraphs[0])):
        author, posted = line["author"], line["posted"]
        del paragraphs[0]
    if not paragraphs and body is not None:
        paragraphs = [text_of(body)]
    if not paragraphs:
        text = "".join(_own_text(unit, units))
        for part in (author, posted):
            text = text.replace(part, " ", 1) if part else text
        paragraphs = [" ".join(text.split()).strip(" #:–-")]
    return author, posted, "\n\n".join(text for text in paragraphs if text)


def _tells_time(element: HtmlElement) -> bool:
    """Whether an element is named for a comment's time and holds a number."""
    named = f"{element.tag!s} {element.get('class') or ''} {element.get('itemprop') or ''}"
    if element.tag != "time" and not POSTED.search(named):
        return False
    return element.find(".//p") is None and any(map(str.isdigit, text_of(element)))


def _holds_the_time_alone(element: HtmlElement) -> bool:
    """Whether an element in this one has the date with all that is said of the time: what is around it is the writer's name."""
    digits = _digits(text_of(element))
    return any(
        _tells_time(inner) and digits.endswith(_digits(text := text_of(inner))) and bool(find_dates(text))
        for inner in element.iterdescendants("*")
    )


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _summary(element: HtmlElement) -> tuple[str | None, str | None]:
    """Return who wrote a comment that folds away, and when, from the line that stays."""
    line = text_of(element)
    marked = next((text_of(one) for one in element.iter("b", "strong", "cite", "a") if text_of(one)), None)
    dates = find_dates(line)
    return marked, line[dates[0].start : dates[0].end] if dates else None


def _own_text(element: HtmlElement, units: set[HtmlElement]) -> list[str]:
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child not in units:
            parts += _own_text(child, units)
        parts.append(" " + (child.tail or ""))
    return parts


def _owner(element: HtmlElement, units: set[HtmlElement]) -> HtmlElement | None:
    return next((up for up in element.iterancestors() if up in units), None) if element not in units else None


def _from_json(value: Any, depth: int = 0) -> tuple[Comment, ...]:
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list) or depth > DEEPEST_THREAD:
        return ()
    found: list[Comment] = []
    for item in value[:MOST_COMMENTS]:
        if isinstance(item, dict):
            text = plain_line(item.get("text"))
            if text:
                found.append(Comment(plain_line(item.get("author")), plain_line(item.get("dateCreated")), text, depth))
            found.extend(_from_json(item.get("comment"), depth + 1))
    return tuple(found[:MOST_COMMENTS])
