"""What an article is in its story: the original, a copy, a rewrite, or an independent report."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.stories.article import ArticleSigns
from nlp.stories.pairs import load_pair_model
from warehouse.vocabulary.stories import Relation


def relation(article: ArticleSigns, earlier: Sequence[ArticleSigns]) -> Relation:
    """Return what an article is, given those of its story that came before it."""
    return relation_by([taken_from(article, other) for other in earlier])


def relation_by(shares: Sequence[float]) -> Relation:
    """Return what an article is, given what it shares with each of those of its story that came before it, as `taken_from`."""
    if not shares:
        return Relation.ORIGINAL
    model = load_pair_model()
    taken = max(shares)
    if taken >= model.copied:
        return Relation.COPY
    return Relation.REWRITE if taken >= model.rewritten else Relation.INDEPENDENT


def taken_from(article: ArticleSigns, earlier: ArticleSigns) -> float:
    """Return the share of an article's shingles that stand in an earlier one, or of the earlier one's in it: the larger."""
    shared = len(article.shingles & earlier.shingles)
    return max(shared / max(len(article.shingles), 1), shared / max(len(earlier.shingles), 1))
