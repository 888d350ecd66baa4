"""What of the overlay queries look at: binding its views costs several times what reading a page does."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

import duckdb


class OverlayState(StrEnum):
    """What the overlay holds, of which queries read no more than that: binding its views costs several times what reading a page does."""

    EMPTY = "empty"
    DECISIONS = "decisions"  # some wait to be taken into the file
    REVIEWS = "reviews"  # and some are held from others: what is seen depends on who asks


_INSTEAD = {
    OverlayState.EMPTY: {
        "live.waiting_of($viewer)": "records.waiting_candidates",
        "live.waiting_counts_of($viewer)": "records.waiting_counts",
        "live.waiting_counts": "records.waiting_counts",
        "live.waiting": "records.waiting_candidates",
        "live.waiting_rows": "records.waiting_candidates",
        "live.said_of($viewer)": "live.said",
        "live.decisions_of($viewer)": "live.settled_decisions",
        "live.decisions": "live.settled_decisions",
        "live.held": "live.settled_held",
    },
    OverlayState.DECISIONS: {
        "live.waiting_of($viewer)": "live.waiting",
        "live.waiting_counts_of($viewer)": "live.waiting_counts",
        "live.said_of($viewer)": "live.said",
        "live.decisions_of($viewer)": "live.decisions",
        "(SELECT count(*) FROM live.held_by($viewer))": "0",
    },
    OverlayState.REVIEWS: {},
}
"""What is read in place of the overlay's views while it holds less than they look for."""

_OVERLAY_STATE = "SELECT EXISTS (FROM live.undrained), EXISTS (FROM live.in_review)"


def read_instead(text: str, state: OverlayState) -> str:
    """Return a query's text with what is read in place of the overlay's views in this state."""
    return _overlay_views(state).sub(lambda found: _INSTEAD[state][found[0]], text)


@cache
def _overlay_views(state: OverlayState) -> re.Pattern[str]:
    views = sorted(_INSTEAD[state], key=len, reverse=True)
    return re.compile("|".join(re.escape(each) + r"\b" * (each[-1] != ")") for each in views) or r"(?!)")


def overlay_state(connection: duckdb.DuckDBPyConnection) -> OverlayState:
    """Return what the overlay holds."""
    ((decisions, reviews),) = connection.execute(_OVERLAY_STATE).fetchall()
    return OverlayState.REVIEWS if reviews else OverlayState.DECISIONS if decisions else OverlayState.EMPTY
