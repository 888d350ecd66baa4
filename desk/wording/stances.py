"""Stances as an editor chooses them: one choice for a stance, and one for each direction of a stance that goes any way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from warehouse.vocabulary.stances import STANCES, Direction, Stance

BETWEEN = ":"  # stance and direction, in the value of a choice: a form and a program send one word


@dataclass(frozen=True, slots=True)
class StanceChoice:
    """A stance with its direction, as a form sends it (`delays`, `outcome:contradicts`) and as a page says it."""

    stance: Stance
    direction: Direction
    value: str
    word: str
    number: str  # its place among the stances: the digit that chooses it
    key: str  # with Shift: accepts a candidate with this stance


@cache
def stance_choices() -> tuple[StanceChoice, ...]:
    """Return every choice, in the order of the stances."""
    made = []
    for number, (stance, words) in enumerate(STANCES.items(), start=1):
        if words.direction:
            made.append(StanceChoice(stance, words.direction, stance.value, stance.value, str(number), words.key))
            continue
        for direction in Direction:
            value = f"{stance}{BETWEEN}{direction}"
            made.append(StanceChoice(stance, direction, value, stance_words(stance, direction), str(number), words.key))
    return tuple(made)


def stance_words(stance: str, direction: str) -> str:
    """Return `delays`, or `outcome, contradicts` for a stance that does not say by itself which way it goes."""
    known = next((each for each in STANCES if each == stance), None)
    return f"{stance}, {direction}" if known and STANCES[known].direction is None else stance


def chosen_stance(value: str) -> tuple[Stance, Direction | None]:
    """Return what a form or a program sent. An outcome that came without its direction has None: the matcher's holds.

    Raises:
        ValueError: it is no stance, or a direction that the stance does not take.
    """
    word, _, direction = value.partition(BETWEEN)
    stance = Stance(word)
    if not direction:
        return stance, STANCES[stance].direction
    if STANCES[stance].direction is not None:
        raise ValueError(f"{stance} takes no direction")
    return stance, Direction(direction)
