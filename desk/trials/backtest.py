"""Backtesting: what changed words of one policy would have put forward in the last year, and what they would have missed.

A year of the trade press holds more than can be read while somebody waits. Its articles are read in the order of what
they can tell, for as long as there is time: first those with accepted evidence, then those with a candidate and those
whose words are most like the policy's, in turn. What was not read is counted and said.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import chain, zip_longest
from typing import Any, Protocol
from uuid import UUID

from desk.trials.trial import Backtest, TriedArticle
from nlp.evidence.matching import Matcher
from nlp.evidence.policies import Policy
from nlp.evidence.retrieval import uncommon_words
from warehouse.search.index import SearchIndex

MOST_ALIKE = 400  # articles that are asked of the index: a minute of reading, so that the time ends first
READERS = 2  # articles that are read at the same time: the models leave Python free while they count
BATCH_TEXTS = 40  # texts that are fetched at once: few, so that nothing is fetched that there is no time to read


class NamedQueries(Protocol):
    """A store that answers named queries."""

    def query(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """Return the rows of a named query."""


@dataclass(frozen=True, slots=True)
class _ReadArticle:
    row: dict[str, Any]
    found: TriedArticle | None


def backtest(
    store: NamedQueries,
    index: SearchIndex,
    policies: Sequence[Policy],
    policy_id: str,
    *,
    since: date,
    today: date,
    until: float,
    clock: Callable[[], float] = time.monotonic,
) -> Backtest:
    """Return what the policy of this id, one of `policies`, finds since a day, beside what stands. Nothing is written.

    No article is begun once `clock` has passed `until`.
    """
    policy = next(one for one in policies if one.policy_id == policy_id)
    asked = {"policy_ids": [policy_id], "since": since}
    before = {row["article_id"]: row for row in store.query("candidates_to_try", **asked)}
    accepted = {row["article_id"] for row in store.query("accepted_to_try", **asked)}
    matcher = Matcher(policies)
    alike = index.alike(uncommon_words(policy), since=since, most=MOST_ALIKE)
    alike = _likeliest_first(matcher, policy_id, chain.from_iterable(_texts(store, alike)))
    held = sorted(before, key=lambda one: (-before[one]["score"], str(one)))
    order = list(dict.fromkeys(chain(sorted(accepted, key=str), _in_turn(held, alike))))

    def read(row: dict[str, Any]) -> _ReadArticle | None:
        return _ReadArticle(row, _tried(matcher, policy_id, row)) if clock() < until else None

    articles: list[_ReadArticle] = []
    with ThreadPoolExecutor(READERS) as readers:
        for rows in _texts(store, order):
            done = [one for one in readers.map(read, rows) if one is not None]
            articles += done
            if len(done) < len(rows):
                break
    return _compared(articles, before, accepted, since=since, days=(today - since).days, worth_reading=len(order))


def _likeliest_first(matcher: Matcher, policy_id: str, rows: Iterable[Mapping[str, Any]]) -> list[UUID]:
    """Return articles by how likely their words bear on the policy: the index knows words, and not which of them matter."""
    likely = {
        row["article_id"]: matcher.likelihood(policy_id, row["title"], row["text"], standfirst=row["standfirst"] or "")
        for row in rows
    }
    return sorted(likely, key=lambda one: -likely[one])


def _in_turn(held: Iterable[UUID], alike: Iterable[UUID]) -> Iterator[UUID]:
    for pair in zip_longest(held, alike):
        yield from (one for one in pair if one is not None)


def _texts(store: NamedQueries, order: Sequence[UUID]) -> Iterator[list[dict[str, Any]]]:
    """Yield the latest texts of these articles, a batch at a time, in their order; one that is gone is left out."""
    for start in range(0, len(order), BATCH_TEXTS):
        wanted = order[start : start + BATCH_TEXTS]
        rows = {
            row["article_id"]: row for row in store.query("texts_of_articles", article_ids=",".join(map(str, wanted)))
        }
        yield [rows[one] for one in wanted if one in rows]


def _tried(matcher: Matcher, policy_id: str, row: Mapping[str, Any]) -> TriedArticle | None:
    found = matcher.best_of(
        policy_id,
        row["article_id"],
        row["title"],
        row["text"],
        row["published_day"],
        standfirst=row["standfirst"] or "",
        url=row["url"],
    )
    return _article(row, str(found.direction), found.score, " ".join(found.terms)) if found else None


def _article(row: Mapping[str, Any], direction: str, score: float, sentence: str = "") -> TriedArticle:
    return TriedArticle(
        row["article_id"], row["title"], row["outlet_name"], row["published_day"], direction, score, sentence
    )


def _compared(
    articles: Sequence[_ReadArticle],
    before: Mapping[UUID, Mapping[str, Any]],
    accepted: set[UUID],
    *,
    since: date,
    days: int,
    worth_reading: int,
) -> Backtest:
    gained, lost, missed = [], [], []
    turned: list[tuple[TriedArticle, TriedArticle]] = []
    same = 0
    for one in articles:
        stands = before.get(one.row["article_id"])
        held = _article(one.row, stands["direction"], stands["score"]) if stands else None
        if one.row["article_id"] in accepted and one.found is None:
            missed.append(held or _article(one.row, "", 0.0))
        if held is None and one.found is not None:
            gained.append(one.found)
        elif held is not None and one.found is None:
            lost.append(held)
        elif held is not None and one.found is not None:
            if held.direction == one.found.direction:
                same += 1
            else:
                turned.append((held, one.found))
    return Backtest(
        since=since,
        days=days,
        worth_reading=worth_reading,
        read=len(articles),
        gained=_best_first(gained),
        lost=_best_first(lost),
        turned=tuple(sorted(turned, key=lambda pair: (-pair[1].score, pair[1].title))),
        same=same,
        missed=_best_first(missed),
        accepted=sum(one.row["article_id"] in accepted for one in articles),
    )


def _best_first(articles: Iterable[TriedArticle]) -> tuple[TriedArticle, ...]:
    return tuple(sorted(articles, key=lambda one: (-one.score, one.title)))
