"""What every answer carries, refusals and failures too: nothing from elsewhere is loaded, framed, sniffed or told."""

from __future__ import annotations

import logging

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from desk.guards.http_guard import HttpGuard
from desk.guards.refusals import refuse

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",  # and no policy is named: no string can become markup or code
        "trusted-types 'none'",
    )
)

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",  # an outlet must not learn from a click which story is under watch; with `no-referrer`
    # browsers would send `Origin: null` with our own forms, and where they send no Sec-Fetch-Site these would be refused
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}

_log = logging.getLogger(__name__)


class SafeAnswers(HttpGuard):
    """ASGI middleware, the outermost: adds the headers, and turns an exception into a 500 that carries them too."""

    async def guard(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and dress what comes back."""
        started = False

        async def dressed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")  # a page of the queue is out of date at once
            await send(message)

        try:
            await self.app(scope, receive, dressed)
        except Exception:
            _log.exception("%s %s failed", scope["method"], scope["path"])
            if started:
                raise
            await refuse(scope, receive, dressed, 500, "The desk could not answer this; its log says why.")
