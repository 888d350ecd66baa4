"""What a decision teaches: which features of a card it speaks of, and which way.

An accept speaks of everything. A reject speaks of what its reason names: news that is old says nothing against the
subject, and a bad extraction nothing against the words. A card that was deferred, or opened again, teaches nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from warehouse.vocabulary.decisions import Action, RejectReason
from warehouse.vocabulary.tables import table_of


@dataclass(frozen=True, slots=True)
class Teaching:
    """Of which features of the card a decision speaks."""

    words: bool = False  # what the passage says
    kind: bool = False  # its stance, direction, criterion and what is tagged in it
    source: bool = False  # the outlet, and the part of the article that it stands in
    news: bool = False  # how old it is, and how often it was told before

    @property
    def anything(self) -> bool:
        """Whether it teaches at all."""
        return self.words or self.kind or self.source or self.news


ALL = Teaching(words=True, kind=True, source=True, news=True)
REJECTS_TEACH = table_of(
    RejectReason,
    {
        RejectReason.NOT_THIS_POLICY: ALL,
        RejectReason.OLD_NEWS: Teaching(news=True),
        RejectReason.DUPLICATE: Teaching(),  # the same words were evidence elsewhere
        RejectReason.BAD_EXTRACTION: Teaching(source=True),
        RejectReason.OTHER: ALL,
    },
    "REJECTS_TEACH in nlp/ranking/lessons.py",
)


def teaching_of(action: Action, reason: RejectReason | None) -> Teaching:
    """Return what a decision teaches. A reject without a reason speaks of everything."""
    if action is Action.ACCEPT:
        return ALL
    if action is Action.REJECT:
        return REJECTS_TEACH[reason] if reason else ALL
    return Teaching()


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A candidate as the ranking sees it."""

    candidate_id: UUID
    policy_id: str
    text: str  # headline and passage
    score: float  # the matcher's: how likely an editor would accept it, before anybody decided anything
    kind: tuple[str, ...] = ()  # "stance=advances", ...
    source: tuple[str, ...] = ()  # "outlet=cypnow", ...
    news: tuple[str, ...] = ()  # "age=years", ...


@dataclass(frozen=True, slots=True)
class Lesson:
    """A decision on a candidate."""

    sequence: int
    passage: RankedPassage
    action: Action
    reason: RejectReason | None = None

    @property
    def teaching(self) -> Teaching:
        """Of what it speaks."""
        return teaching_of(self.action, self.reason)


def standing(lessons: Iterable[Lesson]) -> list[Lesson]:
    """Return the latest lesson of each candidate, in their order: an earlier decision on it no longer stands."""
    latest = {one.passage.candidate_id: one for one in sorted(lessons, key=lambda one: one.sequence)}
    return sorted(latest.values(), key=lambda one: one.sequence)
