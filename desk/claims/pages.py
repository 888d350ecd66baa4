"""What a page says of the card on its stage, and hears of the cards that others have: with each card, and every 45 seconds."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from desk.forms import BadRequestError, JsonFields, identifier_field
from desk.state import TheDesk, editor_of

MOST_CHARACTERS = 200  # of a window's identifier and of a policy's

router = APIRouter()


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
        raise BadRequestError(422, f"{name} is no text of at most {MOST_CHARACTERS} characters.")
    return value


def _turn(fields: dict[str, Any]) -> int:
    turn = fields.get("turn", 0)
    if not isinstance(turn, int) or turn < 0:
        raise BadRequestError(422, "turn is no number of a turn.")
    return turn


@router.post("/api/claims")
def claim_card(request: Request, desk: TheDesk, fields: JsonFields) -> JSONResponse:
    """Claim or renew the card on a window's stage; return whose it is where it is another's (`reader`), and `others`.

    The fields are `window` with its `turn`, and `card` ("POLICY~STORY") with `candidate_id`; without a card the window gives up what it has.
    `others` has the name of the reader of each card that somebody else has.
    """
    editor, window, card = editor_of(request), _text(fields, "window"), _text(fields, "card")
    reader = None
    if editor and card:
        policy, _, story = card.rpartition("~")
        try:
            key = (policy, UUID(story))
        except ValueError as error:
            raise BadRequestError(422, "card is not POLICY~STORY.") from error
        reader = desk.claims.claim(key, identifier_field(fields, "candidate_id"), editor, window, _turn(fields))
    elif editor:
        desk.claims.release(editor, window, _turn(fields))
    others = {f"{policy}~{story}": name for (policy, story), name in desk.claims.of_others(editor).items()}
    return JSONResponse({"reader": reader, "others": others})


@router.delete("/api/claims")
def release_claim(
    request: Request,
    desk: TheDesk,
    window: Annotated[str, Query(max_length=MOST_CHARACTERS)] = "",
    turn: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """Give up what a window has. Everything stands in the address: a window that closes is gone before a busy desk has read a body."""
    if editor := editor_of(request):
        desk.claims.release(editor, window, turn)
    return Response(status_code=204)
