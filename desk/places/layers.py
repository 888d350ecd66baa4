"""What the map can show of each authority: its delivery model on a day, Ofsted's grade, coverage, evidence, funding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from desk.wording.money import pounds
from desk.wording.names import body_name, ofsted_outcome
from desk.wording.words import counted, day
from warehouse.reference import Council
from warehouse.reference.delivery import delivery_on
from warehouse.vocabulary.places import DELIVERY_MODELS, DeliveryModel
from warehouse.vocabulary.tags import OfstedGrade

STEPS = (0, 1, 3, 6, 11)  # the fewest of each shade: nothing, then more and more


class MapLayer(StrEnum):
    """What the map is coloured by."""

    DELIVERY = "delivery"
    GRADE = "grade"
    COVERAGE = "coverage"
    EVIDENCE = "evidence"
    FUNDING = "funding"


@dataclass(frozen=True, slots=True)
class MapClass:
    """One colour of the legend, and the letter that says the same."""

    css: str
    letter: str
    words: str
    means: str = ""


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """What a layer says of one authority: its class, its words, what it is sorted by, and what more there is to say."""

    css: str
    letter: str
    words: str
    sort: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class LayerWords:
    """How a layer is named and read."""

    title: str  # in the menu
    column: str  # in the table
    about: str
    classes: tuple[MapClass, ...]
    value: Callable[[Council, date, Mapping[str, Any]], PlaceValue]


def _css(member: StrEnum) -> str:
    return "is-" + member.value.replace(" ", "-")


_MODELS = {
    model: MapClass(_css(model), words.letter, str(model), words.means) for model, words in DELIVERY_MODELS.items()
}
_GRADES = {grade: MapClass(_css(grade), grade.value[0].upper(), str(grade)) for grade in OfstedGrade}
_NO_GRADE = MapClass(
    "is-unknown", "?", "unknown", "the table has the latest inspection alone, and no grade of it or none by that day"
)


def _delivery(council: Council, on: date, _: Mapping[str, Any]) -> PlaceValue:
    found = delivery_on(council, on)
    shown = _MODELS[found.model]
    names = ", ".join(dict.fromkeys(period.trust.name for period in found.periods))
    if found.model == DeliveryModel.UNKNOWN and found.periods:
        names = f"{names}: the day of the change is not known"
    if found.as_council:
        names = "; ".join(part for part in (names, f"as {body_name(found.as_council)}") if part)
    return PlaceValue(shown.css, shown.letter, shown.words, list(_MODELS).index(found.model), names)


def _grade(council: Council, on: date, _: Mapping[str, Any]) -> PlaceValue:
    outcome = ofsted_outcome(council.gss)
    if outcome is None or outcome.grade is None or outcome.published > on:
        later = (
            f"inspected later: {day(outcome.published)}"
            if outcome and outcome.published > on
            else "not read from the report"
        )
        return PlaceValue(_NO_GRADE.css, _NO_GRADE.letter, _NO_GRADE.words, len(_GRADES), later)
    grade = OfstedGrade(outcome.grade)
    shown = _GRADES[grade]
    return PlaceValue(
        shown.css, shown.letter, shown.words, list(_GRADES).index(grade), f"report of {day(outcome.published)}"
    )


def _shades(noun: str) -> tuple[MapClass, ...]:
    ends = (*(each - 1 for each in STEPS[1:]), None)
    words = [
        f"{low} or more" if high is None else f"{low}" if low == high else f"{low} to {high}"
        for low, high in zip(STEPS, ends, strict=True)
    ]
    return tuple(MapClass(f"shade-{place}", "", f"{each} {noun}") for place, each in enumerate(words))


def _number(
    column: str, noun: str, note: Callable[[Mapping[str, Any]], str]
) -> Callable[[Council, date, Mapping[str, Any]], PlaceValue]:
    def value(_: Council, __: date, row: Mapping[str, Any]) -> PlaceValue:
        number = row.get(column) or 0
        shade = max(place for place, least in enumerate(STEPS) if number >= least)
        return PlaceValue(f"shade-{shade}", str(number) if number else "", counted(number, noun), -number, note(row))

    return value


def _largest(row: Mapping[str, Any]) -> str:
    return f"the largest {pounds(row['largest'])}" if row.get("largest") else ""


LAYERS: Mapping[MapLayer, LayerWords] = {
    MapLayer.DELIVERY: LayerWords(
        "Delivery model",
        "Model",
        "Who ran children's services on the day, as far as the table of trusts knows. Where the day of a change is not known, it is unknown until the change is certain.",
        tuple(_MODELS.values()),
        _delivery,
    ),
    MapLayer.GRADE: LayerWords(
        "Ofsted's grade",
        "Grade",
        "Overall effectiveness at the latest inspection. Ofsted's table holds no earlier ones: before that report came out, the grade is unknown here.",
        (*_GRADES.values(), _NO_GRADE),
        _grade,
    ),
    MapLayer.COVERAGE: LayerWords(
        "Coverage",
        "Articles",
        "Stored articles that name the council, by that day.",
        _shades("articles"),
        _number("articles", "article", lambda _: ""),
    ),
    MapLayer.EVIDENCE: LayerWords(
        "Evidence",
        "Passages",
        "Accepted passages of articles that name the council, published by that day.",
        _shades("passages"),
        _number("evidence", "passage", lambda _: ""),
    ),
    MapLayer.FUNDING: LayerWords(
        "Funding",
        "Commitments",
        "Commitments of the ledger whose receiver is the council, announced by that day. Most sums name no receiver: none is not nothing.",
        _shades("commitments"),
        _number("commitments", "commitment", _largest),
    ),
}
