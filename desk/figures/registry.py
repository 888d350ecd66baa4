"""Every figure of the page of numbers. A new one is an entry here: its rows, its columns, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desk.charts import BarChart
from desk.figures import rows
from desk.figures.rows import Rows
from desk.recall import channel_rows, draw_channels, draw_recall, recall_rows
from desk.state import Desk


@dataclass(frozen=True, slots=True)
class DeskFigure:
    """One figure: what it is called, what it counts, its columns in order, how its rows are read, and how they are drawn."""

    name: str  # in addresses and file names
    title: str
    about: str
    columns: tuple[str, ...]
    read: Callable[[Desk], Rows]
    draw: Callable[[Rows], BarChart]
    empty: str  # what is said where there are no rows


FIGURES = (
    DeskFigure(
        "coverage",
        "Coverage by outlet and week",
        f"Stored articles by the week in which they were published, the last {rows.WEEKS} weeks.",
        ("outlet", "week", "articles"),
        rows.coverage,
        rows.draw_coverage,
        "No article of these weeks is stored.",
    ),
    DeskFigure(
        "queue-age",
        "How long cards wait",
        "Cards by the days since their best passage was first put forward.",
        ("waiting", "to_decide", "deferred"),
        rows.queue_age,
        rows.draw_queue_age,
        "Nothing waits.",
    ),
    DeskFigure(
        "undecided",
        "To decide, by policy",
        "Cards that wait, and passages that were decided.",
        ("policy", "to_decide", "deferred", "accepted", "rejected"),
        rows.undecided,
        rows.draw_undecided,
        "No policy has been loaded yet.",
    ),
    DeskFigure(
        "decisions",
        "Decisions an hour",
        f"What each editor decided in the last {rows.DAYS} days. One decision on a card counts once; “an hour” is an hour of the clock in which the editor decided anything.",
        ("day", "editor", "decisions", "hours", "an_hour", "accepted", "rejected", "deferred", "reopened"),
        rows.decisions,
        rows.draw_decisions,
        "Nothing was decided in these days.",
    ),
    DeskFigure(
        "recall",
        "Evidence found",
        "Of the evidence that was put forward, the share that was found, by cards that were drawn at random and that an editor read, with the interval (95%) that they allow.",
        ("policy", "found", "drawn", "missed", "recall", "low", "high"),
        recall_rows,
        draw_recall,
        "Nothing was put forward yet.",
    ),
    DeskFigure(
        "channels",
        "Stories that nobody told",
        "Accepted stories by who reported them, copies left out: the trade press, outlets of other sorts, both. From the overlap follows how many stories there were (capture-recapture, Chapman's estimator, 95%), if each channel finds on its own.",
        ("policy", "stories", "trade", "others", "both", "there_were", "low", "high"),
        channel_rows,
        draw_channels,
        "No story was accepted yet.",
    ),
    DeskFigure(
        "agreement",
        "Agreement of two editors",
        "Passages that two editors accepted or rejected, what each said last. Kappa is Cohen's: 1 is full agreement, 0 is what chance gives.",
        ("editor", "other", "passages", "agreed", "share", "kappa"),
        rows.editor_agreement,
        rows.draw_agreement,
        "No passage was decided by two editors.",
    ),
    DeskFigure(
        "second-reviews",
        "Agreement in blind review",
        "Cards that a second editor read without seeing the first one's decision: how often both came to the same outcome and direction, and Cohen's kappa with its interval (95%).",
        ("editor", "second_editor", "cards", "agreed", "share", "kappa", "low", "high"),
        rows.second_reviews,
        rows.draw_second_reviews,
        "No card was read by two editors yet.",
    ),
)
"""In the order of the page."""


def figure_named(name: str) -> DeskFigure | None:
    """Return the figure of a name, if there is one."""
    return next((figure for figure in FIGURES if figure.name == name), None)
