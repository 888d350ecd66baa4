"""`pledgewatch users`: accounts are made, changed and removed, and no password stands where others can read it."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import pledgewatch
from desk.accounts.book import AccountBook
from desk.serve import DeskError, accounts_for
from warehouse.folder import DataFolder
from warehouse.vocabulary.accounts import AccountRole

PASSWORD = "correct horse battery"


def users(folder: Path, *arguments: str, given: str = "") -> str:
    answer = CliRunner().invoke(pledgewatch.app, ["users", *arguments, "--data", str(folder)], input=given)
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer.output


def test_an_account_lives(tmp_path: Path) -> None:
    said = users(tmp_path, "add", "Ann", "--role", "editor", given=PASSWORD + "\n")
    assert said == "Ann has an account now, in the role editor.\n"
    assert users(tmp_path, "list").startswith("editor  Ann  since ")
    users(tmp_path, "role", "ann", "--role", "admin")
    users(tmp_path, "password", "Ann", given="another password\n")
    book = AccountBook(tmp_path / "accounts.sqlite")
    found = book.with_password("Ann", "another password")
    assert found
    assert found.role is AccountRole.ADMIN
    assert book.with_password("Ann", PASSWORD) is None
    book.close()
    users(tmp_path, "remove", "Ann")
    assert "no accounts" in users(tmp_path, "list")


@pytest.mark.parametrize(
    ("arguments", "given", "said"),
    [
        (("add", "Ann", "--role", "owner"), PASSWORD, "'owner' is no role: there are reader, editor, admin"),
        (("add", "Ann"), "short", "12 to 1,000 characters"),
        (("add", "Ann"), "", "standard input holds no password"),
        (("add", " "), PASSWORD, "A name has 1 to 60 characters"),
        (("role", "Bob", "--role", "admin"), "", "There is no account Bob"),
        (("password", "Bob"), PASSWORD, "There is no account Bob"),
        (("remove", "Bob"), "", "There is no account Bob"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, arguments: tuple[str, ...], given: str, said: str) -> None:
    with pytest.raises(Exception, match=said):
        users(tmp_path, *arguments, given=given)


def test_no_subcommand_takes_a_password_as_an_argument() -> None:
    group = typer.main.get_command(pledgewatch.app).commands["users"]  # type: ignore[attr-defined]
    taken = {option.name for one in group.commands.values() for option in one.params}
    assert taken == {"name", "role", "data"}


REACHED = [
    ("0.0.0.0", ()),
    ("192.0.2.7", ()),
    ("::", ()),
    ("desk.example.org", ()),
    ("127.0.0.1", ("desk.example.org",)),
]


@pytest.mark.parametrize(("host", "names"), REACHED)
def test_a_desk_that_others_can_reach_asks_for_accounts_and_says_how_to_make_one(
    tmp_path: Path, host: str, names: tuple[str, ...]
) -> None:
    with pytest.raises(DeskError, match="pledgewatch users add NAME --role admin"):
        accounts_for(DataFolder(tmp_path), host, names)
    users(tmp_path, "add", "Ann", "--role", "admin", given=PASSWORD + "\n")
    book = accounts_for(DataFolder(tmp_path), host, names)
    assert book
    book.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1", "[::1]"])
def test_a_desk_on_this_machine_alone_asks_for_none(tmp_path: Path, host: str) -> None:
    assert accounts_for(DataFolder(tmp_path), host, ("localhost",)) is None
