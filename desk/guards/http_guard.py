"""What guards of HTTP requests share (ASGI middleware): anything but a request passes them unseen."""

from __future__ import annotations

from abc import ABC, abstractmethod

from starlette.types import ASGIApp, Receive, Scope, Send


class HttpGuard(ABC):
    """ASGI middleware that sees HTTP requests alone: the start and end of the server, and sockets, go on to the app."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard a request; pass anything else on."""
        if scope["type"] == "http":
            await self.guard(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    @abstractmethod
    async def guard(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
