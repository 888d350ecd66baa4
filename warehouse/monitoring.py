"""How complete the watch was: the sentence that an editor prints beside "no evidence"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from warehouse.vocabulary.health import WATCHED

MOST_NAMED = 3  # outlets with gaps that are named; the others are counted


@dataclass(frozen=True, slots=True)
class WatchedOutlet:
    """One enabled outlet, and on how many days of the time spoken of nothing of it can have been missed."""

    name: str
    days: int


@dataclass(frozen=True, slots=True)
class Silence:
    """A time without evidence, and who was watched in it: every enabled outlet, crawled or not."""

    newest: date | None  # the day of the newest evidence; None where there never was any
    first: date  # the day after it, or the first day of the watch
    last: date  # today
    outlets: tuple[WatchedOutlet, ...]
    waiting: int = 0  # candidates that nobody has decided: each may be evidence

    @property
    def days(self) -> int:
        """How long it lasts, with today."""
        return (self.last - self.first).days + 1


class Queries(Protocol):
    """What answers a named query: a store, or the desk's own reader."""

    def query(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]: ...  # noqa: D102


def silence_since(
    warehouse: Queries, newest: date | None, today: date, waiting: int, *, crawled_only: bool = False
) -> Silence | None:
    """Return the time without evidence that ends today; None where there is none, or no outlet was ever assessed.

    `crawled_only` leaves out the outlets that were never assessed: a recorded newsroom holds some of the enabled ones.
    """
    since = newest + timedelta(days=1) if newest else None
    rows = warehouse.query("watched_outlets", since=since, until=today, states=sorted(WATCHED))
    if not any(row["ever"] for row in rows) or (since is not None and since > today):
        return None
    outlets = tuple(WatchedOutlet(row["name"], row["days"]) for row in rows if row["ever"] or not crawled_only)
    return Silence(newest, rows[0]["first"], today, outlets, waiting)


def share_watched(silence: Silence) -> float:
    """Return the share of outlet-days on which nothing can have been missed; a day without a judgement was not watched.

    Returns 0 where there is no outlet to watch: no watch is no complete watch.
    """
    all_days = len(silence.outlets) * silence.days
    return sum(min(one.days, silence.days) for one in silence.outlets) / all_days if all_days > 0 else 0.0


def monitoring_sentence(silence: Silence) -> str:
    """Return "No evidence since 1 May 2026; monitoring was 99.2% complete (LGC missed on 3 days); 2 candidates wait undecided".

    Complete is rounded down: a gap never rounds to 100%.
    """
    began = f"since {_date(silence.newest)}" if silence.newest else f"since the watch began on {_date(silence.first)}"
    share = int(share_watched(silence) * 1000) / 10
    waiting = f"; {_counted(silence.waiting, 'candidate')} wait{'s' * (silence.waiting == 1)} undecided"
    return (
        f"No evidence {began}; monitoring was {share:g}% complete{_gaps(silence)}{waiting if silence.waiting else ''}"
    )


def completeness_sentence(silence: Silence) -> str:
    """Return "From 1 May to 22 November 2026 monitoring was 99.2% complete (LGC missed on 3 days)", of the time spoken of."""
    share = int(share_watched(silence) * 1000) / 10
    one_day = silence.first == silence.last
    days = f"On {_date(silence.first)}" if one_day else f"From {_date(silence.first)} to {_date(silence.last)}"
    return f"{days} monitoring was {share:g}% complete{_gaps(silence)}"


def _gaps(silence: Silence) -> str:
    missed = sorted((one for one in silence.outlets if one.days < silence.days), key=lambda one: (one.days, one.name))
    if not missed:
        return ""
    if len({one.days for one in missed}) == 1 and len(missed) == len(silence.outlets) > 1:
        return f" (all {len(missed)} outlets missed on {_counted(silence.days - missed[0].days, 'day')})"
    named = ", ".join(f"{one.name} missed on {_counted(silence.days - one.days, 'day')}" for one in missed[:MOST_NAMED])
    more = len(missed) - MOST_NAMED
    rest = f" and {_counted(more, 'more outlet')}" if more > 0 else ""
    return f" ({named}{rest})"


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
