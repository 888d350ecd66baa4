"""How much a request may carry: an editor's note is a few sentences, never a file."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from desk.guards.http_guard import HttpGuard
from desk.guards.refusals import refuse

MAX_BODY_BYTES = 32_768  # a decision with the longest note is about 9 kB; more is refused before it is read
MAX_WRITING_BYTES = 262_144  # of a verdict's or a policy's form: 20,000 characters, nine bytes each at the most
WRITTEN = ("/verdicts", "/words", "/backtest")  # ends of the addresses that take it
MAX_QUERY_BYTES = 4_096  # a filter with a place in the queue is about 200
MAX_FIELDS = 280  # of a form; the largest form here has some ten, one for each passage of a card and one for each sentence near it
MAX_LISTED_FIELDS = 1_000  # of a form in which evidence is picked
MAX_NOTE_CHARACTERS = 2_000
MAX_NAME_CHARACTERS = 60


def _most_bytes(path: str) -> int:
    written = path.startswith("/policies/") and path.endswith(WRITTEN)
    return MAX_WRITING_BYTES if written else MAX_BODY_BYTES


def _too_large(most: int) -> str:
    return f"The request is larger than {most:,} bytes. Nothing was changed."


class BodyTooLargeError(Exception):
    """A body without a stated length grew past the limit while it was read."""


class SizeGuard(HttpGuard):
    """ASGI middleware that answers 413 to a body over the limit, and 414 to an address over it."""

    async def guard(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on with its body counted."""
        if len(scope.get("query_string", b"")) > MAX_QUERY_BYTES:
            await refuse(scope, receive, send, 414, "The address is too long.")
            return
        most = _most_bytes(scope["path"])
        stated = Headers(scope=scope).get("content-length", "0")
        if not stated.isdigit() or len(stated) > 18 or int(stated) > most:
            await refuse(scope, receive, send, 413, _too_large(most))
            return
        taken = 0
        answered = False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise BodyTooLargeError
            return message

        async def watched(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self.app(scope, counted, watched)
        except BodyTooLargeError:
            if not answered:
                await refuse(scope, receive, send, 413, _too_large(most))
