"""The desk's static files, by name: no path is ever made from an address."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from desk.assets import assets, assets_version
from desk.forms import BadRequestError

MEDIA_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
KEPT = "public, max-age=31536000, immutable"

router = APIRouter()


@router.get("/static/{version}/{name}")
def static_file(version: str, name: str) -> Response:
    """Return a static file. Its address carries a mark of all their contents, so it may be kept for ever under that one."""
    content = assets().get(name)
    if content is None:
        raise BadRequestError(404, "There is no such file.")
    kept = {"Cache-Control": KEPT} if version == assets_version() else {}
    return Response(content, media_type=MEDIA_TYPES[name.rpartition(".")[2]], headers=kept)
