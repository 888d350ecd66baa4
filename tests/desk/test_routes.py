"""Every route is in this table with its method and its guard; a route without a row fails."""

from uuid import uuid4

import pytest
from fastapi.routing import APIRoute

from desk.assets import assets, assets_version
from desk.guards.headers import SECURITY_HEADERS
from tests.desk.conftest import OpenDesk
from tests.desk.newsdesk import DONCASTER, article_of, bad_text, lead

READ = "reads, and changes nothing"
STREAM = "reads, and goes on until the reader or the desk ends it"
OWN_PAGES = "changes something, and only our own pages may ask for it"

TABLE = {
    ("GET", "/"): READ,
    ("GET", "/api/queue"): READ,
    ("GET", "/candidates/{candidate_id}"): READ,
    ("GET", "/api/candidates/{candidate_id}"): READ,
    ("GET", "/history"): READ,
    ("GET", "/plan"): READ,
    ("GET", "/api/plan"): READ,
    ("GET", "/policies"): READ,
    ("GET", "/policies/{policy_id}"): READ,
    ("GET", "/search"): READ,
    ("GET", "/policies/{policy_id}/verdict"): READ,
    ("GET", "/policies/{policy_id}/dossier"): READ,
    ("GET", "/policies/{policy_id}/words"): READ,
    ("GET", "/policies/{policy_id}/history"): READ,
    ("GET", "/policies/{policy_id}/csv"): READ,
    ("GET", "/councils"): READ,
    ("GET", "/councils/{code}"): READ,
    ("GET", "/councils/{code}/csv"): READ,
    ("GET", "/trusts"): READ,
    ("GET", "/trusts/{slug}"): READ,
    ("GET", "/trusts/{slug}/csv"): READ,
    ("GET", "/numbers"): READ,
    ("GET", "/numbers/{name}/csv"): READ,
    ("GET", "/map"): READ,
    ("GET", "/map/csv"): READ,
    ("GET", "/ask"): READ,
    ("GET", "/ask/{name}"): READ,
    ("GET", "/ask/{name}/csv"): READ,
    ("GET", "/articles/{article_id}"): READ,
    ("GET", "/outlets"): READ,
    ("GET", "/runs"): READ,
    ("GET", "/quarantine"): READ,
    ("GET", "/review"): READ,
    ("GET", "/review/{revision_id}/fixture"): READ,
    ("POST", "/review/{revision_id}"): OWN_PAGES,
    ("GET", "/editor"): READ,
    ("GET", "/healthz"): READ,
    ("GET", "/metrics"): READ,
    ("GET", "/api/counts"): READ,
    ("GET", "/api/decisions"): READ,
    ("GET", "/api/events"): STREAM,
    ("GET", "/static/{version}/{name}"): READ,
    ("GET", "/api/saved-searches"): READ,
    ("GET", "/bulk"): READ,
    ("GET", "/queue/csv"): READ,
    ("POST", "/bulk"): OWN_PAGES,
    ("POST", "/saved-searches"): OWN_PAGES,
    ("POST", "/saved-searches/{search_id}/delete"): OWN_PAGES,
    ("POST", "/saved-searches/{search_id}/tell"): OWN_PAGES,
    ("POST", "/api/visits"): OWN_PAGES,
    ("POST", "/api/claims"): OWN_PAGES,
    ("DELETE", "/api/claims"): OWN_PAGES,
    ("POST", "/decisions"): OWN_PAGES,
    ("POST", "/api/decisions"): OWN_PAGES,
    ("POST", "/policies/{policy_id}/verdicts"): OWN_PAGES,
    ("POST", "/policies/{policy_id}/backtest"): OWN_PAGES,
    ("POST", "/policies/{policy_id}/words"): OWN_PAGES,
    ("POST", "/editor"): OWN_PAGES,
    ("GET", "/login"): READ,
    ("GET", "/accounts"): READ,
    ("POST", "/login"): OWN_PAGES,
    ("POST", "/logout"): OWN_PAGES,
    ("POST", "/account/password"): OWN_PAGES,
    ("POST", "/accounts/role"): OWN_PAGES,
}

NAMES = {"/static": "desk.css", "/ask": "walls-by-outlet", "/numbers": "coverage"}
"""What `{name}` is, by the beginning of the address."""

PLAIN_PAGES = tuple(
    path
    for (_, path), guard in TABLE.items()
    if guard == READ
    and "{" not in path
    and not path.startswith(("/api/", "/healthz", "/metrics"))
    and not path.endswith("/csv")
)
"""Every page of the table of routes that needs nothing in its address: a new one is read by the tests of pages without being named."""


def rows(guard: str) -> list[tuple[str, str]]:
    return [row for row, given in TABLE.items() if given == guard]


def routes_of(routes: object) -> set[tuple[str, str]]:
    found = set()
    for route in routes:  # type: ignore[attr-defined]
        inner = getattr(route, "original_router", None)
        if inner is not None:
            found |= routes_of(inner.routes)
            continue
        assert isinstance(route, APIRoute), f"{route} is of a kind that the table does not know"
        found |= {(method, route.path) for method in route.methods or ()}
    return found


def address(desk: OpenDesk, path: str) -> str:
    return path.format(
        search_id="00000000-0000-0000-0000-000000000000",
        candidate_id=desk.waiting()[0]["candidate_id"],
        policy_id="trusts-for-weakest-councils",
        article_id=article_of(lead()),
        revision_id=bad_text(desk.owner) if "{revision_id}" in path else "",
        code=DONCASTER,
        slug="doncaster-childrens-services-trust",
        version=assets_version(),
        name=next((name for start, name in NAMES.items() if path.startswith(start)), ""),
    )


def test_every_route_has_a_row(desk: OpenDesk) -> None:
    assert routes_of(desk.app.routes) == set(TABLE), "TABLE of this file, and docs/desk.md, name every route"


@pytest.mark.parametrize(("method", "path"), rows(READ))
def test_a_page_answers_with_every_header(desk: OpenDesk, method: str, path: str) -> None:
    answer = desk.client.request(method, address(desk, path))
    assert answer.status_code == 200, answer.text
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_reading_every_page_changes_nothing(desk: OpenDesk) -> None:
    before = (desk.owner.query("health"), desk.waiting())
    for method, path in rows(READ):
        desk.client.request(method, address(desk, path), params={"action": "accept", "decision_id": str(uuid4())})
    assert (desk.owner.query("health"), desk.waiting()) == before


@pytest.mark.parametrize(("method", "path"), rows(OWN_PAGES))
def test_another_site_may_not_post(desk: OpenDesk, method: str, path: str) -> None:
    answer = desk.client.request(method, path, headers={"Sec-Fetch-Site": "cross-site"}, content=b"editor=Mallory")
    assert answer.status_code == 403
    assert "Sec-Fetch-Site is 'cross-site'" in answer.text
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value


def test_what_posts_cannot_be_got(desk: OpenDesk) -> None:
    answer = desk.client.get("/decisions")
    assert answer.status_code == 405
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    ["/docs", "/redoc", "/openapi.json", "/static/x/../../app.py", "/static/x/app.py", "/static/desk.js", "/nothing"],
)
def test_there_is_nothing_else(desk: OpenDesk, path: str) -> None:
    answer = desk.client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-security-policy"]
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/candidates/not-a-uuid",
        "/candidates/00000000-0000-0000-0000-000000000000",
        "/articles/00000000-0000-0000-0000-000000000000",
        "/policies/no-such-policy",
        "/councils/E99999999",
        "/trusts/no-such-trust",
        "/policies/'; DROP TABLE records.candidates; --",
        "/api/candidates/1",
    ],
)
def test_what_is_not_held_is_a_404_in_words(desk: OpenDesk, path: str) -> None:
    answer = desk.client.get(path)
    assert answer.status_code == 404
    assert "There is" in answer.text


def test_a_failure_is_a_500_with_every_header_and_no_traceback(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the secret reason")

    monkeypatch.setattr("desk.pages.health._before", fail)
    answer = desk.client.get("/runs")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value


def test_no_page_may_be_kept(desk: OpenDesk) -> None:
    assert desk.client.get("/").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", list(assets()))
def test_a_static_file_may_be_kept_under_the_mark_of_what_ships_and_under_no_other(desk: OpenDesk, name: str) -> None:
    answer = desk.client.get(f"/static/{assets_version()}/{name}")
    assert (answer.status_code, answer.content) == (200, assets()[name])
    assert "immutable" in answer.headers["cache-control"]
    assert desk.client.get(f"/static/000000000000/{name}").headers["cache-control"] == "no-store"


def test_a_stream_carries_every_header(desk: OpenDesk) -> None:
    with desk.client.stream("GET", "/api/events") as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        for name, value in SECURITY_HEADERS.items():
            assert answer.headers[name] == value
