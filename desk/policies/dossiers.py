"""A policy's dossier as a page that prints: as of now, or as of the end of a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from desk.dossier import dossier_of, render_dossier
from desk.forms import BadRequestError
from desk.state import TheDesk
from desk.wording.words import LONDON

router = APIRouter(prefix="/policies")


def last_moment(day: date, now: datetime) -> datetime:
    """Return the last moment of a day in London, or now where the day is not over. Raises BadRequestError for a later day."""
    if day > now.astimezone(LONDON).date():
        raise BadRequestError(422, "That day has not come yet: nobody knows what will be known then.")
    end = datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC) - timedelta(microseconds=1)
    return min(end, now.astimezone(UTC))


@router.get("/{policy_id}/dossier", response_class=HTMLResponse)
def dossier_page(desk: TheDesk, policy_id: str, as_of: str = "") -> HTMLResponse:
    """Show a policy's dossier."""
    now = desk.now().astimezone(UTC)
    try:
        moment = last_moment(date.fromisoformat(as_of), now) if as_of else now
    except ValueError as error:
        raise BadRequestError(422, "as_of is no day such as 2026-05-01.") from error
    dossier = dossier_of(desk.warehouse, policy_id, moment, now, demo=desk.demo)
    if dossier is None:
        raise BadRequestError(404, "There is no such policy.")
    return HTMLResponse(render_dossier(desk.templates, dossier, alone=False, demo=desk.demo))
