"""The answer to a request that the desk will not take: one plain sentence, or JSON for a program."""

from __future__ import annotations

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send


def refusal(path: str, status: int, sentence: str) -> Response:
    """Return the refusal in the form that suits the path: JSON under /api/, plain text elsewhere."""
    if path.startswith("/api/"):
        return JSONResponse({"error": sentence}, status_code=status)
    return PlainTextResponse(sentence + "\n", status_code=status)


async def refuse(scope: Scope, receive: Receive, send: Send, status: int, sentence: str) -> None:
    """Send the refusal from a middleware."""
    await refusal(scope["path"], status, sentence)(scope, receive, send)
