"""What an editor would find in the same number of reads by keywords, or by BM25 alone: a read is an article for a policy."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bench.generated_year.year import PlantedArticle
from nlp.evidence.policies import load_policies
from nlp.evidence.retrieval import PolicyIndex
from nlp.text.words import stems

LEAST_KEYWORDS = 0.6  # of the stems of a policy's title that an alert wants

PairScore = tuple[float, int, str, PlantedArticle]  # the score, a number that parts equals, the policy, the article


def by_bm25(articles: Sequence[PlantedArticle]) -> Iterator[PairScore]:
    """Give the BM25 of each article for each policy, over its words but for the hints."""
    policies = [one.model_copy(update={"hints": ()}) for one in load_policies()]
    index = PolicyIndex(policies)
    for article in articles:
        scores = index.scores([stems(f"{article.title}\n\n{article.text}")])[0]
        for number, (policy, score) in enumerate(zip(policies, scores, strict=True)):
            if score > 0:
                yield float(score), number, policy.policy_id, article


def by_keywords(articles: Sequence[PlantedArticle]) -> Iterator[PairScore]:
    """Give the articles that hold most words of a policy's title, or one of its hints: the newest first, as a search lists them."""
    wanted = [(one, set(stems(one.title)), [_words(hint) for hint in one.hints]) for one in load_policies()]
    for article in articles:
        words = stems(f"{article.title}\n\n{article.text}")
        held, line = set(words), f" {' '.join(words)} "
        for number, (policy, title, hints) in enumerate(wanted):
            if len(title & held) >= LEAST_KEYWORDS * len(title) or any(hint in line for hint in hints):
                yield article.published.timestamp(), number, policy.policy_id, article


def read_by(
    scores: Sequence[PairScore], sittings: Sequence[datetime], numbers: Mapping[int, int]
) -> list[tuple[int, str, PlantedArticle]]:
    """Return what is read at each sitting, the best that came and was not read: the sitting, the policy and the article."""
    waiting: list[tuple[float, int, int, PairScore]] = []
    ordered = sorted(scores, key=lambda one: one[3].published)
    came, read = 0, []
    for sitting, at in enumerate(sittings):
        while came < len(ordered) and ordered[came][3].published < at:
            one = ordered[came]
            heapq.heappush(waiting, (-one[0], one[1], came, one))
            came += 1
        for _ in range(min(numbers.get(sitting, 0), len(waiting))):
            _, _, _, (_, _, policy, article) = heapq.heappop(waiting)
            read.append((sitting, policy, article))
    return read


def _words(hint: str) -> str:
    return f" {' '.join(stems(hint))} "
