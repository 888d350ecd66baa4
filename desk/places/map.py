"""The map of England's 153 children's services authorities, with a table of the same beside it."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from desk.csv_file import csv_answer
from desk.forms import BadRequestError
from desk.places.cartogram import SORTS, MappedPlace, class_shares, mapped_places, sorted_places
from desk.places.layers import LAYERS, MapLayer
from desk.state import Desk, TheDesk
from desk.wording.places import place_address
from desk.wording.words import LONDON
from warehouse.reference.cartogram import HEIGHT, STEP, WIDTH
from warehouse.reference.delivery import FIRST_YEAR

CSV_COLUMNS = ("gss", "name", "region", "population_2020", "on", "layer", "value", "note")

OPEN_PARLIAMENT_LICENCE = "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/"

router = APIRouter(prefix="/map")


def _chosen(desk: Desk, layer: str, on: str, sort: str) -> tuple[MapLayer, date, str]:
    today = desk.now().astimezone(LONDON).date()
    try:
        chosen, day = MapLayer(layer), date.fromisoformat(on) if on else today
    except ValueError as error:
        raise BadRequestError(422, "There is no such layer or day.") from error
    if not date(FIRST_YEAR, 1, 1) <= day <= today:
        raise BadRequestError(422, f"The map goes from 1 January {FIRST_YEAR} until today.")
    if sort not in SORTS:
        raise BadRequestError(422, "The table cannot be sorted so.")
    return chosen, day, sort


def _places(desk: Desk, layer: MapLayer, on: date) -> list[MappedPlace]:
    asks = layer not in {MapLayer.DELIVERY, MapLayer.GRADE}  # those two rest on reference tables alone
    return mapped_places(layer, on, desk.warehouse.query("map_values", until=on) if asks else [])


@router.get("", response_class=HTMLResponse)
def map_page(
    request: Request, desk: TheDesk, layer: str = "delivery", on: str = "", sort: str = "name"
) -> HTMLResponse:
    """Show the map of a layer on a day, its legend with shares, and the table."""
    chosen, day, sort = _chosen(desk, layer, on, sort)
    places = _places(desk, chosen, day)
    today = desk.now().astimezone(LONDON).date()
    months = (today.year - FIRST_YEAR) * 12 + today.month - 1
    context: dict[str, Any] = {
        "layer": chosen,
        "layers": LAYERS,
        "words": LAYERS[chosen],
        "on": day,
        "today": today,
        "first_year": FIRST_YEAR,
        "months": months,
        "month": (day.year - FIRST_YEAR) * 12 + day.month - 1,
        "places": places,
        "rows": sorted_places(places, sort),
        "sort": sort,
        "sorts": {each: _address(chosen, day, sort=each) + "#table" for each in SORTS},
        "shares": class_shares(chosen, places),
        "csv": _address(chosen, day, path="/map/csv"),
        "address": place_address,
        "width": round(WIDTH * STEP),
        "height": HEIGHT,
        "step": STEP,
        "licence": OPEN_PARLIAMENT_LICENCE,
    }
    return desk.page(request, "map.html", **context)


@router.get("/csv")
def map_csv(desk: TheDesk, layer: str = "delivery", on: str = "") -> Response:
    """Return what the map shows as a file for a spreadsheet."""
    chosen, day, _ = _chosen(desk, layer, on, "name")
    rows = [
        {
            "gss": place.council.gss,
            "name": place.council.name,
            "region": place.council.region,
            "population_2020": place.council.population_2020,
            "on": day,
            "layer": str(chosen),
            "value": place.value.words,
            "note": place.value.note or None,
        }
        for place in _places(desk, chosen, day)
    ]
    return csv_answer(f"map-{chosen}-{day}", CSV_COLUMNS, rows)


def _address(layer: MapLayer, on: date, path: str = "/map", **more: str) -> str:
    return f"{path}?{urlencode({'layer': str(layer), 'on': on.isoformat(), **more})}"
