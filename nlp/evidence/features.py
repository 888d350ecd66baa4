"""What the relevance models look at: named features of a passage and a policy.

The lexical ones cost microseconds for a policy and decide which pairs pass the gate; the others need the encoder.
None of them knows a policy by name, so a policy that was added today is treated like the others; and none looks at the
headline, which supports what an article says and decides nothing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nlp.evidence.retrieval import Scores

Features = npt.NDArray[np.float64]

LEXICAL = (
    "bm25 of the passage",
    "bm25 of the article",
    "bm25 of the best passage",
    "rank of the policy in the passage",
    "rank of the policy in the article",
    "share of the passage's best policy",
    "share of the article's best policy",
    "bm25 of the passage by its length",
    "words of the passage",
    "passages of the article",
)
SEMANTIC = (
    "likeness of a sentence and a criterion",
    "likeness of a sentence and the promise",
    "likeness in the best passage",
    "rank of the policy by likeness",
    "lead over the other policies by likeness",
    "likeness of any policy",
)


def lexical_features(passages: Scores, article: Scores, lengths: npt.NDArray[np.int64]) -> Features:
    """Return the lexical features of each passage and policy: an array of passages by policies by len(LEXICAL).

    Args:
        passages: BM25 of each passage (rows) against each policy (columns).
        article: BM25 of the whole article, one number a policy.
        lengths: stems of each passage.
    """
    count, policies = passages.shape
    rank_in_passage = 1 / (1 + np.argsort(np.argsort(-passages, axis=1), axis=1))
    rank_in_article = 1 / (1 + np.argsort(np.argsort(-article)))
    best_passage = passages.max(axis=0)
    columns = (
        np.log1p(passages),
        _spread(np.log1p(article), count),
        _spread(np.log1p(best_passage), count),
        rank_in_passage,
        _spread(rank_in_article, count),
        passages / (1 + passages.max(axis=1, keepdims=True)),
        _spread(article / (1 + article.max()), count),
        passages / (3 + lengths[:, None]),
        np.repeat(np.log1p(lengths)[:, None], policies, axis=1),
        np.full((count, policies), np.log1p(count)),
    )
    return np.stack(columns, axis=2)


def semantic_features(likeness: Features, promise: Features) -> Features:
    """Return the semantic features of each passage and policy: an array of passages by policies by len(SEMANTIC).

    Args:
        likeness: of each passage's best sentence and each policy's best criterion.
        promise: of each passage's best sentence and each policy's promise.
    """
    count, policies = likeness.shape
    ranks = 1 / (1 + np.argsort(np.argsort(-likeness, axis=1), axis=1))
    ordered = np.sort(likeness, axis=1)[:, ::-1]
    second = ordered[:, 1:2] if policies > 1 else np.zeros((count, 1))
    lead = np.where(likeness >= ordered[:, :1], likeness - second, likeness - ordered[:, :1])
    columns = (
        likeness,
        promise,
        _spread(likeness.max(axis=0), count),
        ranks,
        lead,
        np.repeat(ordered[:, :1], policies, axis=1),
    )
    return np.stack(columns, axis=2)


def _spread(by_policy: npt.NDArray[np.float64], passages: int) -> Features:
    return np.repeat(by_policy[None, :], passages, axis=0)
