"""The pages of councils and trusts, and the lists of them."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.filters import Filter
from desk.forms import BadRequestError
from desk.places.dossier import read_dossier
from desk.places.history import council_history, named_when, trust_history
from desk.state import Desk, TheDesk
from desk.wording.names import body_name, ofsted_outcome
from desk.wording.places import codes_of, councils_by_code, place_address, trusts_by_slug
from desk.wording.words import LONDON
from warehouse.reference import Council, Trust, councils, trusts
from warehouse.reference.delivery import NamedDay, delivery_on, delivery_periods

SCOPES = {"services": "Children's services authorities of England", "all": "All councils, former ones too"}
SHOWN_EVENTS = 300  # the newest that articles tell: more make a history that nobody reads

router = APIRouter()


def _today(desk: Desk) -> date:
    return desk.now().astimezone(LONDON).date()


def _matching(text: str, *names: str) -> bool:
    wanted = text.casefold().split()
    held = " ".join(names).casefold()
    return all(word in held for word in wanted)


def _search(field: str, name: str) -> str:
    return "/search?" + urlencode({"q": f'{field}:"{name}"', "sort": "newest"})


@router.get("/councils", response_class=HTMLResponse)
def councils_page(request: Request, desk: TheDesk, q: str = "", scope: str = "services") -> HTMLResponse:
    """Show the councils whose names hold the words of `q`."""
    if scope not in SCOPES:
        raise BadRequestError(422, "There is no such list of councils.")
    today = _today(desk)
    articles = {row["gss"]: row["articles"] for row in desk.warehouse.query("map_values", until=today)}
    rows = [
        {
            "council": council,
            "model": delivery_on(council, today) if council.childrens_services and council.current else None,
            "outcome": ofsted_outcome(council.gss) if council.current else None,
            "articles": sum(articles.get(code, 0) for code in codes_of(council)),
        }
        for council in sorted(councils(), key=lambda each: each.name)
        if (scope == "all" or (council.childrens_services and council.current))
        and _matching(q, council.name, council.official_name, council.region, *council.names)
    ]
    return desk.page(request, "councils.html", rows=rows, q=q, scope=scope, scopes=SCOPES, address=place_address)


@router.get("/councils/{code}")
def council_page(request: Request, desk: TheDesk, code: str) -> Response:
    """Show a council: who ran its children's services when, grades, funding, coverage and evidence."""
    council = councils_by_code().get(code)
    if council is None:
        raise BadRequestError(404, "There is no council with this code.")
    if code != council.gss:
        return RedirectResponse(place_address(council.gss), status_code=301)
    codes = codes_of(council)
    served = delivery_periods().get(council.gss, ())
    slugs = list(dict.fromkeys(period.trust.slug for period in served))
    events = desk.warehouse.query("place_events", bodies=[*codes, *slugs], number=SHOWN_EVENTS)
    current = council.childrens_services and council.current
    context: dict[str, Any] = {
        "council": council,
        "delivery": delivery_on(council, _today(desk)) if current else None,
        "outcome": ofsted_outcome(council.gss) if council.current else None,
        "history": council_history(council, events),
        "place": read_dossier(desk.warehouse, codes, Filter(council=council.gss)),
        "search": _search("council", council.name),
        "queue": Filter(council=council.gss).address(),
        "address": place_address,
    }
    return desk.page(request, "council.html", **context)


@router.get("/trusts", response_class=HTMLResponse)
def trusts_page(request: Request, desk: TheDesk, q: str = "") -> HTMLResponse:
    """Show the trusts whose names, or whose councils' names, hold the words of `q`."""
    rows = [
        {"trust": trust, "councils": _served(trust), **_life(trust)}
        for trust in sorted(trusts(), key=lambda each: each.name)
        if _matching(q, trust.name, *trust.aliases, *(council.name for council in _served(trust)))
    ]
    return desk.page(request, "trusts.html", rows=rows, q=q, address=place_address)


@router.get("/trusts/{slug}", response_class=HTMLResponse)
def trust_page(request: Request, desk: TheDesk, slug: str) -> HTMLResponse:
    """Show a trust: what it is, whom it serves since when, funding, coverage and evidence."""
    trust = trusts_by_slug().get(slug)
    if trust is None:
        raise BadRequestError(404, "There is no trust by this name.")
    events = desk.warehouse.query("place_events", bodies=[slug], number=SHOWN_EVENTS)
    return desk.page(
        request,
        "trust.html",
        trust=trust,
        councils=_served(trust),
        history=trust_history(trust, events),
        place=read_dossier(desk.warehouse, [slug], Filter(trust=slug)),
        search=_search("trust", trust.name),
        queue=Filter(trust=slug).address(),
        address=place_address,
        body_name=body_name,
        **_life(trust),
    )


def _served(trust: Trust) -> list[Council]:
    return [councils_by_code()[each.gss] for each in trust.councils]


def _life(trust: Trust) -> dict[str, Any]:
    return {
        "began": named_when(NamedDay(trust.started)) if trust.started else "",
        "ended": named_when(NamedDay(trust.ended)) if trust.ended else "",
    }
