"""Reference tables (reference data) that ship with the package: councils, trusts, public bodies, Ofsted's outcomes. CREDITS.md names the sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from warehouse.reference.tables import table_rows


@dataclass(frozen=True, slots=True)
class Council:
    """One local authority of the United Kingdom, current or former."""

    gss: str  # the code that mentions carry
    gss_2025: str | None  # the code since 2025, of the two councils that got a new one
    code: str  # mySociety's three letters
    name: str
    official_name: str
    nation: str
    region: str
    type: str  # UA, MD, LBO, CTY, NMD, ... COMB is a combined authority, which is no council
    type_name: str
    started: date | None
    ended: date | None  # the first day on which it no longer was
    replaced_by: str | None  # a three-letter code
    current: bool
    childrens_services: bool  # it is, or was, responsible for children's services in England
    dfe_number: int | None
    county: str | None  # a district's county, by three-letter code
    combined_authority: str | None  # by three-letter code
    former_gss: tuple[str, ...]
    slug: str | None  # GOV.UK's
    population_2020: int | None
    names: tuple[str, ...]  # other spellings


@dataclass(frozen=True, slots=True)
class TrustCouncil:
    """A council that a trust serves, and since and until when where that is not the trust's whole life."""

    gss: str
    since: date | None
    until: date | None  # the first day on which it was no longer served


@dataclass(frozen=True, slots=True)
class Trust:
    """A body that runs a council's children's services in its place, or was meant to."""

    slug: str  # the name in lower case, apostrophes dropped, other runs of non-letters as one hyphen
    name: str
    aliases: tuple[str, ...]
    councils: tuple[TrustCouncil, ...]
    kind: str
    origin: str
    started: str | None  # as precise as the sources: 2013, 2011-06 or 2014-04-01
    ended: str | None
    status: str
    sources: tuple[str, ...]
    verification: str


@dataclass(frozen=True, slots=True)
class PublicBody:
    """A government, a department of one, or a national body: who gives public money beside councils and trusts, and at times gets it."""

    slug: str  # of the name that it has now, as a trust's
    name: str
    kind: str  # government, department, national body
    aliases: tuple[str, ...]  # other names and abbreviations
    former_names: tuple[str, ...]  # its own, and those of bodies that went into it
    people: tuple[str, ...]  # offices that stand for it: "the education secretary"


@dataclass(frozen=True, slots=True)
class OfstedOutcome:
    """Ofsted's latest overall grade of one authority's children's services. None is a grade that was not read."""

    council: str  # GSS code
    urn: int
    grade: str | None
    inspection: str | None  # standard, short
    started: date | None
    ended: date | None
    published: date
    leadership: str | None
    help_and_protection: str | None
    in_care: str | None
    care_leavers: str | None
    report: str


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str) -> int | None:
    return int(text) if text else None


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _trust_council(text: str) -> TrustCouncil:
    gss, _, span = text.partition("@")
    since, _, until = span.partition("/")
    return TrustCouncil(gss=gss, since=_day(since), until=_day(until))


@cache
def councils() -> tuple[Council, ...]:
    """Return every council with a GSS code, ordered by it."""
    return tuple(
        Council(
            gss=row["gss"],
            gss_2025=row["gss_2025"] or None,
            code=row["code"],
            name=row["name"],
            official_name=row["official_name"],
            nation=row["nation"],
            region=row["region"],
            type=row["type"],
            type_name=row["type_name"],
            started=_day(row["started"]),
            ended=_day(row["ended"]),
            replaced_by=row["replaced_by"] or None,
            current=row["current"] == "yes",
            childrens_services=row["childrens_services"] == "yes",
            dfe_number=_number(row["dfe_number"]),
            county=row["county"] or None,
            combined_authority=row["combined_authority"] or None,
            former_gss=_parts(row["former_gss"]),
            slug=row["slug"] or None,
            population_2020=_number(row["population_2020"]),
            names=_parts(row["names"]),
        )
        for row in table_rows("councils.csv")
    )


@cache
def trusts() -> tuple[Trust, ...]:
    """Return every trust, company and partnership of the table, in its order."""
    return tuple(
        Trust(
            slug=row["slug"],
            name=row["name"],
            aliases=_parts(row["aliases"]),
            councils=tuple(_trust_council(part) for part in _parts(row["councils"])),
            kind=row["kind"],
            origin=row["origin"],
            started=row["started"] or None,
            ended=row["ended"] or None,
            status=row["status"],
            sources=_parts(row["sources"]),
            verification=row["verification"],
        )
        for row in table_rows("trusts.csv")
    )


@cache
def public_bodies() -> tuple[PublicBody, ...]:
    """Return the governments, departments and national bodies, in the table's order."""
    return tuple(
        PublicBody(
            slug=row["slug"],
            name=row["name"],
            kind=row["kind"],
            aliases=_parts(row["aliases"]),
            former_names=_parts(row["former_names"]),
            people=_parts(row["people"]),
        )
        for row in table_rows("public_bodies.csv")
    )


@cache
def ofsted_outcomes() -> tuple[OfstedOutcome, ...]:
    """Return the latest outcome of each of the 153 authorities."""
    return tuple(
        OfstedOutcome(
            council=row["council"],
            urn=int(row["urn"]),
            grade=row["grade"] or None,
            inspection=row["inspection"] or None,
            started=_day(row["started"]),
            ended=_day(row["ended"]),
            published=date.fromisoformat(row["published"]),
            leadership=row["leadership"] or None,
            help_and_protection=row["help_and_protection"] or None,
            in_care=row["in_care"] or None,
            care_leavers=row["care_leavers"] or None,
            report=row["report"],
        )
        for row in table_rows("ofsted_outcomes.csv")
    )


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A tracked policy, as the warehouse keeps it. `Store.load_policies` takes these, or dicts with these keys."""

    policy_id: str
    title: str
    promise: str  # in our own words
    party: str
    year: int  # of the election
    source: str  # an address
    completion: tuple[str, ...] = ()  # criteria: what would count as completion
    progress: tuple[str, ...] = ()
    failure: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()  # that passages are found by
    status: str = "not started"  # from the tracker's vocabulary
    status_date: date | None = None  # when it was last assessed
    verdict: str = ""
    version: str = ""  # a digest of its words: what a verdict was held to
    document: str = ""  # that made the promise: it is no evidence for it
    since: date | None = None  # the day from which events count
    statuses: tuple[str, ...] = ()  # the tracker's vocabulary; empty for ours
    weight: float = 1.0  # in the order of the queue


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet, as the warehouse keeps it. `Store.load_outlets` takes these, or dicts with these keys."""

    outlet_id: str
    name: str
    home: str  # an address
    domains: tuple[str, ...] = ()
    tier: str = "trade press"
    schedule: str = ""  # the schedule's class
    republish: str = "headline"  # full, quote, headline
    enabled: bool = True
    why: str = ""  # why it is disabled
    timezone: str = "Europe/London"
    expected: float | None = None  # articles a day that its volume lets expect
