"""A trial of a policy's words at the desk, on a hundred thousand stored passages: `python -m bench.backtest [--seconds S]`.

The archive is the generated year and, around it, generated articles of other things, nine passages each. No policy has a
candidate yet, so every article that a trial puts forward is gained. It runs in this process, with models that are not yet
loaded, and begins no article after `--seconds`. Beside the wall time stand the articles that it read, and how much
of the policy's evidence of the year it found. The peer matches the same articles whole, one after the other.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.figure import Figure, measured_cpu
from bench.generated_year.year import SMALL, PlantedArticle, generate_year
from desk.trials.backtest import backtest
from desk.trials.runner import SHORT_SECONDS, YEAR
from nlp.evidence.matching import Matcher
from nlp.evidence.policies import load_policies
from nlp.evidence.retrieval import shipped_frequencies, uncommon_words
from nlp.text.passages import passages
from warehouse.records import Tags, identifier
from warehouse.search.index import IndexedArticle, SearchIndex

PASSAGES = 100_000
PARAGRAPHS = 9  # of an article of other news
POLICIES = 3  # with the most evidence in the year
SAMPLE = 40  # articles that the peer matches whole


class StoredArchive:
    """Texts in memory and their index: what a trial asks a store for."""

    def __init__(self, planted: Sequence[PlantedArticle], total: int, index: SearchIndex) -> None:
        self.passages = 0
        self._texts: dict[UUID, dict[str, Any]] = {}
        for one in planted:
            self._add(one.article_id, one.outlet, one.title, one.text, one.published.date())
        first = min(one.published for one in planted).date()
        number = 0
        while self.passages < total:
            parts = _other_news(number)
            self._add(
                f"other {number}", "outlet", parts[0][:60], "\n\n".join(parts), first + timedelta(days=number % 365)
            )
            number += 1
        rows = list(self._texts.values())
        for start in range(0, len(rows), 2_000):
            index.put(_indexed(row) for row in rows[start : start + 2_000])

    def query(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """Return texts, and no candidates."""
        if name != "texts_of_articles":
            return []
        return [self._texts[UUID(one)] for one in parameters["article_ids"].split(",")]

    def __len__(self) -> int:
        return len(self._texts)

    def _add(self, name: str, outlet: str, title: str, text: str, day: date) -> None:
        article_id = identifier("backtest", name)
        self._texts[article_id] = {
            "article_id": article_id, "title": title, "text": text, "standfirst": None, "url": f"https://{outlet}.example/",
            "published_day": day, "outlet_name": outlet,
        }  # fmt: skip
        self.passages += PARAGRAPHS if name.startswith("other ") else len(passages(text))


@cache
def _press_words() -> tuple[list[str], list[int]]:
    """Return the stems of the press, and in how many documents each stands or those before it."""
    counted = shipped_frequencies().of
    return list(counted), list(accumulate(counted.values()))


def _other_news(number: int) -> list[str]:
    """Return paragraphs of the press's words, each as often as the press has it, so that few share a policy's by chance."""
    words, weights = _press_words()
    chooser = random.Random(number)
    return [
        " ".join(chooser.choices(words, cum_weights=weights, k=chooser.randint(25, 65))) + "."
        for _ in range(PARAGRAPHS)
    ]


def _indexed(row: dict[str, Any]) -> IndexedArticle:
    return IndexedArticle(
        row["article_id"], "1", row["outlet_name"], row["outlet_name"], row["published_day"], row["url"], False,
        row["title"], "", row["text"], "", "", (),
    )  # fmt: skip


def _trials(planted: Sequence[PlantedArticle], total: int, seconds: float) -> Iterator[Figure]:
    """Yield a figure for each policy with the most evidence."""
    evidence = Counter(policy for one in planted if one.event for policy in one.event.kind.policies)
    today = max(one.published for one in planted).date()
    with (
        tempfile.TemporaryDirectory(prefix="pledgewatch-backtest-") as place,
        closing(SearchIndex(Path(place) / "search.sqlite", writable=True)) as index,
    ):
        archive = StoredArchive(planted, total, index)
        for policy_id, _ in evidence.most_common(POLICIES):
            of_policy = (one for one in planted if one.event and policy_id in one.event.kind.policies)
            true = {identifier("backtest", one.article_id) for one in of_policy}
            yield _trial(policy_id, true, archive, index, today, seconds)


def _trial(
    policy_id: str, true: set[UUID], archive: StoredArchive, index: SearchIndex, today: date, seconds: float
) -> Figure:
    """Return what a trial found of a policy's true articles in so many seconds, beside matching articles whole."""
    policies, began = load_policies(), time.monotonic()
    with measured_cpu() as cpu:
        told = backtest(archive, index, policies, policy_id, since=today - YEAR, today=today, until=began + seconds)
    wall, found = time.monotonic() - began, len(true & {one.article_id for one in told.gained})
    policy = next(one for one in policies if one.policy_id == policy_id)
    alike = index.alike(uncommon_words(policy), since=today - YEAR, most=SAMPLE)
    each, (whole, peer) = cpu.seconds / max(1, told.read), _matched_whole(archive, alike)
    return Figure(
        f"Trial of {policy_id} on {archive.passages:,} passages of {len(archive):,} articles, in process, models not loaded",
        f"{wall:.1f} s; {told.read} articles read, {len(told.gained)} gained, {found} of the {len(true)} with evidence",
        f"{whole * 1000:.0f} ms of CPU an article: matching each whole, of {len(alike)}, warm; ours {each * 1000:.0f}",
        whole / each, cpu.seconds, peer,
    )  # fmt: skip


def _matched_whole(archive: StoredArchive, article_ids: Sequence[UUID]) -> tuple[float, float]:
    """Return the CPU seconds of matching an article with all policies, and of matching these."""
    matcher = Matcher(load_policies())
    matcher.match(article_ids[0], "", "", Tags())
    with measured_cpu() as cpu:
        for row in archive.query("texts_of_articles", article_ids=",".join(map(str, article_ids))):
            matcher.match(row["article_id"], row["title"], row["text"], Tags(), row["published_day"])
    return cpu.seconds / max(1, len(article_ids)), cpu.seconds


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table."""
    planted = generate_year(1, SMALL).articles if quick else generate_year(1).articles
    return list(_trials(planted, 2_000 if quick else PASSAGES, 3.0 if quick else SHORT_SECONDS))


def main() -> int:
    """Print a line for each policy."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=SHORT_SECONDS, help="of reading (%(default)s)")
    for figure in _trials(generate_year(1).articles, PASSAGES, parser.parse_args().seconds):
        print(f"{figure.measure}: {figure.ours} ({figure.peer})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
