"""Which role each route asks for. A route that is not in the table is refused to everybody."""

from __future__ import annotations

from warehouse.vocabulary.accounts import AccountRole

ANYBODY = None  # without an account: only what a sign-in and a health check need

_READ = (
    "/",
    "/api/queue",
    "/candidates/{candidate_id}",
    "/api/candidates/{candidate_id}",
    "/history",
    "/plan",
    "/api/plan",
    "/policies",
    "/policies/{policy_id}",
    "/search",
    "/policies/{policy_id}/verdict",
    "/policies/{policy_id}/words",
    "/policies/{policy_id}/dossier",
    "/policies/{policy_id}/history",
    "/councils",
    "/councils/{code}",
    "/trusts",
    "/trusts/{slug}",
    "/numbers",
    "/numbers/{name}/csv",
    "/map",
    "/map/csv",
    "/ask",
    "/ask/{name}",
    "/ask/{name}/csv",
    "/articles/{article_id}",
    "/outlets",
    "/runs",
    "/quarantine",
    "/review",
    "/review/{revision_id}/fixture",
    "/api/saved-searches",
    "/bulk",
    "/queue/csv",
    "/editor",
    "/metrics",
    "/api/counts",
    "/api/decisions",
    "/api/events",
)

ACCESS: dict[tuple[str, str], AccountRole | None] = {
    **{("GET", path): AccountRole.READER for path in _READ},
    ("GET", "/healthz"): ANYBODY,
    ("GET", "/static/{version}/{name}"): ANYBODY,
    ("GET", "/login"): ANYBODY,
    ("POST", "/login"): ANYBODY,
    ("POST", "/logout"): AccountRole.READER,
    ("POST", "/account/password"): AccountRole.READER,
    ("POST", "/editor"): AccountRole.READER,
    ("POST", "/saved-searches"): AccountRole.READER,
    ("POST", "/saved-searches/{search_id}/delete"): AccountRole.READER,
    ("POST", "/bulk"): AccountRole.EDITOR,
    ("POST", "/api/visits"): AccountRole.READER,
    ("POST", "/review/{revision_id}"): AccountRole.EDITOR,
    ("POST", "/api/claims"): AccountRole.EDITOR,
    ("POST", "/decisions"): AccountRole.EDITOR,
    ("POST", "/api/decisions"): AccountRole.EDITOR,
    ("POST", "/policies/{policy_id}/verdicts"): AccountRole.EDITOR,
    ("POST", "/policies/{policy_id}/backtest"): AccountRole.EDITOR,
    ("POST", "/policies/{policy_id}/words"): AccountRole.ADMIN,
    ("GET", "/accounts"): AccountRole.ADMIN,
    ("POST", "/accounts/role"): AccountRole.ADMIN,
}
"""The role that each route asks for, by its method and path."""
