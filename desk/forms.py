"""Reading what a browser or a program sends: small, typed, and refused with a sentence when it is not."""

from __future__ import annotations

import json
from typing import Annotated, Any
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import Depends, Request

from desk.guards.limits import MAX_FIELDS, MAX_LISTED_FIELDS


class BadRequestError(Exception):
    """A request that cannot be taken: the status and the sentence for whoever sent it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _posted(request: Request, most: int) -> list[tuple[str, str]]:
    """Return the fields of a posted form in their order, at most so many.

    Raises:
        BadRequestError: 415 for another kind of body, 400 for one that is not a form or has too many fields.
    """
    if _media_type(request) != "application/x-www-form-urlencoded":
        raise BadRequestError(415, "A form is sent as application/x-www-form-urlencoded.")
    try:
        body = (await request.body()).decode("utf-8")
        return parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=most)
    except ValueError as error:
        raise BadRequestError(400, "The form could not be read.") from error


async def listed_fields(request: Request) -> dict[str, list[str]]:
    """Return the fields of a posted form with every value that each was sent with. Raises BadRequestError as `form_fields` does."""
    found: dict[str, list[str]] = {}
    for name, value in await _posted(request, MAX_LISTED_FIELDS):
        found.setdefault(name, []).append(value)
    return found


async def form_fields(request: Request) -> dict[str, str]:
    """Return the fields of a posted form; the last one wins where a name is sent twice, but for `with` and `quote`: all, with spaces between.

    Raises:
        BadRequestError: 415 for another kind of body, 400 for one that is not a form or has too many fields.
    """
    pairs = await _posted(request, MAX_FIELDS)
    listed = {name: " ".join(value for each, value in pairs if each == name) for name in ("with", "quote")}
    return {**dict(pairs), **{name: values for name, values in listed.items() if values}}


async def json_fields(request: Request) -> dict[str, Any]:
    """Return the object that a program sent.

    Raises:
        BadRequestError: 415 for another kind of body, 400 for one that is not a JSON object.
    """
    if _media_type(request) != "application/json":
        raise BadRequestError(415, "A decision is sent as application/json.")
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise BadRequestError(400, "The body is not JSON.") from error
    if not isinstance(body, dict) or len(body) > MAX_FIELDS:
        raise BadRequestError(400, "The body is not a JSON object with the fields of a decision.")
    return body


def identifier_field(fields: dict[str, Any], name: str) -> UUID:
    """Return a field that must be a UUID.

    Raises:
        BadRequestError: 422 where it is not.
    """
    try:
        return UUID(fields[name])
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadRequestError(422, f"{name} is not a UUID.") from error


ListedFields = Annotated[dict[str, list[str]], Depends(listed_fields)]
FormFields = Annotated[dict[str, str], Depends(form_fields)]
JsonFields = Annotated[dict[str, Any], Depends(json_fields)]
