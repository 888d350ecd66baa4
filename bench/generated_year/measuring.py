"""What a year of reading came to, by its truth."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bench.generated_year.collecting import SITTINGS, CollectedYear, PlacedSum, warehouse_id
from bench.generated_year.editing import ReadCard, TruthfulEditor
from bench.generated_year.year import GeneratedYear, PlantedArticle, PlantedEvent
from nlp.ranking.recall import RecallEstimate, StratumSample, estimate_recall

QUARTERS = 4  # of the score: the strata, as the desk has them

EventForPolicy = tuple[str, str]  # an event and a policy that it is evidence for


@dataclass(frozen=True, slots=True)
class YearTruth:
    """The truth, by the identifiers of the warehouse."""

    articles: Mapping[UUID, PlantedArticle]
    planted: frozenset[EventForPolicy]
    events: Mapping[str, PlantedEvent]

    @classmethod
    def of(cls, year: GeneratedYear) -> YearTruth:
        """Return the truth of a year. What was published after its last sitting is not of it."""
        articles = [one for one in year.articles if one.published < SITTINGS[-1]]
        told = {one.event.event_id for one in articles if one.event}
        return cls(
            {warehouse_id(one.article_id): one for one in articles},
            frozenset(
                (one.event_id, policy) for one in year.events if one.event_id in told for policy in one.kind.policies
            ),
            {event.event_id: event for event in year.events},
        )

    @property
    def policies(self) -> dict[UUID, frozenset[str]]:
        """The policies for which each article is evidence."""
        return {article_id: one.policies for article_id, one in self.articles.items()}

    def told(self, rows: Iterable[Mapping[str, Any]]) -> set[EventForPolicy]:
        """Return what passages tell of all that was planted."""
        found = set()
        for row in rows:
            event = self.articles[row["article_id"]].event
            if event is not None and (event.event_id, row["policy_id"]) in self.planted:
                found.add((event.event_id, row["policy_id"]))
        return found

    def recall(self, found: set[EventForPolicy], *, contradicts: bool) -> float:
        """Return the share found of what points against its promise, or of what points towards it."""
        wanted = [one for one in self.planted if self.events[one[0]].kind.contradicts == contradicts]
        return sum(one in found for one in wanted) / max(1, len(wanted))


def first_appearances(editor: TruthfulEditor, truth: YearTruth, collected: CollectedYear) -> dict[str, float]:
    """Return, for each theme, the share of all decisions between its first report and the first that was accepted.

    A theme that was never accepted has 1.
    """
    before = Counter(card.sitting for card in editor.read)
    came: dict[str, int] = {}
    decided = 0
    for sitting, intake in enumerate(collected.intakes):
        for article_id in intake.stories:
            event = truth.articles[article_id].event
            if event:
                came.setdefault(event.kind.name, decided)
        decided += before[sitting]
    seen: dict[str, int] = {}
    for number, card in enumerate(editor.read, start=1):
        for row, accepted in card.passages:
            event = truth.articles[row["article_id"]].event
            if accepted and event and row["policy_id"] in event.kind.policies:
                seen.setdefault(event.kind.name, number)
    return {theme: (seen[theme] - at) / decided if theme in seen else 1.0 for theme, at in came.items()}


def recall_as_the_desk_says(editor: TruthfulEditor, collected: CollectedYear) -> tuple[RecallEstimate | None, float]:
    """Return what the desk estimates of its cards at the end of the year, and the truth of them."""
    stories = collected.intakes[-1].stories
    cards: defaultdict[tuple[str, UUID], list[Mapping[str, Any]]] = defaultdict(list)
    for row in editor.desk.rows.values():
        cards[row["policy_id"], stories[row["article_id"]]].append(row)
    drawn = {card.row["candidate_id"] for card in editor.read if card.drawn}
    accepted = {row["candidate_id"] for row in editor.desk.accepted}
    samples, found, hidden = [], 0, 0
    for own in cards.values():
        ids = {row["candidate_id"] for row in own}
        evidence, was_drawn, decided = bool(ids & accepted), bool(ids & drawn), not ids <= editor.desk.open.keys()
        hidden += not decided and any(editor.is_evidence(row) for row in own)
        found += evidence and not was_drawn
        if was_drawn or not decided:
            quarter = min(QUARTERS - 1, int(max(row["score"] for row in own) * QUARTERS))
            samples.append(StratumSample(quarter, 1, int(was_drawn), int(was_drawn and evidence)))
    known = found + sum(one.evidence for one in samples)
    return estimate_recall(found, samples), known / max(1, known + hidden)


def decisions_a_hundred_articles(read: Sequence[ReadCard]) -> float:
    """Return how many decisions were made for each hundred articles that they held for."""
    articles = {row["article_id"] for card in read for row, _ in card.passages}
    return 100 * len(read) / max(1, len(articles))


@dataclass(frozen=True, slots=True)
class AnnouncementScores:
    """How the ledger told announcements of the same money from others."""

    precision: float
    recall: float
    false_merges: int  # of schemes with equal amounts that were planted
    look_alikes: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def announcement_scores(year: GeneratedYear, sums: Sequence[PlacedSum]) -> AnnouncementScores:
    """Return how well the announcements of one fund, in reports of different events, were put into one commitment."""
    held: defaultdict[UUID, list[PlacedSum]] = defaultdict(list)
    for one in sums:
        held[one.article_id].append(one)
    told = list(_announcements(year, held))
    right = said = wanted = 0
    merged: set[frozenset[str]] = set()
    for (event, fund, commitments), (other, other_fund, others) in itertools.combinations(told, 2):
        if event == other:
            continue
        same = bool(commitments & others)
        wanted += fund == other_fund
        said += same
        right += same and fund == other_fund
        if same and fund != other_fund:
            merged.add(frozenset((fund, other_fund)))
    false_merges = sum(frozenset((one.fund_id, like.fund_id)) in merged for one, like in year.look_alikes)
    return AnnouncementScores(right / max(1, said), right / max(1, wanted), false_merges, len(year.look_alikes))


def _announcements(
    year: GeneratedYear, held: Mapping[UUID, Sequence[PlacedSum]]
) -> Iterator[tuple[str, str, frozenset[UUID]]]:
    """Give each article that tells a fund's sum: its event, the fund, and the commitments of that sum in the ledger."""
    for article in year.articles:
        event = article.event
        if event and event.fund and article.sums:
            found = frozenset(
                one.commitment_id
                for one in held.get(warehouse_id(article.article_id), ())
                if any(one.start < end and start < one.end for start, end in article.sums)
            )
            yield event.event_id, event.fund.fund_id, found


def wilson_interval(found: int, all_of: int) -> tuple[float, float]:
    """Return the interval of a share at 95%: Wilson's (1927)."""
    if not all_of:
        return 0.0, 1.0
    z, share = 1.96, found / all_of
    middle = (share + z * z / (2 * all_of)) / (1 + z * z / all_of)
    spread = z / (1 + z * z / all_of) * math.sqrt(share * (1 - share) / all_of + z * z / (4 * all_of * all_of))
    return max(0.0, middle - spread), min(1.0, middle + spread)
