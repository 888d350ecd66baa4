"""The gate (first-stage filtering): which pairs of a passage and a policy are worth reading, first by their words and then by their meaning.

BM25 over all policies takes a millisecond an article and ends general news; the encoder takes two for each sentence of
a passage that passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.evidence.article import ArticleToMatch
from nlp.evidence.criteria import CriteriaIndex, Criterion
from nlp.evidence.encoder import Encoder, Vectors
from nlp.evidence.features import Features, lexical_features, semantic_features
from nlp.evidence.policies import Policy
from nlp.evidence.relevance import RelevanceModels
from nlp.evidence.retrieval import PolicyIndex
from nlp.text.words import stems

MOST_POLICIES = 40  # of an article that pass the gate: words alone put one right policy in seven behind a dozen others
MOST_PASSAGES = 3  # of an article for one policy: an editor reads the article once
MOST_READ = 24  # pairs of an article that the stance reader sees: a sixth of a second of CPU


@dataclass(frozen=True, slots=True)
class GatedPairs:
    """What passed the gate: some policies, with the features of every passage for each of them."""

    policies: tuple[int, ...]
    passed: npt.NDArray[np.bool_]  # passages by policies
    features: Features  # passages by policies by len(RANKED_BY)
    sentences: npt.NDArray[np.int64]  # the sentence of each passage that is most like each policy
    vectors: dict[int, npt.NDArray[np.float32]]  # of the sentences that were encoded, by their number


@dataclass(frozen=True, slots=True)
class PairToRead:
    """A pair that is worth reading: a passage, the sentence of it that speaks, and the criteria it may speak to."""

    policy: int
    passage: int
    sentence: int
    towards: Criterion
    failure: Criterion
    features: Features  # len(RANKED_BY) of them
    likely: bool = True  # likely enough to be read where candidates alone are asked for


class Gate:
    """Chooses the pairs of an article that are worth reading."""

    def __init__(self, policies: Sequence[Policy], models: RelevanceModels, encoder: Encoder) -> None:
        self._models = models
        self._index = PolicyIndex(policies)
        self._encoder = encoder
        self._criteria = CriteriaIndex(policies, encoder)

    def encode_criteria(self, most: int) -> None:
        """Encode the criteria of the first policies, `most` of them; those of the others when an article comes near them."""
        for policy in range(min(most, len(self._criteria))):
            self._criteria.of(policy)

    def lexical(self, article: ArticleToMatch) -> Features:
        """Return the lexical features of each passage of the article and each policy."""
        words = [stems(one.read) for one in article.passages]
        scores = self._index.scores([*words, stems(article.body)])
        return lexical_features(scores[:-1], scores[-1], np.array([len(one) for one in words]))

    def likelihood(self, article: ArticleToMatch, policy: int) -> float:
        """Return how likely the words of an article's best passage make it evidence for the policy of this place, 0 to 1."""
        if not article.passages:
            return 0.0
        return float(self._models.gate.probability(self.lexical(article))[:, policy].max())

    def gated(self, article: ArticleToMatch, only: int | None = None) -> GatedPairs | None:
        """Return the pairs that the words of the article and the policies let pass; None for most articles.

        `only`: the place of one policy, whose pairs alone are asked for.
        """
        if not article.passages:
            return None
        lexical = self.lexical(article)
        likely = self._models.gate.probability(lexical)
        best = likely.max(axis=0)
        chosen = [int(policy) for policy in np.argsort(-best, kind="stable")[:MOST_POLICIES]]
        if only is not None:
            chosen = [only]
        policies = tuple(policy for policy in chosen if best[policy] >= self._models.gate.threshold)
        if not policies:
            return None
        passed = np.array(likely[:, list(policies)] >= self._models.gate.threshold, dtype=np.bool_)
        wanted = [bool(row.any()) for row in passed]
        numbers = [number for number, one in enumerate(article.sentences) if wanted[one.passage]]
        vectors = self._encoder.encode([article.sentences[number].read for number in numbers])
        semantic, sentences = self._semantic(article, policies, numbers, vectors)
        features = np.concatenate([lexical[:, policies], semantic], axis=2)
        return GatedPairs(policies, passed, features, sentences, dict(zip(numbers, vectors, strict=False)))

    def pairs(self, article: ArticleToMatch, only: int | None = None, *, every: bool = False) -> list[PairToRead]:
        """Return the pairs that are worth the reader's time, the likeliest first; of one policy where `only` names its place.

        With `every`, the unlikely ones that passed the gate come behind them.
        """
        gated = self.gated(article, only)
        if gated is None:
            return []
        likely = np.where(gated.passed, self._models.ranking.probability(gated.features), -1.0)
        chosen = [
            (float(likely[passage, column]), int(passage), column)
            for column in range(len(gated.policies))
            for passage in np.argsort(-likely[:, column], kind="stable")[:MOST_PASSAGES]
            if likely[passage, column] >= (0.0 if every else self._models.ranking.threshold)
        ]
        chosen.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
        return [self._pair(gated, *pair) for pair in chosen[:MOST_READ]]

    def _pair(self, gated: GatedPairs, likely: float, passage: int, column: int) -> PairToRead:
        policy, sentence = gated.policies[column], int(gated.sentences[passage, column])
        towards, failure = self._criteria.of(policy).nearest(gated.vectors[sentence])
        enough = likely >= self._models.ranking.threshold
        return PairToRead(policy, passage, sentence, towards, failure, gated.features[passage, column], enough)

    def _semantic(
        self, article: ArticleToMatch, policies: Sequence[int], numbers: Sequence[int], vectors: Vectors
    ) -> tuple[Features, npt.NDArray[np.int64]]:
        """Return the semantic features of each passage, and the sentence of each that is most like each policy.

        `numbers` are the sentences that were encoded, in reading order; `vectors` are theirs.
        """
        count = len(article.passages)
        likeness, promise = np.zeros((count, len(policies))), np.zeros((count, len(policies)))
        sentences = np.zeros((count, len(policies)), dtype=np.int64)
        encoded = [self._criteria.of(policy).vectors for policy in policies]  # the promise stands first
        firsts = np.cumsum([0, *(len(one) for one in encoded)])[:-1]
        products = vectors @ np.concatenate(encoded).T
        of_promise = products[:, firsts]
        products[:, firsts] = -1.0
        of_criterion = np.maximum.reduceat(products, firsts, axis=1)
        owners = np.array([article.sentences[number].passage for number in numbers])
        for passage in dict.fromkeys(owners.tolist()):
            rows = np.flatnonzero(owners == passage)
            best = of_criterion[rows].argmax(axis=0)
            likeness[passage] = of_criterion[rows[best], np.arange(len(policies))]
            promise[passage] = of_promise[rows].max(axis=0)
            sentences[passage] = np.array(numbers)[rows[best]]
        return semantic_features(likeness, promise), sentences
