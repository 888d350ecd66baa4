"""The coverage of a council or a trust, which its page draws, as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter
from fastapi.responses import Response

from desk.csv_file import csv_answer
from desk.forms import BadRequestError
from desk.state import Desk, TheDesk
from desk.wording.places import codes_of, councils_by_code, trusts_by_slug

COLUMNS = ("outlet_id", "outlet_name", "year", "articles")

router = APIRouter()


def _answer(desk: Desk, name: str, bodies: Sequence[str]) -> Response:
    return csv_answer(f"coverage-{name}", COLUMNS, desk.warehouse.query("place_coverage", bodies=list(bodies)))


@router.get("/councils/{code}/csv")
def council_csv(desk: TheDesk, code: str) -> Response:
    """Return how many articles of each outlet and year name a council."""
    council = councils_by_code().get(code)
    if council is None:
        raise BadRequestError(404, "There is no council with this code.")
    return _answer(desk, council.gss, codes_of(council))


@router.get("/trusts/{slug}/csv")
def trust_csv(desk: TheDesk, slug: str) -> Response:
    """Return how many articles of each outlet and year name a trust."""
    if slug not in trusts_by_slug():
        raise BadRequestError(404, "There is no trust by this name.")
    return _answer(desk, slug, [slug])
