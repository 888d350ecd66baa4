"""The names under which the desk answers: anything else is refused, which is what stops DNS rebinding."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from desk.guards.refusals import refuse

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})


def bare(host: str) -> str:
    """Return the host in lower case, without its port and without the root's dot."""
    host = host.strip().lower()
    name, colon, port = host.rpartition(":")
    if colon and port.isdigit() and (not name.startswith("[") or name.endswith("]")):
        host = name
    return host.removesuffix(".")


class HostGuard:
    """ASGI middleware that answers 421 unless `Host` is one of the allowed names."""

    def __init__(self, app: ASGIApp, allowed: Iterable[str]) -> None:
        self.app = app
        self.allowed = LOCAL_HOSTS | {bare(host) for host in allowed}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on."""
        if scope["type"] == "http":
            named = Headers(scope=scope).getlist("host")
            if len(named) != 1 or bare(named[0]) not in self.allowed:
                shown = named[0][:100] if named else ""
                await refuse(scope, receive, send, 421, f"This desk does not answer to the host name {shown!r}.")
                return
        elif scope["type"] == "websocket":
            return  # there are none; closing without accepting is a refusal
        await self.app(scope, receive, send)
