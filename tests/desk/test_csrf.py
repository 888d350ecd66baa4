"""Who may change something: the ladder of the published algorithm, rung by rung, and the whole desk behind it."""

from uuid import uuid4

import pytest
from starlette.datastructures import Headers

from desk.guards.csrf import objection
from tests.desk.conftest import OpenDesk

HOST = "127.0.0.1:8000"

PASSES = [
    ("GET", {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}),
    ("HEAD", {"sec-fetch-site": "cross-site"}),
    ("OPTIONS", {"origin": "https://evil.example"}),
    ("POST", {"sec-fetch-site": "same-origin"}),
    ("POST", {"sec-fetch-site": "none"}),
    ("POST", {"sec-fetch-site": "same-origin", "origin": "null"}),
    ("POST", {"origin": f"http://{HOST}"}),
    ("POST", {"origin": f"https://{HOST}"}),  # behind something that speaks TLS
    ("POST", {"origin": f"http://{HOST}".upper()}),
    ("POST", {}),  # no browser sends neither
]

REFUSED = [
    ("POST", {"sec-fetch-site": "cross-site"}, "Sec-Fetch-Site is 'cross-site'"),
    ("POST", {"sec-fetch-site": "same-site"}, "Sec-Fetch-Site is 'same-site'"),  # another port of this machine
    ("POST", {"sec-fetch-site": "same-site", "origin": f"http://{HOST}"}, "same-site"),
    ("POST", {"sec-fetch-site": ""}, "Sec-Fetch-Site is ''"),
    ("POST", {"sec-fetch-site": "Same-Origin"}, "Same-Origin"),
    ("POST", {"sec-fetch-site": "same-origin, cross-site"}, "cross-site"),
    ("POST", {"origin": "https://evil.example"}, "https://evil.example"),
    ("POST", {"origin": "http://127.0.0.1:9000"}, "127.0.0.1:9000"),
    ("POST", {"origin": "http://127.0.0.1"}, "127.0.0.1"),
    ("POST", {"origin": f"http://{HOST}.evil.example"}, "evil.example"),
    ("POST", {"origin": f"http://evil.example@{HOST}"}, "evil.example"),
    ("POST", {"origin": "null"}, "null"),
    ("POST", {"origin": ""}, "''"),
    ("POST", {"origin": "http://[::1"}, "[::1"),
    ("DELETE", {"sec-fetch-site": "cross-site"}, "cross-site"),
    ("PUT", {"origin": "https://evil.example"}, "evil.example"),
    ("BREW", {"sec-fetch-site": "cross-site"}, "cross-site"),
]


@pytest.mark.parametrize(("method", "headers"), PASSES)
def test_passes(method: str, headers: dict[str, str]) -> None:
    assert objection(method, Headers({"host": HOST, **headers})) is None


@pytest.mark.parametrize(("method", "headers", "reason"), REFUSED)
def test_is_refused_with_the_reason(method: str, headers: dict[str, str], reason: str) -> None:
    said = objection(method, Headers({"host": HOST, **headers}))
    assert said is not None
    assert reason in said


def test_a_refused_decision_is_not_taken(desk: OpenDesk) -> None:
    before = desk.waiting()
    body = {"decision_id": str(uuid4()), "candidate_id": before[0]["candidate_id"], "action": "accept"}
    answer = desk.client.post("/api/decisions", json=body, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.json()["error"]
    answer = desk.client.post("/decisions", data=body, headers={"Sec-Fetch-Site": "same-site"})
    assert answer.status_code == 403
    assert desk.waiting() == before


def test_a_form_of_another_site_cannot_pass_for_json(desk: OpenDesk) -> None:
    before = desk.waiting()
    text = f'{{"decision_id": "{uuid4()}", "candidate_id": "{before[0]["candidate_id"]}", "action": "accept"}}'
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        answer = desk.client.post("/api/decisions", content=text, headers={"Content-Type": kind})
        assert answer.status_code == 415, kind
    assert desk.waiting() == before


def test_our_own_forms_pass_where_browsers_send_no_sec_fetch_site(desk: OpenDesk) -> None:
    # This holds only as long as our pages let the browser name their origin: see Referrer-Policy.
    assert desk.client.get("/").headers["referrer-policy"] == "same-origin"
    answer = desk.client.post("/editor", data={"editor": "Ada"}, headers={"Origin": desk.url})
    assert answer.status_code == 303


def test_the_name_cookie_stays_with_this_site(desk: OpenDesk) -> None:
    answer = desk.client.post("/editor", data={"editor": "Zoë"})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    desk.client.cookies.clear()
