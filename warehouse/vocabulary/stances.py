"""Stances (stance detection's classes): what a passage says of a policy, and which way that moves it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from warehouse.vocabulary.tables import table_of


class Direction(StrEnum):
    """Which way a passage moves a policy."""

    ADVANCES = "advances"
    CONTRADICTS = "contradicts"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class DirectionWords:
    """What is said of a direction. Its value is also the CSS class of a badge, which gives colour and sign."""

    counted: str  # after a number of passages: "2 advancing"
    means: str  # after "a passage of this direction ..."


DIRECTIONS = table_of(
    Direction,
    {
        Direction.ADVANCES: DirectionWords("advancing", "shows the promise nearer to being kept"),
        Direction.CONTRADICTS: DirectionWords("contradicting", "shows it further from being kept"),
        Direction.CONTEXT: DirectionWords("of context", "moves it neither way"),
    },
    "DIRECTIONS in warehouse/vocabulary/stances.py",
)


class Stance(StrEnum):
    """What a passage says of a policy."""

    ADVANCES = "advances"
    DELIVERS = "delivers"
    DELAYS = "delays"
    CONTRADICTS = "contradicts"
    RE_ANNOUNCES = "re-announces"
    OUTCOME = "outcome"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class StanceWords:
    """What is said of a stance."""

    direction: Direction | None  # None: the stance goes either way, and each passage carries its own direction
    key: str  # with Shift, at the desk: accepts a candidate with this stance
    means: str  # after "the passage says that ..."
    told_again: Stance | None = None  # what it becomes where its sum was announced before; None: it stays what it is


STANCES = table_of(
    Stance,
    {
        Stance.ADVANCES: StanceWords(
            Direction.ADVANCES, "A", "a step towards the promise was taken", told_again=Stance.RE_ANNOUNCES
        ),
        Stance.DELIVERS: StanceWords(Direction.ADVANCES, "D", "a criterion of completion is met"),
        Stance.DELAYS: StanceWords(Direction.CONTRADICTS, "L", "it was put off, paused or left out, and not given up"),
        Stance.CONTRADICTS: StanceWords(
            Direction.CONTRADICTS, "C", "it was dropped, refused, reversed or done against, or fails"
        ),
        Stance.RE_ANNOUNCES: StanceWords(Direction.CONTEXT, "R", "a step or a sum is told again as if it were new"),
        Stance.OUTCOME: StanceWords(None, "O", "this is what came of it, seen afterwards"),
        Stance.CONTEXT: StanceWords(Direction.CONTEXT, "X", "something bears on it and does not move it"),
    },
    "STANCES in warehouse/vocabulary/stances.py",
)


def direction_of(stance: Stance) -> Direction | None:
    """Return which way a stance goes, or None for one that carries its own direction (an outcome)."""
    return STANCES[stance].direction


class Field(StrEnum):
    """The part of a revision that a passage or a tag stands in. Offsets count the characters of that part."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    TEXT = "text"
    CORRECTIONS = "corrections"


FIELDS = table_of(
    Field,
    {
        Field.TITLE: "the headline",
        Field.STANDFIRST: "the summary under the headline",
        Field.TEXT: "the text itself",
        Field.CORRECTIONS: "the outlet's own corrections, with a blank line between two",
    },
    "FIELDS in warehouse/vocabulary/stances.py",
)
"""What each field holds."""
