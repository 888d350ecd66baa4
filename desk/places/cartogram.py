"""The map as it is drawn: each authority with its shape, its value, and its row in the table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk.places.layers import LAYERS, MapClass, MapLayer, PlaceValue
from desk.wording.places import councils_by_code
from warehouse.reference import Council
from warehouse.reference.cartogram import MappedArea, cartogram

SORTS = ("name", "region", "value", "population")


@dataclass(frozen=True, slots=True)
class MappedPlace:
    """One authority of the map."""

    area: MappedArea
    council: Council
    value: PlaceValue

    @property
    def label(self) -> str:
        """Its name and what the layer says of it, as it is read out."""
        note = f" ({self.value.note})" if self.value.note else ""
        return f"{self.council.name}: {self.value.words}{note}"


@dataclass(frozen=True, slots=True)
class ClassShare:
    """How much of England one class of the legend covers."""

    shown: MapClass
    authorities: int
    share: float  # of the authorities
    population: int  # in the middle of 2020
    population_share: float


def mapped_places(layer: MapLayer, on: date, rows: Sequence[Mapping[str, Any]]) -> list[MappedPlace]:
    """Return every authority by name. `rows` are those of the query map_values."""
    values = {row["gss"]: row for row in rows}
    known = councils_by_code()
    read = LAYERS[layer].value
    places = [
        MappedPlace(area, known[area.gss], read(known[area.gss], on, values.get(area.gss, {}))) for area in cartogram()
    ]
    return sorted(places, key=_ORDERS["name"])


def class_shares(layer: MapLayer, places: Sequence[MappedPlace]) -> list[ClassShare]:
    """Return the legend with the share of authorities and of people that each class covers."""
    number = Counter(place.value.css for place in places)
    people: Counter[str] = Counter()
    for place in places:
        people[place.value.css] += place.council.population_2020 or 0
    everybody = people.total() or 1
    return [
        ClassShare(one, number[one.css], number[one.css] / len(places), people[one.css], people[one.css] / everybody)
        for one in LAYERS[layer].classes
    ]


_ORDERS: dict[str, Callable[[MappedPlace], Any]] = {
    "name": lambda place: place.council.name,
    "region": lambda place: (place.council.region, place.council.name),
    "value": lambda place: (place.value.sort, place.council.name),
    "population": lambda place: (-(place.council.population_2020 or 0), place.council.name),
}


def sorted_places(places: Sequence[MappedPlace], sort: str) -> list[MappedPlace]:
    """Return the authorities for the table, by one of SORTS."""
    return sorted(places, key=_ORDERS[sort])
