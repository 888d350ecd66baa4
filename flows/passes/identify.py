"""Which article a page is a text of: by its address, by what it says of itself, and by its text.

An article follows its text. A page at an address that nobody knew, with the text of an article of the same outlet, is
that article at a new address; what a page names as its canonical address is believed only where it can be so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from pipelines import identity
from pipelines.identity import NotAnAddress
from pipelines.likeness import TITLES_AGREE, Reading, is_copy
from pipelines.metadata.title import agreement
from pipelines.page import Extraction
from pipelines.patterns import is_article
from spiders.registry.outlet import Outlet
from warehouse.records import ArticleAddress
from warehouse.store import Store

MOST_HEADLINES = 2  # other ones, under which a text may not stand: one is a piece told twice


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page as extraction read it, before it is known whose text it is."""

    outlet_id: str
    run_id: UUID
    capture_id: UUID
    at: datetime
    own: str  # its canonical form of the address that it was found at
    claimed: str | None  # of the one that it gives as its own, where that may be an article of the outlet
    extraction: Extraction
    content_sha256: str

    @property
    def reading(self) -> Reading:
        """What is compared with other texts."""
        return Reading(self.extraction.title, self.extraction.text)


@dataclass(frozen=True, slots=True)
class HeldText:
    """The latest text that is held of an article."""

    article_id: UUID
    outlet_id: str
    url: str  # the article's
    page_url: str  # canonical, of the page that it was read from
    reading: Reading
    content_sha256: str
    wall: str
    confidence: float
    withdrawn_at: datetime | None = None  # where it counts as withdrawn


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose text a page is."""

    article_id: UUID
    url: str  # the article's canonical address; of a new text of a moved one, the new address
    held: HeldText | None = None  # what is held of it; None: a new article
    address: ArticleAddress | None = None  # to be noted: the page's address is a further one of the article
    repeated: bool = False  # its text stands at several addresses under other headlines: a notice, and nobody's article
    earlier: bool = False  # an earlier text of the article, still shown at an address that it left

    @property
    def moved(self) -> bool:
        """Whether a known article's text stands at an address that nobody knew."""
        return self.address is not None and self.address.moved


def own_address(url: str, outlet: Outlet | None) -> str:
    """Return the canonical form of an address of an outlet."""
    return identity.canonical_url(url, outlet.urls if outlet else None)


def claimed_address(said: str | None, own: str, outlet: Outlet | None) -> str | None:
    """Return the canonical form of what a page gives as its address; None where no article of its outlet can be there."""
    if said is None or outlet is None or not identity.on_sites(said, outlet.domains) or not is_article(said, outlet):
        return None
    try:
        claimed = identity.canonical_url(said, outlet.urls)
    except NotAnAddress:
        return None
    front = identity.canonical_url(outlet.home, outlet.urls).rstrip("/")
    return None if claimed == own or claimed.rstrip("/") == front or urlsplit(claimed).path == "/" else claimed


@dataclass(slots=True)
class _Known:
    """What is known of the articles that the pages of a batch may be; it grows with each page that is identified."""

    at: dict[tuple[str, str], UUID] = field(default_factory=dict)  # (outlet, canonical address) -> article
    texts: dict[UUID, HeldText] = field(default_factory=dict)
    same: dict[tuple[str, str], list[UUID]] = field(default_factory=lambda: defaultdict(list))  # (outlet, SHA-256)
    similar: dict[int, list[UUID]] = field(default_factory=lambda: defaultdict(list))  # number of the page


class Identifier:
    """Tells whose texts the pages of one batch are, with one look at the warehouse for all of them."""

    def __init__(self, store: Store, pages: Sequence[PageRead], outlets: Mapping[str, Outlet]) -> None:
        self._pages = pages
        self._known = _known_of(store, pages, outlets)

    def all(self) -> list[Identity]:
        """Return the identity of each page, in their order."""
        return [
            replace(self._note(page, self._identify(number, page)), repeated=self._is_repeated(number, page))
            for number, page in enumerate(self._pages)
        ]

    def _identify(self, number: int, page: PageRead) -> Identity:
        known = self._known
        article_id = known.at.get((page.outlet_id, page.own))
        if article_id is not None:
            held = known.texts.get(article_id)
            earlier = article_id in known.same[page.outlet_id, page.content_sha256]
            left = held is not None and held.page_url != page.own
            return Identity(article_id, held.url if held else page.own, held, earlier=earlier and left)
        claimed = page.claimed if page.claimed and self._is_believed(page, page.claimed) else None
        at_claimed = known.at.get((page.outlet_id, claimed)) if claimed else None
        if claimed and at_claimed:
            return Identity(at_claimed, claimed, known.texts.get(at_claimed), self._address(page, at_claimed, False))
        copied = self._copied(number, page)
        if copied is not None:
            return Identity(copied.article_id, page.own, copied, self._address(page, copied.article_id, True))
        if claimed:
            made = identity.article_identifier(page.outlet_id, claimed)
            return Identity(made, claimed, None, self._address(page, made, False))
        return Identity(identity.article_identifier(page.outlet_id, page.own), page.own)

    def _is_believed(self, page: PageRead, claimed: str) -> bool:
        """Whether no other article claims the address that a page gives as its own, and none that is held has it."""
        for other in self._pages:
            rival = (
                other.outlet_id == page.outlet_id and other.own != page.own and claimed in {other.own, other.claimed}
            )
            if rival and not is_copy(other.reading, page.reading):
                return False
        held = self._known.texts.get(self._known.at.get((page.outlet_id, claimed), page.run_id))
        return held is None or held.page_url == page.own or is_copy(held.reading, page.reading)

    def _is_repeated(self, number: int, page: PageRead) -> bool:
        """Whether the same text stands under other headlines at two other addresses or more, in this batch and before."""
        batch = [one.reading for one in self._pages if one.outlet_id == page.outlet_id and one.own != page.own]
        held = [self._known.texts[one] for one in self._known.similar[number] if one in self._known.texts]
        before = [one.reading for one in held if one.page_url != page.own]
        others = {one.title for one in (*batch, *before) if one.text == page.reading.text}
        return sum(agreement(title, page.reading.title) < TITLES_AGREE for title in others) >= MOST_HEADLINES

    def _copied(self, number: int, page: PageRead) -> HeldText | None:
        for article_id in (*self._known.same[page.outlet_id, page.content_sha256], *self._known.similar[number]):
            held = self._known.texts.get(article_id)
            if held is not None and (held.content_sha256 == page.content_sha256 or is_copy(held.reading, page.reading)):
                return held
        return None

    @staticmethod
    def _address(page: PageRead, article_id: UUID, moved: bool) -> ArticleAddress:
        return ArticleAddress(article_id, page.outlet_id, page.own, page.run_id, page.capture_id, moved, page.at)

    def _note(self, page: PageRead, found: Identity) -> Identity:
        known = self._known
        known.at[page.outlet_id, page.own] = found.article_id
        known.at.setdefault((page.outlet_id, found.url), found.article_id)
        known.same[page.outlet_id, page.content_sha256].append(found.article_id)
        known.texts.setdefault(found.article_id, HeldText(
            found.article_id, page.outlet_id, found.url, page.own, page.reading, page.content_sha256,
            page.extraction.wall, page.extraction.confidence,
        ))  # fmt: skip
        return found


def _known_of(store: Store, pages: Sequence[PageRead], outlets: Mapping[str, Outlet]) -> _Known:
    known = _Known()
    urls = {url for page in pages for url in (page.own, page.claimed) if url}
    for row in store.query("articles_at", urls=sorted(urls)):
        known.at[row["outlet_id"], row["url"]] = row["article_id"]
    for row in store.query("same_text", content_sha256=[page.content_sha256 for page in pages]):
        known.same[row["outlet_id"], row["content_sha256"]].append(row["article_id"])
    strangers = [n for n, page in enumerate(pages) if (page.outlet_id, page.own) not in known.at]
    if strangers:
        rows = store.query("similar_texts", numbers=strangers, outlet_ids=[pages[n].outlet_id for n in strangers],
                           texts=[pages[n].extraction.text for n in strangers])  # fmt: skip
        for row in rows:
            known.similar[row["number"]].append(row["article_id"])
    wanted = {*known.at.values(), *_flat(known.same.values()), *_flat(known.similar.values())}
    for row in store.query("latest_texts", article_ids=sorted(wanted)):
        known.texts[row["article_id"]] = _held(row, outlets.get(row["outlet_id"]))
    return known


def _held(row: Mapping[str, Any], outlet: Outlet | None) -> HeldText:
    page_url = row["page_url"] or row["url"]
    with suppress(NotAnAddress):  # then it stays as it was captured, which is no page's canonical form
        page_url = own_address(page_url, outlet)
    return HeldText(
        row["article_id"], row["outlet_id"], row["url"], page_url, Reading(row["title"], row["text"]),
        row["content_sha256"], row["wall"], row["confidence"], row["withdrawn_at"],
    )  # fmt: skip


def _flat(lists: Iterable[list[UUID]]) -> Iterable[UUID]:
    return (one for each in lists for one in each)
