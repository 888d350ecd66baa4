"""Signing in and out, and what a session is worth: to its holder, to a thief, and after its account is gone."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from desk.accounts import passwords
from desk.accounts.book import IDLE, LONGEST_SESSION, AccountBook, AccountError
from desk.accounts.throttle import MOST_FROM_ADDRESS, MOST_ON_ACCOUNT, WINDOW_SECONDS, SignInThrottle
from tests.desk.account_desk import PASSWORD, browser, with_accounts
from tests.desk.conftest import OpenDesk
from warehouse.vocabulary.accounts import AccountRole


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OpenDesk, AccountBook]]:
    """Serve a desk with an account of each role."""
    with with_accounts(tmp_path_factory.mktemp("accounts")) as made:
        yield made


@pytest.fixture(autouse=True)
def _fresh_throttle(opened: tuple[OpenDesk, AccountBook]) -> None:
    opened[0].app.state.desk.throttle._tried.clear()


def signed_in(client: httpx.Client, name: str = "Edith", password: str = PASSWORD) -> httpx.Response:
    return client.post("/login", data={"name": name, "password": password})


def test_a_person_is_led_to_the_form_and_a_program_is_told(opened: tuple[OpenDesk, AccountBook]) -> None:
    with browser(opened[0]) as client:
        page, data = client.get("/"), client.get("/api/queue")
        assert (page.status_code, page.headers["location"]) == (303, "/login")
        assert (data.status_code, "sign in first" in data.json()["error"]) == (401, True)
        assert 'type="password"' in client.get("/login").text


def test_a_decision_is_under_the_accounts_name(opened: tuple[OpenDesk, AccountBook]) -> None:
    desk, _ = opened
    with browser(desk) as client:
        assert signed_in(client, "  edith ").headers["location"] == "/"
        client.cookies.set("pledgewatch_editor", "Mallory")
        row = client.get("/api/queue").json()["candidates"][0]
        body = {"decision_id": str(uuid4()), "candidate_id": row["candidate_id"], "action": "accept"}
        assert client.post("/api/decisions", json={**body, "editor": "Mallory"}).status_code == 403
        assert client.post("/api/decisions", json=body).json()["decision"]["editor"] == "Edith"


@pytest.mark.parametrize("https", [False, True])
def test_the_cookie_is_kept_from_scripts_and_other_sites_and_by_https_from_the_wire(
    tmp_path: Path, https: bool
) -> None:
    with with_accounts(tmp_path / "desk", https=https) as (desk, _), browser(desk) as client:
        cookie = signed_in(client).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert ("Secure" in cookie.split("; ")) is https


def test_a_session_that_somebody_else_fixed_is_not_the_one_that_begins(opened: tuple[OpenDesk, AccountBook]) -> None:
    desk, book = opened
    fixed = book.begin_session(next(each for each in book.accounts() if each.name == "Rita"))
    for token in (fixed, "chosen-by-a-thief"):
        with browser(desk) as client:
            answer = client.post(
                "/login",
                data={"name": "Edith", "password": PASSWORD},
                headers={"Cookie": f"pledgewatch_session={token}"},
            )
        assert token not in answer.headers["set-cookie"]
        assert book.of_session(token) is None


def test_signing_out_ends_the_session_itself(opened: tuple[OpenDesk, AccountBook]) -> None:
    desk, book = opened
    with browser(desk, book, "Edith") as client:
        assert client.get("/").status_code == 200
        assert client.post("/logout").headers["location"] == "/login"
        assert client.get("/").headers["location"] == "/login"


def test_a_removed_accounts_session_ends_at_once_and_a_new_password_ends_all(
    opened: tuple[OpenDesk, AccountBook],
) -> None:
    desk, book = opened
    ends: list[Callable[[], None]] = [lambda: book.set_password("Nora", "a different one"), lambda: book.remove("Nora")]
    for end in ends:
        if all(each.name != "Nora" for each in book.accounts()):
            book.add("Nora", AccountRole.EDITOR, PASSWORD)
        with browser(desk, book, "Nora") as client:
            assert client.get("/editor").status_code == 200
            end()
            assert client.get("/editor").headers["location"] == "/login"
            assert client.post("/api/decisions", json={}).status_code == 401


def test_an_account_that_is_made_again_gets_no_session_of_the_one_before(tmp_path: Path) -> None:
    book = AccountBook(tmp_path / "accounts.sqlite")
    token = book.begin_session(book.add("Nora", AccountRole.ADMIN, PASSWORD))
    book.remove("Nora")
    book.add("Nora", AccountRole.READER, PASSWORD)
    assert book.of_session(token) is None
    book.close()


def test_ones_own_password_is_changed_with_the_old_one_alone(opened: tuple[OpenDesk, AccountBook]) -> None:
    desk, book = opened
    book.add("Nora", AccountRole.READER, PASSWORD)
    with browser(desk, book, "Nora") as client:
        form = {"old": "not this one", "new": "a longer password"}
        assert client.post("/account/password", data=form).status_code == 422
        assert client.post("/account/password", data={**form, "old": PASSWORD}).status_code == 303
    assert book.with_password("Nora", "a longer password")
    book.remove("Nora")


def test_attempts_on_an_account_are_so_many_and_then_even_the_right_password_waits(
    opened: tuple[OpenDesk, AccountBook],
) -> None:
    with browser(opened[0]) as client:
        for _ in range(MOST_ON_ACCOUNT):
            assert signed_in(client, password="wrong").status_code == 401
        answer = signed_in(client, "EDITH")
        assert answer.status_code == 429
        assert 0 < int(answer.headers["retry-after"]) <= WINDOW_SECONDS
        assert signed_in(client, "Ada").status_code == 303


def test_attempts_from_an_address_are_counted_over_all_accounts() -> None:
    now = [0.0]
    throttle = SignInThrottle(lambda: now[0])
    assert {throttle.attempt(f"name {number}", "192.0.2.1") for number in range(MOST_FROM_ADDRESS)} == {0}
    assert throttle.attempt("one more", "192.0.2.1") == WINDOW_SECONDS
    assert throttle.attempt("one more", "192.0.2.2") == 0
    now[0] = WINDOW_SECONDS
    assert throttle.attempt("one more", "192.0.2.1") == 0


def test_an_unknown_name_and_a_wrong_password_are_answered_alike_and_cost_the_same_work(
    opened: tuple[OpenDesk, AccountBook], monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    verify = passwords._hasher.verify

    class Counting:
        hash = staticmethod(passwords._hasher.hash)

        @staticmethod
        def verify(kept: str, given: bytes) -> bool:
            verified.append(kept.rsplit("$", 2)[0])  # the algorithm with its parameters: what it costs
            return verify(kept, given)

    monkeypatch.setattr(passwords, "_hasher", Counting)
    with browser(opened[0]) as client:
        known, unknown = signed_in(client, "Edith", "wrong"), signed_in(client, "Nobody", "wrong")
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    assert len(verified) == 2
    assert verified[0] == verified[1]
    assert verified[0].startswith("$argon2id$")


def test_a_session_ends_when_it_is_idle_and_when_it_is_old(tmp_path: Path) -> None:
    now = [datetime(2026, 11, 28, 9, tzinfo=UTC)]
    book = AccountBook(tmp_path / "accounts.sqlite", lambda: now[0])
    ann = book.add("Ann", AccountRole.EDITOR, PASSWORD)
    idle, used = book.begin_session(ann), book.begin_session(ann)
    began = now[0]
    while now[0] - began < LONGEST_SESSION - IDLE / 2:
        now[0] += IDLE / 2
        assert book.of_session(used) == (ann if now[0] - began < LONGEST_SESSION else None)
    assert book.of_session(idle) is None
    now[0] = began + LONGEST_SESSION + timedelta(seconds=1)
    assert book.of_session(used) is None
    book.close()


def test_the_file_holds_no_password_and_no_token_and_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "accounts.sqlite"
    book = AccountBook(file)
    token = book.begin_session(book.add("Ann", AccountRole.EDITOR, PASSWORD))
    book.close()
    held = file.read_bytes()
    assert token.encode() not in held
    assert PASSWORD.encode() not in held
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["Ann", "ANN", " ann ", "\uff21nn"])  # the last one's A is the wide one
def test_two_accounts_that_read_alike_are_one(tmp_path: Path, name: str) -> None:
    book = AccountBook(tmp_path / "accounts.sqlite")
    book.add("Ann", AccountRole.EDITOR, PASSWORD)
    with pytest.raises(AccountError, match="already"):
        book.add(name, AccountRole.ADMIN, PASSWORD)
    book.close()
