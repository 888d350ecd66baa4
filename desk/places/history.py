"""What happened to a council or a trust, in order: from the tables, and as articles tell it, each line with its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from desk.wording.names import body_name, ofsted_outcome
from desk.wording.places import councils_by_code, place_address
from desk.wording.words import day, named_day
from warehouse.reference import Council, Trust
from warehouse.reference.delivery import DeliveryPeriod, NamedDay, delivery_periods, predecessors

Row = Mapping[str, Any]
TABLE = "reference table"


@dataclass(frozen=True, slots=True)
class HistorySource:
    """Where a line of a history stands: at an address of ours, at another's, or in a table of ours alone."""

    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened, as exactly as its source says when."""

    when: str
    sort: date
    what: str
    sources: tuple[HistorySource, ...]
    body: str = ""  # whose page tells more
    told: bool = False  # by articles, and not by a table


def named_when(named: NamedDay) -> str:
    """Return `2013`, `June 2011` or `1 April 2014`."""
    parts = named.text.count("-")
    return day(named.first) if parts == 2 else f"{named.first:%B %Y}" if parts else named.text


def _sources(trust: Trust) -> tuple[HistorySource, ...]:
    hosts = [urlsplit(address).hostname or address for address in trust.sources]
    alike = Counter(hosts)
    return tuple(
        HistorySource(host if alike[host] == 1 else f"{host} ({number})", address)
        for number, (host, address) in enumerate(zip(hosts, trust.sources, strict=True), start=1)
    )


def _period(period: DeliveryPeriod, who: str) -> Iterator[HistoryLine]:
    sources, address = _sources(period.trust), place_address(period.trust.slug)
    yield HistoryLine(named_when(period.since), period.since.first, f"{who} began ({period.model})", sources, address)
    if period.until:
        yield HistoryLine(
            named_when(period.until), period.until.last, f"{who} ended ({period.model})", sources, address
        )


def _of_the_council(council: Council) -> Iterator[HistoryLine]:
    source = (HistorySource(f"{TABLE}: mySociety's authorities"),)
    before = predecessors().get(council.gss, ())
    if council.started and before:
        names = ", ".join(each.name for each in before)
        yield HistoryLine(
            day(council.started), council.started, f"The council began, in place of {names}", source, place_address(before[0].gss)
        )  # fmt: skip
    if council.ended:
        codes = (council.replaced_by or "").split(",")
        heirs = [each for each in dict.fromkeys(councils_by_code().values()) if each.code in codes]
        what = "The council ended" + (f"; {', '.join(each.name for each in heirs)} followed" if heirs else "")
        yield HistoryLine(day(council.ended), council.ended, what, source, place_address(heirs[0].gss) if heirs else "")


def _of_ofsted(council: Council) -> Iterator[HistoryLine]:
    outcome = ofsted_outcome(council.gss)
    if outcome:
        grade = outcome.grade or "a grade that was not read"
        report = HistorySource("Ofsted's report", outcome.report)
        yield HistoryLine(
            day(outcome.published), outcome.published, f"Ofsted's latest report: {grade}, {outcome.inspection or 'unknown'} inspection", (report,)
        )  # fmt: skip


def _told(rows: Iterable[Row]) -> Iterator[HistoryLine]:
    """Yield what articles tell: several that tell the same of the same day are one line with several sources."""
    together: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        named = row["happens_from"]
        key = (row["kind"], tuple(sorted(row["bodies"])), named or row["published_day"], named is None)
        together.setdefault(key, []).append(row)
    for (kind, bodies, on, undated), held in together.items():
        if on is None:
            continue
        exactly = named_day(on, held[0]["happens_precision"]).partition(" ")[2]
        when = f"told {day(on)}" if undated else exactly
        names = ", ".join(body_name(each) for each in bodies)
        articles = {
            row["article_id"]: HistorySource(
                f"{row['outlet_name']}: {row['title'] or 'Untitled'}", f"/articles/{row['article_id']}"
            )
            for row in held
        }
        yield HistoryLine(when, on, f"{kind.capitalize()}: {names}", tuple(articles.values()), told=True)


def council_history(council: Council, events: Sequence[Row]) -> list[HistoryLine]:
    """Return a council's history, the latest first. `events` are rows of the query place_events."""
    lines = [*_of_the_council(council), *_of_ofsted(council), *_told(events)]
    for period in delivery_periods().get(council.gss, ()):
        lines += _period(period, f"Children's services by {period.trust.name}")
    return sorted(lines, key=lambda line: line.sort, reverse=True)


def trust_history(trust: Trust, events: Sequence[Row]) -> list[HistoryLine]:
    """Return a trust's history, the latest first; where it served several councils, for each."""
    lines = list(_told(events))
    for gss, periods in delivery_periods().items():
        for period in (each for each in periods if each.trust.slug == trust.slug):
            lines += _period(period, f"Children's services of {body_name(gss)}")
    return sorted(lines, key=lambda line: line.sort, reverse=True)
