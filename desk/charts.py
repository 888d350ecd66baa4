"""Numbers as bars for an SVG picture, all to one scale: a row of upright bars for each series, or one lying bar for each name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 480  # units of a row of bars
HEIGHT = 40  # units of the highest bar
LABELS = 7  # at most that are written under the rows
GAP = 0.2  # of a bar's step that stays empty
WIDEST = 48  # units of an upright bar: one day alone would be a wall
LEAST = 1.5  # units of the smallest bar that is not nothing: it must be seen


@dataclass(frozen=True, slots=True)
class Bar:
    """One number: where it stands, and how a reader is told it."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class BarRow:
    """The bars of one series, with their sum."""

    name: str
    bars: tuple[Bar, ...]
    total: float


@dataclass(frozen=True, slots=True)
class BarLabel:
    """What is written under some of the bars."""

    x: float  # percent of the width: what is written is not scaled with the bars
    text: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """All rows, with what is written under them, and the number that the highest bar stands for."""

    rows: tuple[BarRow, ...]
    labels: tuple[BarLabel, ...]
    highest: float
    width: int = WIDTH
    height: int = HEIGHT


def bar_chart(labels: Sequence[str], series: Mapping[str, Sequence[float]]) -> BarChart:
    """Return the numbers of each series, one a label, as bars."""
    highest = max((value for values in series.values() for value in values), default=0)
    step = WIDTH / max(len(labels), 1)

    def bar(place: int, value: float) -> Bar:
        height = max(HEIGHT * value / highest, LEAST)
        width = min(step * (1 - GAP), WIDEST)
        x = (place + 0.5) * step - width / 2
        return Bar(round(x, 2), round(HEIGHT - height, 2), round(width, 2), round(height, 2), labels[place], value)

    rows = tuple(
        BarRow(name, tuple(bar(place, value) for place, value in enumerate(values) if value), sum(values))
        for name, values in series.items()
    )
    every = -(-len(labels) // LABELS) or 1
    under = tuple(
        BarLabel(round((place + 0.5) * step * 100 / WIDTH, 2), text)
        for place, text in enumerate(labels)
        if place % every == 0
    )
    return BarChart(rows, under, highest)


def length_chart(values: Mapping[str, float]) -> BarChart:
    """Return one lying bar for each name, with nothing written under them."""
    highest = max(values.values(), default=0)
    rows = tuple(
        BarRow(
            name,
            (Bar(0, 0, round(max(WIDTH * value / highest, LEAST), 2), HEIGHT, name, value),) if value else (),
            value,
        )
        for name, value in values.items()
    )
    return BarChart(rows, (), highest)
