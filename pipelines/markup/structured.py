"""What a page says of itself for machines: JSON-LD's article, and the names in its meta elements."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

from pipelines.markup.loose_json import load_loose
from pipelines.stray import visible

ARTICLE_TYPES = (
    "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "backgroundnewsarticle",
    "reviewnewsarticle", "liveblogposting", "article", "blogposting", "report", "techarticle", "scholarlyarticle",
    "advertisercontentarticle", "satiricalarticle", "socialmediaposting", "review", "recipe", "webpage", "itempage",
)  # fmt: skip
"""In order of trust. https://schema.org/Article"""

PAGE_TYPES = ("WebPage", "ItemPage")
MOST_NODES = 4000  # of JSON-LD in one page: beyond it lies somebody's product feed
MARKUP = re.compile(r"<[^<>]{0,400}>")


@dataclass(slots=True)
class Structured:
    """The article's node and its page's (empty where there is none), every node, and meta values by lower-case name."""

    article: dict[str, Any] = field(default_factory=dict)
    page: dict[str, Any] = field(default_factory=dict)
    nodes: list[dict[str, Any]] = field(default_factory=list)
    meta: dict[str, list[str]] = field(default_factory=dict)

    def first(self, *names: str) -> str | None:
        """Return the first value among meta names, in the order of the names asked for."""
        for name in names:
            for value in self.meta.get(name, ()):
                return value
        return None


def structured(root: HtmlElement) -> Structured:
    """Return what the page says of itself. Broken JSON is mended where it can be, else passed over."""
    found = Structured(meta=_meta(root))
    for script in root.iter("script"):
        kind = (script.get("type") or "").lower()
        if "ld+json" in kind and script.text:
            found.nodes.extend(_nodes(load_loose(script.text)))
            if len(found.nodes) > MOST_NODES:
                break
    by_name = {name: node for node in found.nodes if isinstance(name := node.get("@id"), str) and len(node) > 2}
    ranked = [(rank, place, node) for place, node in enumerate(found.nodes) if (rank := _rank(node)) is not None]
    if ranked:
        found.article = _resolved(min(ranked, key=lambda item: (item[0], item[1]))[2], by_name)
        found.page = _page_of(found)
    return found


def _page_of(found: Structured) -> dict[str, Any]:
    """Return the node of the page that the article stands on: some systems date the page and not the article."""
    for name in ("mainEntityOfPage", "isPartOf"):
        node = found.article.get(name)
        if isinstance(node, dict) and _is_page(node) and len(node) > 2:
            return node
    pages = [node for node in found.nodes if _is_page(node)]
    return pages[0] if len(pages) == 1 and pages[0] != found.article else {}


def _is_page(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(str(kind).endswith(PAGE_TYPES) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def plain_line(value: Any) -> str | None:
    """Return a JSON-LD or meta value as a line of text, or None where it is none."""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, str):
        return None
    text = value
    for _ in range(2):  # some pages escape twice
        if "&" in text:
            text = html.unescape(text)
    text = MARKUP.sub("", text) if "<" in text else text
    return " ".join(visible(text).split()) or None


def _meta(root: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        value = element.get("content")
        if value is None or not value.strip():
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(attribute)
            if name:
                found.setdefault(name.strip().lower(), []).append(" ".join(value.split()))
    return found


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object that has a type, outermost first, and what its graph holds."""
    waiting, seen = [value], 0
    while waiting and seen < MOST_NODES:
        item = waiting.pop(0)
        seen += 1
        if isinstance(item, list):
            waiting[:0] = item[:500]
        elif isinstance(item, dict):
            if "@type" in item or "@id" in item:
                yield item
            for name in (
                "@graph",
                "mainEntity",
                "mainEntityOfPage",
                "itemListElement",
                "item",
                "hasPart",
                "author",
                "creator",
            ):
                if isinstance(item.get(name), dict | list):
                    waiting.append(item[name])


def _rank(node: dict[str, Any]) -> int | None:
    kinds = node.get("@type")
    names = [str(kind).rsplit("/", 1)[-1].lower() for kind in (kinds if isinstance(kinds, list) else [kinds])]
    ranks = [ARTICLE_TYPES.index(name) for name in names if name in ARTICLE_TYPES]
    if not ranks:
        return None
    rank = min(ranks)
    if not any(node.get(name) for name in ("headline", "datePublished", "articleBody", "author")):
        rank += len(ARTICLE_TYPES)
    return rank


def _resolved(node: dict[str, Any], by_name: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Put the named nodes that an article refers to in its place: Yoast and others give authors by @id."""

    def look(value: Any) -> Any:
        if isinstance(value, dict) and set(value) <= {"@id", "@type", "name"} and "name" not in value:
            return by_name.get(str(value.get("@id")), value)
        if isinstance(value, list):
            return [look(item) for item in value]
        return value

    return {
        name: look(value) if name in {"author", "creator", "isPartOf", "mainEntityOfPage"} else value
        for name, value in node.items()
    }
