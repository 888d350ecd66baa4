"""The desk's three static files, by name: no path is ever made from an address."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import Response

from desk.forms import BadRequestError

MEDIA_TYPES = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "favicon.svg": "image/svg+xml",
}

router = APIRouter()


@cache
def _content(name: str) -> bytes:
    return files("desk").joinpath("static", name).read_bytes()


@router.get("/static/{name}")
def static_file(name: str) -> Response:
    """Return a static file. Its address carries a mark of its content, so it may be kept for ever."""
    if name not in MEDIA_TYPES:
        raise BadRequestError(404, "There is no such file.")
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(_content(name), media_type=MEDIA_TYPES[name], headers=kept)
