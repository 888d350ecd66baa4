"""Telling browsers what was decided elsewhere: as server-sent events, and as data for those that get none."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from desk.feed import MOST_AT_ONCE
from desk.state import Desk, TheDesk, editor_of, session_of
from warehouse.vocabulary.decisions import ACTIONS, Action, state_after

LARGEST_SEQUENCE = 2**62  # of a place among the decisions, as the warehouse counts them

Place = Annotated[int, Query(ge=0, le=LARGEST_SEQUENCE)]

router = APIRouter()


def decision_news(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a browser is told of one decision: which, on what, and the state and the words that follow from it."""
    return {
        "sequence": row["sequence"],
        "decision_id": row["decision_id"],
        "action_id": row["action_id"],
        "candidate_id": row["candidate_id"],
        "state": state_after(Action(row["action"])),
        "editor": row["editor"],
        "did": ACTIONS[Action(row["action"])].done,
    }


def _may_hear(row: dict[str, Any], editor: str) -> bool:
    """Return whether an editor may hear of a decision: one that a second review holds is its own editor's alone."""
    return not row["held"] or row["editor"] == editor


async def _stream(desk: Desk, after: int, session: str, editor: str) -> AsyncIterator[str]:
    yield "retry: 1000\n\n"  # milliseconds until a browser that lost the stream asks again
    async for rows in desk.feed.listen(after):
        if desk.accounts and not await run_in_threadpool(desk.accounts.of_session, session):
            return  # signed out, removed or expired: nothing more is told
        if not rows:
            yield "event: beat\ndata:\n\n"
        for row in (one for one in rows if _may_hear(one, editor)):
            yield f"id: {row['sequence']}\ndata: {json.dumps(jsonable_encoder(decision_news(row)))}\n\n"


@router.get("/api/events")
def decision_events(
    request: Request,
    desk: TheDesk,
    after: Place = 0,
    last_event_id: Annotated[str, Header()] = "",  # by a browser that lost the stream: what it heard last
) -> StreamingResponse:
    """Tell of every decision after a place, as it is made, as server-sent events; `beat` is a sign of life."""
    heard = int(last_event_id) if last_event_id.isdecimal() and len(last_event_id) < 19 else 0
    return StreamingResponse(
        _stream(desk, max(after, heard), session_of(request), editor_of(request)), media_type="text/event-stream"
    )


@router.get("/api/decisions")
def decisions_data(request: Request, desk: TheDesk, after: Place = 0) -> JSONResponse:
    """Return the decisions after a place as data, the earliest first, and the place up to which they go."""
    rows = desk.warehouse.query("decisions_after", sequence=after, number=MOST_AT_ONCE)
    last = rows[-1]["sequence"] if rows else after
    told = [decision_news(row) for row in rows if _may_hear(row, editor_of(request))]
    return JSONResponse(jsonable_encoder({"decisions": told, "last": last}))
