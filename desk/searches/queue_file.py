"""What a choice of the queue lists, as a file for a spreadsheet: the rows of one moment, as many as the page counts."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from desk.csv_file import csv_answer
from desk.filters import DECIDED, TheFilter
from desk.forms import BadRequestError
from desk.narrowing import asked_of, by_worth, sort_of
from desk.ranking.listing import WorthListing
from desk.state import TheDesk, editor_of

MOST_ROWS = 5_000  # of one file: what is longer is exported by the command, from the snapshot
COLUMNS = (
    *("policy_id", "policy_title", "outlet_id", "outlet_name", "title", "url", "published_day", "seen", "state"),
    *("stance", "direction", "score", "passages", "outlets", "candidate_id", "article_id", "story_id"),
)  # without the outlets' passages, which this file may not republish

router = APIRouter()


@router.get("/queue/csv")
def queue_csv(request: Request, desk: TheDesk, chosen: TheFilter) -> Response:
    """Return every card that a choice lists, in its order, without the outlets' passages."""
    decided = chosen.state in DECIDED
    asked = {**asked_of(desk, chosen, editor_of(request)), "state": chosen.state}
    order: dict[str, Any] = {} if decided else {"sort": sort_of(chosen)}
    if by_worth(desk, chosen) and desk.learning:
        order["arrange"] = WorthListing(desk.learning, editor_of(request), chosen.address(), asked).whole
    rows = desk.warehouse.query("decided" if decided else "queue", **asked, **order, number=MOST_ROWS + 1)
    if len(rows) > MOST_ROWS:
        sentence = f"These are more than {MOST_ROWS:,} rows: narrow the choice, or use “pledgewatch export candidates”."
        raise BadRequestError(422, sentence)
    return csv_answer(f"queue-{chosen.state}", COLUMNS, rows)
