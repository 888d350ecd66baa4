"""The gazetteer, the names of the councils: every way the press prints them, and which authority a name means on a day."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from nlp.text.wordings import wordings
from warehouse.reference import Council, councils

NOT_COUNCILS = ("COMB", "SRA")  # combined authorities and the Greater London Authority
BARE, WEAK, ABBREVIATION = "bare", "weak", "abbreviation"
_ANY = wordings("name_wordings.txt")
_TYPE_WORDS = re.compile(f"^{_ANY['types before a place']} |{_ANY['types after a place']}?  ?Council$|  ?Council$")
_JUNK = re.compile(_ANY["names of the table that nobody prints"], re.IGNORECASE)
_SMALL = {"and", "of", "on", "in", "upon", "under", "with", "the", "ar", "y", "nan", "le"}


@dataclass(frozen=True, slots=True)
class Name:
    """A surface and the councils that it can mean. `strength` is bare (a name), weak (a shorter or looser one) or abbreviation."""

    surface: str
    councils: tuple[Council, ...]
    strength: str


def bare_name(official: str) -> str:
    """Return the place in an official name: "London Borough of Brent" gives "Brent"."""
    previous = ""
    name = official.strip()
    while name != previous:
        previous, name = name, _TYPE_WORDS.sub("", name).strip()
    return name


def _variants(name: str) -> set[str]:
    found = {name}
    if " and " in name:
        found.add(name.replace(" and ", " & "))
    if " & " in name:
        found.add(name.replace(" & ", " and "))
    for form in list(found):
        if re.search(r"-(?:on|in|upon|under)-", form):
            found.add(form.replace("-", " "))
        if form.startswith("St. "):
            found.add("St " + form[4:])
        elif form.startswith("St "):
            found.add("St. " + form[3:])
        if form.startswith("Kings "):
            found.add("King's " + form[6:])
    return found


def _title(name: str) -> str:
    return " ".join(
        word if word in _SMALL and number else word[:1].upper() + word[1:]
        for number, word in enumerate(name.split(" "))
    )


def principal() -> tuple[Council, ...]:
    """Return the local authorities of the table: all but combined and strategic ones."""
    return tuple(council for council in councils() if council.type not in NOT_COUNCILS)


@cache
def by_code() -> dict[str, Council]:
    """Return every local authority by its GSS code."""
    return {council.gss: council for council in principal()}


@cache
def names() -> dict[str, Name]:
    """Return every surface that can mean a council. Apostrophes are straight; capitals as printed, or all capitals."""
    forms: dict[str, dict[str, Council]] = defaultdict(dict)
    strength: dict[str, str] = {}
    for council in principal():
        plain = {bare_name(council.name), bare_name(council.official_name), council.name.strip()}
        plain |= {_title(name) for name in council.names if not _JUNK.search(name)}
        for form in plain:
            form = re.sub(r"^(?:The|City of(?! London)) ", "", form)
            form = (
                re.sub(r" (?:County|City|Council)$", "", form)
                if form
                in (
                    "Buckinghamshire County",
                    "Dorset County",
                    "Dorset Council",
                    "Aberdeen City",
                    "Dundee City",
                    "Glasgow City",
                )
                else form
            )
            for variant in _variants(form):
                if variant != "London":
                    forms[variant][council.gss] = council
                    strength.setdefault(variant, BARE)
    table = by_code()
    with files("nlp").joinpath("data/council_aliases.csv").open("r", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            for variant in _variants(row["alias"]) if row["strength"] != ABBREVIATION else {row["alias"]}:
                forms[variant][row["gss"]] = table[row["gss"]]
                strength[variant] = row["strength"]
    found: dict[str, Name] = {}
    for surface, meant in forms.items():
        ordered = tuple(sorted(meant.values(), key=lambda council: (not council.current, council.gss)))
        found[surface] = Name(surface, ordered, strength[surface])
        if strength[surface] == BARE and len(surface) > 3:
            found.setdefault(surface.upper(), Name(surface, ordered, BARE))
    return found


def alive(council: Council, on: date) -> bool:
    """Return whether `council` existed on that day. An unknown first day counts as long ago."""
    return (council.started is None or _founded(council) <= on) and (council.ended is None or on < council.ended)


def _founded(council: Council) -> date:
    # Some first days in the table are the register's own (2005), not the council's: only a successor's is telling.
    if council.started is None or council.started < date(2009, 1, 1):
        return date.min
    return council.started


def resolve(meant: tuple[Council, ...], form: str, on: date | None) -> Council:
    """Return the one of `meant` that a name means.

    `form` holds the type words that stood with the name ("county", "borough", ""), which decide first: Somerset County
    Council is the county whatever the day. Then the article's day decides; without one the living council is meant.
    """
    if len(meant) == 1:
        return meant[0]
    words = form.lower().split()
    if words:
        fitting = [council for council in meant if all(word in council.official_name.lower() for word in words)]
        if len(fitting) == 1:
            return fitting[0]
    if on is not None:
        living = [council for council in meant if alive(council, on)]
        if living:
            return living[0]
    return meant[0]


@cache
def initials() -> dict[str, tuple[str, ...]]:
    """Return, for each local authority, the abbreviations that its own documents use: "RBC", "KCC", "LBH"."""
    table: dict[str, tuple[str, ...]] = {}
    for council in principal():
        table[council.gss] = tuple(sorted(_initials(council)))
    return table


@cache
def bearers(short: str) -> int:
    """Return how many councils of today have these initials."""
    table = by_code()
    return sum(short in own for gss, own in initials().items() if table[gss].current)


def _initials(council: Council) -> set[str]:
    place = [word for word in re.split(r"[ \-]", bare_name(council.official_name)) if word]
    letters = {
        "".join(word[0].upper() for word in place if word not in _SMALL and word != "&"),
        "".join(word[0].upper() for word in place if word != "&"),
    }
    tails = {
        "UA": ("C", "BC", "CC", "MBC"),
        "MD": ("MBC", "BC", "MDC", "C", "CC"),
        "LBO": ("C", "BC"),
        "CTY": ("CC",),
        "WPA": ("C", "CC", "CBC"),
    }
    found = {head + tail for head in letters for tail in tails.get(council.type, ("C", "BC", "DC", "CC"))}
    if council.type == "LBO":
        found |= {"LB" + head for head in letters} | {"RB" + head for head in letters}
    found |= {"RB" + head for head in letters if council.official_name.startswith("Royal")}
    return {form for form in found if len(form) >= 2}
