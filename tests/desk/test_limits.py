"""A request larger than any decision is refused before it is read."""

import socket
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from desk.guards.limits import MAX_BODY_BYTES, MAX_FIELDS, MAX_NOTE_CHARACTERS, MAX_QUERY_BYTES
from tests.desk.conftest import OpenDesk

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(("path", "kind"), [("/decisions", FORM), ("/api/decisions", JSON), ("/editor", FORM)])
def test_a_long_body_is_a_413(desk: OpenDesk, path: str, kind: dict[str, str]) -> None:
    answer = desk.client.post(path, content=b"x" * (MAX_BODY_BYTES + 1), headers=kind)
    assert answer.status_code == 413
    assert "Nothing was changed" in answer.text


def test_a_body_without_a_stated_length_is_counted(desk: OpenDesk) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(200):
            yield b"x" * 1_000

    answer = desk.client.post("/editor", content=endless(), headers=FORM)
    assert answer.status_code == 413
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_fifty_megabytes_are_refused_by_their_length(desk: OpenDesk) -> None:
    address = httpx.URL(desk.url)
    with socket.create_connection((address.host, address.port or 0), timeout=5) as connection:
        connection.sendall(b"POST /editor HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000000\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def test_too_many_fields_are_a_400(desk: OpenDesk) -> None:
    body = "&".join(f"f{number}=1" for number in range(MAX_FIELDS + 1)).encode()
    assert desk.client.post("/decisions", content=body, headers=FORM).status_code == 400


def test_a_long_address_is_a_414(desk: OpenDesk) -> None:
    assert desk.client.get("/?policy=" + "a" * MAX_QUERY_BYTES).status_code == 414


@pytest.mark.parametrize("body", [b"{", b"[1]", b"null", b'"a"', b"\xff\xfe", b"[" * 20_000, b"NaN"])
def test_what_is_no_object_is_a_400(desk: OpenDesk, body: bytes) -> None:
    assert desk.client.post("/api/decisions", content=body, headers=JSON).status_code == 400


def test_a_form_of_broken_text_is_a_400(desk: OpenDesk) -> None:
    assert desk.client.post("/editor", content=b"editor=%ff", headers=FORM).status_code == 400


def test_a_long_note_is_a_422_and_the_longest_is_taken(desk: OpenDesk) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    too_long = desk.decide(candidate, "defer", note="é" * (MAX_NOTE_CHARACTERS + 1))
    assert too_long.status_code == 422
    assert desk.decide(candidate, "defer", note="é" * MAX_NOTE_CHARACTERS).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"decision_id": "1"},
        {"decision_id": None},
        {"candidate_id": "'; DROP TABLE records.decisions; --"},
        {"candidate_id": 7},
        {"candidate_id": ["a"]},
        {"action": "destroy"},
        {"action": ""},
        {"action": None},
        {"action": ["accept"]},
        {"stance": "sideways"},
        {"reason": "I do not like it"},
        {"note": 7},
        {"note": {"a": 1}},
    ],
)
def test_a_field_that_is_not_allowed_is_a_422(desk: OpenDesk, fields: dict[str, object]) -> None:
    body = {
        "decision_id": str(uuid4()),
        "candidate_id": desk.waiting()[0]["candidate_id"],
        "action": "reject",
        **fields,
    }
    answer = desk.client.post("/api/decisions", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["error"]
