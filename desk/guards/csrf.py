"""No other site may make an editor's browser change anything here.

The algorithm is Filippo Valsorda's ("Cross-Site Request Forgery", words.filippo.io/csrf, 2025; also Go 1.25's
`http.CrossOriginProtection`): browsers say themselves where a request came from, so no token is needed.

1. GET, HEAD and OPTIONS pass: they never change state here.
2. `Sec-Fetch-Site` is sent: `same-origin` and `none` (the address bar) pass, all else is refused.
3. Otherwise `Origin` is sent: it passes if its host and port are those of `Host`, else it is refused.
4. Neither is sent: no browser made this request (every browser sends `Origin` with a POST), so it passes.

Step 3 serves installations reached by plain http on a network, where browsers leave `Sec-Fetch-Site` out. A page that
points its own host name at this machine (DNS rebinding) passes step 3, and is stopped by the list of hosts in `hosts`.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from desk.guards.refusals import refuse

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def objection(method: str, headers: Headers) -> str | None:
    """Return why this request is refused, in words, or None if it may pass."""
    if method in SAFE_METHODS:
        return None
    site = headers.get("sec-fetch-site")
    if site is not None:
        if site in {"same-origin", "none"}:
            return None
        return f"Sec-Fetch-Site is {site[:40]!r}: the request came from another site's page"
    origin = headers.get("origin")
    if origin is None:
        return None
    try:
        sender = urlsplit(origin).netloc
    except ValueError:
        sender = ""
    if sender and sender.lower() == headers.get("host", "").lower():
        return None
    return f"Origin is {origin[:200]!r}, which is not this desk"


class CrossSiteGuard:
    """ASGI middleware that answers 403, with the reason, to what `objection` refuses."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or pass it on."""
        if scope["type"] == "http":
            reason = objection(scope["method"], Headers(scope=scope))
            if reason is not None:
                await refuse(scope, receive, send, 403, f"Refused: {reason}. Nothing was changed.")
                return
        await self.app(scope, receive, send)
