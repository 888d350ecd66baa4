"""Which role may use which route: every route, asked by every role and by nobody."""

from collections.abc import Iterator

import pytest

from desk.accounts.book import AccountBook
from desk.accounts.roles import ACCESS
from desk.assets import assets_version
from tests.desk.account_desk import NAMES, browser, with_accounts
from tests.desk.conftest import OpenDesk
from tests.desk.newsdesk import DONCASTER
from tests.desk.test_routes import NAMES as NAMES_OF
from tests.desk.test_routes import STREAM, TABLE, address
from warehouse.vocabulary.accounts import AccountRole

MATRIX = [(method, path, wanted) for (method, path), wanted in ACCESS.items() if TABLE.get((method, path)) != STREAM]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OpenDesk, AccountBook]]:
    """Serve a desk with an account of each role."""
    with with_accounts(tmp_path_factory.mktemp("roles")) as made:
        yield made


def test_every_route_says_which_role_it_asks_for() -> None:
    assert set(ACCESS) == set(TABLE)


def test_nothing_that_changes_something_is_open_to_anybody_but_the_sign_in() -> None:
    assert {row for row, wanted in ACCESS.items() if wanted is None and row[0] != "GET"} == {("POST", "/login")}


ROLES = (None, *AccountRole)
REFUSED = {401, 403}


def may(role: AccountRole | None, wanted: AccountRole | None) -> bool:
    return wanted is None or (role is not None and role.may_act_as(wanted))


def answers(desk: OpenDesk, book: AccountBook, role: AccountRole | None, allowed: bool) -> dict[str, int]:
    """Return what a role is answered at the routes that it may use, or at those that it may not; 401 for the way to the form."""
    found = {}
    with browser(desk, book, "Ada") as reading:
        example = address(
            OpenDesk(desk.owner, desk.url, reading, desk.app), "{candidate_id} {article_id} {revision_id}"
        )
    candidate, article, revision = example.split()
    for method, path, wanted in MATRIX:
        if may(role, wanted) is not allowed:
            continue
        named = address_like(path, candidate_id=candidate, article_id=article, revision_id=revision)
        with browser(desk, book if role else None, NAMES[role] if role else "") as client:
            answer = client.request(method, named, data={"role": "admin"} if method == "POST" else None)
        led = answer.headers.get("location") == "/login" and path != "/logout"
        found[f"{method} {path}"] = 401 if led else answer.status_code
    return found


def address_like(path: str, **names: str) -> str:
    known = {
        "policy_id": "trusts-for-weakest-councils",
        "code": DONCASTER,
        "slug": "doncaster-childrens-services-trust",
    }
    name = next((name for start, name in NAMES_OF.items() if path.startswith(start)), "")
    return path.format(**known, **names, name=name, version=assets_version(), search_id=names["article_id"])


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "nobody")
def test_a_role_is_refused_what_its_row_does_not_allow(
    opened: tuple[OpenDesk, AccountBook], role: AccountRole | None
) -> None:
    given = answers(*opened, role, allowed=False)
    assert {row for row, status in given.items() if status != (401 if role is None else 403)} == set()


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "nobody")
def test_a_role_gets_what_its_row_allows(opened: tuple[OpenDesk, AccountBook], role: AccountRole | None) -> None:
    given = answers(*opened, role, allowed=True)
    given.pop("POST /editor", None)  # refused in words of its own: a name is the account's
    given.pop("POST /login", None)  # which the form lacks a password for
    assert {row for row, status in given.items() if status in REFUSED or status >= 500} == set()


def test_nobody_hears_of_decisions_who_is_not_signed_in(opened: tuple[OpenDesk, AccountBook]) -> None:
    with browser(opened[0]) as client:
        assert client.get("/api/events").status_code == 401


def test_a_route_without_a_row_is_refused_to_an_admin_too(
    opened: tuple[OpenDesk, AccountBook], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(ACCESS, ("GET", "/runs"))
    with browser(*opened, "Ada") as client:
        assert client.get("/runs").status_code == 403


@pytest.mark.parametrize("name", ["Rita", "Edith"])
def test_a_crafted_form_gives_nobody_a_higher_role(opened: tuple[OpenDesk, AccountBook], name: str) -> None:
    desk, book = opened
    before = book.accounts()
    with browser(desk, book, name) as client:
        form = {"name": name, "role": "admin", "old": "", "new": "", "editor": "Ada", "account_id": "3"}
        for path in ("/accounts/role", "/account/password", "/editor", "/decisions", "/login"):
            client.post(path, data=form)
    assert book.accounts() == before


def test_an_admin_gives_a_role(opened: tuple[OpenDesk, AccountBook]) -> None:
    desk, book = opened
    book.add("Nora", AccountRole.READER, "a password of hers")
    with browser(desk, book, "Ada") as client:
        client.post("/accounts/role", data={"name": "Nora", "role": "editor"})
        assert client.post("/accounts/role", data={"name": "Nora", "role": "owner"}).status_code == 422
        assert client.post("/accounts/role", data={"name": "Nobody", "role": "editor"}).status_code == 422
    assert next(each.role for each in book.accounts() if each.name == "Nora") is AccountRole.EDITOR
    book.remove("Nora")
