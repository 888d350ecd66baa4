"""How complete the watch was: the sentence that an editor prints beside "no evidence"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

WATCHED = frozenset({"well", "quiet", "off topic"})  # states of an outlet's day on which nothing can have been missed
MOST_NAMED = 3  # outlets with gaps that are named; the others are counted


class JudgedDay(Protocol):
    """What is asked of a day here: an OutletDay, or a row of the warehouse."""

    @property
    def outlet_id(self) -> str: ...  # noqa: D102
    @property
    def day(self) -> date: ...  # noqa: D102
    @property
    def state(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class WatchedDay:
    """A JudgedDay made of a row of the query `outlet_days`; `outlet_id` may be the outlet's name, for people."""

    outlet_id: str
    day: date
    state: str


def share_watched(days: Sequence[JudgedDay]) -> float:
    """Return the share of outlet-days on which nothing can have been missed; a day without a judgement was not watched.

    Returns 0 where nothing was judged: no watch is no complete watch.
    """
    if not days:
        return 0.0
    watched, all_days = _tally(days)
    return sum(map(len, watched.values())) / sum(map(len, all_days.values()))


def monitoring_sentence(days: Sequence[JudgedDay], nothing: str = "no evidence") -> str:
    """Return "no evidence for 90 days; monitoring was 99.2% complete (LGC missed on 3 days)" for the days given.

    Complete is rounded down: a gap never rounds to 100%.
    """
    if not days:
        return f"{nothing}; nothing was monitored"
    span = (max(one.day for one in days) - min(one.day for one in days)).days + 1
    watched, all_days = _tally(days)
    missed = {name: len(all_days[name]) - len(watched[name]) for name in all_days}
    gaps = sorted((name for name in missed if missed[name]), key=lambda name: (-missed[name], name))
    named = ", ".join(f"{name} missed on {_days(missed[name])}" for name in gaps[:MOST_NAMED])
    more = f" and {len(gaps) - MOST_NAMED} more outlets" if len(gaps) > MOST_NAMED else ""
    rest = f" ({named}{more})" if gaps else ""
    share = int(share_watched(days) * 1000) / 10
    return f"{nothing} for {_days(span)}; monitoring was {share:g}% complete{rest}"


def _tally(days: Sequence[JudgedDay]) -> tuple[dict[str, set[date]], dict[str, set[date]]]:
    """Return by outlet the days that were watched, and all days from its first one to the last of all."""
    last = max(one.day for one in days)
    first: dict[str, date] = {}
    watched: dict[str, set[date]] = defaultdict(set)
    for one in days:
        first[one.outlet_id] = min(one.day, first.get(one.outlet_id, one.day))
        if one.state in WATCHED:
            watched[one.outlet_id].add(one.day)
    spans = {
        name: {day + timedelta(days=number) for number in range((last - day).days + 1)} for name, day in first.items()
    }
    return watched, spans


def _days(number: int) -> str:
    return f"{number} day" + ("" if number == 1 else "s")
