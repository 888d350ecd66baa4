"""Search over every stored article: words, phrases and fields, the same as `pledgewatch search`."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from desk.forms import BadRequestError
from desk.searching import read_query
from desk.state import TheDesk
from warehouse.search.grammar import FIELDS
from warehouse.search.index import ORDERS

PAGE_LENGTH = 25  # hits on a page
LAST_PAGE = 400  # of an answer: who wants more narrows the search, or exports

router = APIRouter(prefix="/search")


@router.get("", response_class=HTMLResponse)
def search_page(request: Request, desk: TheDesk, q: str = "", sort: str = "relevance", page: int = 1) -> HTMLResponse:
    """Show what a query finds; without one, how to ask."""
    q = q.strip()
    if sort not in ORDERS or not 1 <= page <= LAST_PAGE:
        raise BadRequestError(422, "There is no such order or page.")
    answer, error, status = None, "", 200
    if q:
        try:
            query = read_query(q)
            answer = desk.search.search(query, first=(page - 1) * PAGE_LENGTH, most=PAGE_LENGTH, order=sort)
        except BadRequestError as refused:
            error, status = refused.sentence, refused.status
    more = answer is not None and page * PAGE_LENGTH < answer.found and page < LAST_PAGE
    return desk.page(
        request,
        "search.html",
        status_code=status,
        q=q,
        sort=sort,
        orders=ORDERS,
        fields=FIELDS,
        answer=answer,
        error=error,
        earlier=_address(q, sort, page - 1) if page > 1 else "",
        later=_address(q, sort, page + 1) if more else "",
        first=(page - 1) * PAGE_LENGTH + 1,
    )


def _address(q: str, sort: str, page: int) -> str:
    parts = {"q": q, "sort": "" if sort == "relevance" else sort, "page": "" if page == 1 else str(page)}
    return "/search?" + urlencode({name: value for name, value in parts.items() if value})
