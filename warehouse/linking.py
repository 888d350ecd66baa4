"""What linking makes of articles (record linkage): the story of each, and the commitment of each of its sums.

Frozen dataclasses, as in `warehouse.records`, which gives them too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from warehouse.vocabulary.stories import Relation, Role


@dataclass(frozen=True, slots=True)
class BlockingKey:
    """A rare word of an article, by which others that have it are found."""

    key: int  # of its stem, by hash
    weight: float  # in the article's vector of length 1


@dataclass(frozen=True, slots=True)
class StoryPair:
    """An article weighed against another one."""

    other_id: UUID  # the other article
    probability: float  # that the two are of one story
    taken: float  # share of the words of one that stand in the other, the larger of both ways


@dataclass(frozen=True, slots=True)
class SumPair:
    """A sum weighed against another one."""

    other_id: UUID  # the other sum
    same: float  # probability that the two are of one commitment


@dataclass(frozen=True, slots=True)
class LedgerSum:
    """A sum of an article's text that may be a commitment, with what roles are read from."""

    sum_id: UUID  # identifier(article, words, how many of the same words stand before): an edit elsewhere keeps it
    start: int  # offsets in the text
    end: int
    text: str
    amount: float  # pounds as printed, the upper end of a range
    period: str
    giver: str | None
    receiver: str | None
    purpose: str  # the sentence that it stands in
    totals: tuple[float, ...]  # what the whole may be
    says_part: bool
    says_change: bool
    words: tuple[int, ...]  # rare ones beside it, by hash: by these and its steps it is found
    steps: tuple[int, ...]  # of the logarithm of what the whole may be
    pairs: tuple[SumPair, ...]


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """One article as it was weighed against others. A later one replaces it whole, with its pairs and its sums."""

    article_id: UUID
    revision_id: UUID  # its text
    outlet_id: str
    dated: datetime  # its publication, or when it was first seen
    keys: tuple[BlockingKey, ...]
    pairs: tuple[StoryPair, ...]
    sums: tuple[LedgerSum, ...]


@dataclass(frozen=True, slots=True)
class StoryMember:
    """Which story an article is of, and what it is in it."""

    article_id: UUID
    story_id: UUID  # the article that the story began with, unless that one went into another story
    relation: Relation


@dataclass(frozen=True, slots=True)
class CommitmentMention:
    """Which commitment a sum is of, and what it is in it."""

    sum_id: UUID
    commitment_id: UUID  # the sum that it began with, unless that one went into another commitment
    role: Role


@dataclass(frozen=True, slots=True)
class Linking:
    """What one batch of linking came to: the articles that were weighed, and every story and commitment that it touched."""

    linker: str  # the version
    made_at: datetime
    articles: tuple[LinkedArticle, ...]
    stories: tuple[StoryMember, ...]
    commitments: tuple[CommitmentMention, ...]
