"""Who ran a council's children's services on a day, as far as the table of trusts knows: its delivery model."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from warehouse.reference import Council, Trust, TrustCouncil, councils, trusts
from warehouse.reference.tables import table_rows
from warehouse.vocabulary.places import DeliveryModel

FIRST_YEAR = 2011  # of the oldest arrangement in the table: nobody looked for older ones


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A date as exactly as its source has it: `2013`, `2011-06` or `2014-04-01`."""

    text: str

    @property
    def first(self) -> date:
        """The first day that it may be."""
        year, month, day = (*map(int, self.text.split("-")), 1, 1)[:3]
        return date(year, month, day)

    @property
    def last(self) -> date:
        """The last day that it may be."""
        parts = tuple(map(int, self.text.split("-")))
        if len(parts) == 3:
            return self.first
        year, month = (*parts, 12)[:2]
        return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class DeliveryPeriod:
    """A body that delivered a council's services, and between which days."""

    council: str  # GSS code
    trust: Trust
    model: DeliveryModel
    since: NamedDay
    until: (
        NamedDay | None
    )  # the first day on which it no longer did, or the last on which it did: sources do not say which

    def on(self, day: date) -> bool | None:
        """Return whether it delivered on a day; None where the sources are not exact enough to tell."""
        if day < self.since.first or (self.until is not None and day > self.until.last):
            return False
        certain = day >= self.since.last and (self.until is None or day <= self.until.first)
        return True if certain else None


@dataclass(frozen=True, slots=True)
class Delivery:
    """The model on a day, and the periods that it rests on: none for the council itself."""

    model: DeliveryModel
    periods: tuple[DeliveryPeriod, ...] = ()
    as_council: str = ""  # GSS code of the council that there was then in its place


def _periods_of(trust: Trust, rows: list[dict[str, str]]) -> Iterator[DeliveryPeriod]:
    for row in rows:
        for served in trust.councils:
            since = _later(row["since"], served.since, trust.started)
            if since is None or row["council"] not in {"", served.gss}:
                continue  # what never began, and the council that lends its services
            until = row["until"] or _until(served, trust)
            yield DeliveryPeriod(
                served.gss, trust, DeliveryModel(row["model"]), NamedDay(since), NamedDay(until) if until else None
            )


def _later(model: str, served: date | None, started: str | None) -> str | None:
    return model or (served.isoformat() if served else started)


def _until(served: TrustCouncil, trust: Trust) -> str | None:
    return served.until.isoformat() if served.until else trust.ended


@cache
def delivery_periods() -> Mapping[str, tuple[DeliveryPeriod, ...]]:
    """Return the periods of every council that had any, by GSS code, the oldest first."""
    rows: dict[str, list[dict[str, str]]] = {}
    for row in table_rows("delivery_models.csv"):
        rows.setdefault(row["trust"], []).append(row)
    found: dict[str, list[DeliveryPeriod]] = {}
    for trust in trusts():
        for period in _periods_of(trust, rows.get(trust.slug, [])):
            found.setdefault(period.council, []).append(period)
    return {gss: tuple(sorted(held, key=lambda each: each.since.first)) for gss, held in found.items()}


@cache
def predecessors() -> Mapping[str, tuple[Council, ...]]:
    """Return the councils for children's services that each one replaced, by its GSS code."""
    by_code = {council.code: council for council in councils()}
    found: dict[str, tuple[Council, ...]] = {}
    for council in councils():
        for code in (council.replaced_by or "").split(",") if council.childrens_services else ():
            heir = by_code.get(code)
            if heir is not None:
                found[heir.gss] = (*found.get(heir.gss, ()), council)
    return found


def delivery_on(council: Council, day: date) -> Delivery:
    """Return who ran the services of a council's area on a day.

    Before the council was, that is who ran its predecessor's: unknown where it had several under different models. A day
    before the table begins is unknown. On the day of a change, what began counts.
    """
    if council.started and day < council.started and (before := predecessors().get(council.gss)):
        deliveries = [delivery_on(each, day) for each in before]
        if len({each.model for each in deliveries}) > 1:
            return Delivery(DeliveryModel.UNKNOWN, tuple(one for each in deliveries for one in each.periods))
        return Delivery(deliveries[0].model, deliveries[0].periods, before[0].gss)
    if day.year < FIRST_YEAR:
        return Delivery(DeliveryModel.UNKNOWN)
    held = [(period, period.on(day)) for period in delivery_periods().get(council.gss, ())]
    certain = [period for period, on in held if on]
    if certain:
        newest = max(period.since.first for period in certain)
        return Delivery(certain[-1].model, tuple(each for each in certain if each.since.first == newest))
    doubtful = tuple(period for period, on in held if on is None)
    return Delivery(DeliveryModel.UNKNOWN if doubtful else DeliveryModel.COUNCIL, doubtful)
