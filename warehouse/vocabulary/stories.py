"""What an article is in its story, and what a mention of a sum is in its commitment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from warehouse.vocabulary.tables import table_of


@dataclass(frozen=True, slots=True)
class StoryWords:
    """What is said of a relation or of a role."""

    means: str


class Relation(StrEnum):
    """What an article is in its story."""

    ORIGINAL = "original"
    COPY = "copy"
    REWRITE = "rewrite"
    INDEPENDENT = "independent"


RELATIONS = table_of(
    Relation,
    {
        Relation.ORIGINAL: StoryWords("the first report of the event"),
        Relation.COPY: StoryWords("the same text, cut or with another opening"),
        Relation.REWRITE: StoryWords("the same facts after the same release, in words of its own"),
        Relation.INDEPENDENT: StoryWords("a report of the same event by somebody else"),
    },
    "RELATIONS in warehouse/vocabulary/stories.py",
)


class Role(StrEnum):
    """What a mention of a sum is in its commitment."""

    FIRST = "first"
    LATER = "later mention"
    CHANGE = "change"
    CONFLICT = "conflict"
    PART = "part"


ROLES = table_of(
    Role,
    {
        Role.FIRST: StoryWords("the first announcement"),
        Role.LATER: StoryWords("the same money told again"),
        Role.CHANGE: StoryWords("another sum than was first said"),
        Role.CONFLICT: StoryWords("another sum than another article says on the same days"),
        Role.PART: StoryWords("a share of it, which is not added to it"),
    },
    "ROLES in warehouse/vocabulary/stories.py",
)


class Regrouping(StrEnum):
    """How an article left its story, or a sum its commitment, for another one."""

    MERGED = "merged"
    SPLIT = "split"


REGROUPINGS = table_of(
    Regrouping,
    {
        Regrouping.MERGED: StoryWords("the one that it left is no more: the other one took it in"),
        Regrouping.SPLIT: StoryWords("the one that it left goes on without it"),
    },
    "REGROUPINGS in warehouse/vocabulary/stories.py",
)
