"""A desk with accounts, and browsers that are signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from desk.accounts.book import AccountBook
from tests.desk.conftest import OpenDesk, open_desk
from warehouse.vocabulary.accounts import AccountRole

PASSWORD = "correct horse battery"
NAMES = {AccountRole.READER: "Rita", AccountRole.EDITOR: "Edith", AccountRole.ADMIN: "Ada"}


@contextmanager
def with_accounts(folder: Path, *, https: bool = False, **options: Any) -> Iterator[tuple[OpenDesk, AccountBook]]:
    """Serve a desk with an account of each role."""
    folder.mkdir(exist_ok=True)
    book = AccountBook(folder / "accounts.sqlite")
    for role, name in NAMES.items():
        book.add(name, role, PASSWORD)
    for desk in open_desk(folder, accounts=book, https=https, **options):
        yield desk, book
    book.close()


def browser(desk: OpenDesk, account: AccountBook | None = None, name: str = "") -> httpx.Client:
    """Return a client of its own, signed in where a name is given, without the cost of a sign-in."""
    client = httpx.Client(base_url=desk.url, trust_env=False)
    if account:
        held = next(each for each in account.accounts() if each.name == name)
        client.headers["Cookie"] = f"pledgewatch_session={account.begin_session(held)}"
    return client
