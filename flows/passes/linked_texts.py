"""Texts as linking reads them: an article with its signs and its sums, kept while a run needs them."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from nlp.stories.article import ArticleSigns, StoryArticle
from nlp.stories.sums import LedgerArticle, SumMention, mentions
from warehouse.records import Field, FundingFigure, identifier
from warehouse.store import Store

MOST_KEPT = 1_000  # texts with their signs in memory, about 100 kB each


@dataclass(frozen=True, slots=True)
class StoredFunding:
    """The sums that the tagger found in a text."""

    funding: tuple[FundingFigure, ...]


@dataclass(frozen=True, slots=True)
class LinkedText:
    """The text of an article, with what it is weighed by."""

    article_id: UUID
    revision_id: UUID
    outlet_id: str
    dated: datetime
    signs: ArticleSigns
    sums: dict[UUID, SumMention] = field(repr=False)  # by identifier, in the order of the text

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> LinkedText:
        """Return the text that a row of one of the queries for linking holds."""
        article = StoryArticle(
            str(row["article_id"]), row["title"], row["text"], row["published"], outlet=row["outlet_id"]
        )
        signs = ArticleSigns(article)
        figures = [FundingFigure(**each) for each in row["funding"] or () if each["field"] in (None, Field.TEXT)]
        sums: dict[UUID, SumMention] = {}
        seen: Counter[str] = Counter()
        for mention in mentions(LedgerArticle(signs, StoredFunding(tuple(figures)))):
            words = mention.figure.text
            sums[identifier("sum", str(row["article_id"]), words, str(seen[words]))] = mention
            seen[words] += 1
        return cls(row["article_id"], row["revision_id"], row["outlet_id"], row["dated"], signs, sums)


class LinkedTexts:
    """The texts that were read last, so that neighbours of several articles are read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: OrderedDict[UUID, LinkedText] = OrderedDict()

    def put(self, texts: Sequence[LinkedText]) -> None:
        """Take these in the place of earlier texts of the same articles."""
        for text in texts:
            self._held[text.article_id] = text
            self._held.move_to_end(text.article_id)
        while len(self._held) > MOST_KEPT:
            self._held.popitem(last=False)

    def of(self, article_ids: Iterable[UUID]) -> dict[UUID, LinkedText]:
        """Return the linked texts of these articles; one that was never linked is left out."""
        wanted = set(article_ids)
        found = {one: self._held[one] for one in wanted if one in self._held}
        if missing := sorted(wanted - found.keys()):
            rows = self._store.query("linked_texts", article_ids=missing)
            found |= {text.article_id: text for text in map(LinkedText.from_row, rows)}
            self.put(list(found.values()))
        return found


def as_text(lists: Iterable[Iterable[object]]) -> str:
    """Return lists of numbers as one text, for a query: DuckDB takes 0.1 ms for each element of a list that is bound."""
    return ";".join(",".join(map(str, each)) for each in lists)
