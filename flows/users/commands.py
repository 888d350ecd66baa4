"""The subcommands of accounts. A password is asked for, or read from standard input: an argument would be seen by all."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from desk.accounts.book import AccountBook

Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="The data folder (or PLEDGEWATCH_DATA; default ./data)."),
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The account: the name that stands under its decisions.")]
RoleName = Annotated[
    str, typer.Option("--role", metavar="ROLE", help="reader (reads), editor (decides) or admin (gives roles).")
]

users_app = typer.Typer(
    help="The accounts of a desk that other machines can reach: list, add, role, password, remove.",
    no_args_is_help=False,
    epilog="Example: [cyan]pledgewatch users add 'Ann Example' --role admin[/cyan] · [cyan]pledgewatch users[/cyan]",
)


def add_users(app: typer.Typer) -> None:
    """Give `pledgewatch` the subcommand `users`."""
    users_app.callback(invoke_without_command=True)(list_unless_more)
    users_app.command("list")(list_accounts)
    users_app.command("add", epilog="Example: [cyan]pledgewatch users add 'Ann Example' --role editor[/cyan]")(
        add_account
    )
    users_app.command("role", epilog="Example: [cyan]pledgewatch users role 'Ann Example' --role reader[/cyan]")(
        give_role
    )
    users_app.command("password", epilog="Example: [cyan]pledgewatch users password 'Ann Example' < file[/cyan]")(
        change_password
    )
    users_app.command("remove", epilog="Example: [cyan]pledgewatch users remove 'Ann Example'[/cyan]")(remove_account)
    app.add_typer(users_app, name="users")


class PasswordNotGivenError(Exception):
    """No password was given, or two different ones; the message says which."""


@contextmanager
def _book(data: Path | None, *, create: bool = False) -> Iterator[AccountBook]:
    from desk.accounts.book import AccountBook
    from flows import settings

    folder = (settings.read_settings(data=data) if create else settings.read_installed(data=data)).folder
    folder.root.mkdir(parents=True, exist_ok=True)
    book = AccountBook(folder.accounts)
    try:
        yield book
    finally:
        book.close()


def _role(name: str) -> str:
    from desk.accounts.book import AccountError
    from warehouse.vocabulary.accounts import AccountRole

    if name not in tuple(AccountRole):
        raise AccountError(f"{name!r} is no role: there are {', '.join(AccountRole)}.")
    return name


def _asked_password() -> str:
    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\r\n")
        if not given:
            raise PasswordNotGivenError("standard input holds no password: its first line is the password")
        return given
    first = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != first:
        raise PasswordNotGivenError("the two passwords differ: nothing was changed")
    return first


def list_unless_more(context: typer.Context, data: Data = None) -> None:
    """List the accounts with their roles; or add, change and remove them."""
    if context.invoked_subcommand is None:
        list_accounts(data)


def list_accounts(data: Data = None) -> None:
    """List the accounts with their roles."""
    with _book(data) as book:
        accounts = book.accounts()
    if not accounts:
        typer.echo("There are no accounts: a desk on this machine alone needs none.")
    for each in accounts:
        typer.echo(f"{each.role:<8}{each.name}  since {each.made_at:%-d %B %Y}")


def add_account(name: Name, role: RoleName = "editor", data: Data = None) -> None:
    """Make an account; its password is asked for, or is the first line of standard input."""
    from warehouse.vocabulary.accounts import AccountRole

    wanted = AccountRole(_role(role))
    with _book(data, create=True) as book:
        made = book.add(name, wanted, _asked_password())
    typer.echo(f"{made.name} has an account now, in the role {made.role}.")


def give_role(name: Name, role: RoleName, data: Data = None) -> None:
    """Give an account another role, from its next request on."""
    from warehouse.vocabulary.accounts import AccountRole

    wanted = AccountRole(_role(role))
    with _book(data) as book:
        made = book.set_role(name, wanted)
    typer.echo(f"{made.name} is in the role {made.role} now.")


def change_password(name: Name, data: Data = None) -> None:
    """Give an account another password, and end its sessions."""
    with _book(data) as book:
        book.set_password(name, _asked_password())
    typer.echo("The password was changed, and the account's sessions ended.")


def remove_account(name: Name, data: Data = None) -> None:
    """Remove an account and end its sessions at once; its decisions stay."""
    with _book(data) as book:
        book.remove(name)
    typer.echo("The account was removed, and its sessions ended; its decisions stay.")
