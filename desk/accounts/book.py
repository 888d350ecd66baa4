"""The accounts of an installation and the sessions of their browsers, in a SQLite file that its owner alone may read.

The command `pledgewatch users` writes to it while the desk runs, and the desk asks it with every request: an account that
was removed, and one that got another role, is so from the next request on.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desk.accounts.passwords import hashed_password, is_password
from desk.guards.limits import MAX_NAME_CHARACTERS
from desk.wording.visible import visible_text
from warehouse.sqlite_transaction import immediate_transaction
from warehouse.vocabulary.accounts import AccountRole

IDLE = timedelta(hours=2)  # a session that nobody used for so long is over
LONGEST_SESSION = timedelta(hours=12)  # and one that is so old, used or not: a working day
SEEN_EVERY = timedelta(minutes=1)  # how exactly the last use is noted: not every request writes
BUSY_SECONDS = 10.0  # how long a write waits for another process

_CREATE = """
CREATE TABLE IF NOT EXISTS accounts (
    account_id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL,
    password TEXT NOT NULL, made_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS sessions (
    token_sha256 TEXT PRIMARY KEY, account_id INTEGER NOT NULL, began_at REAL NOT NULL, seen_at REAL NOT NULL
);
"""


class AccountError(ValueError):
    """Something that cannot be done to an account; the message says why."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account. Its name is the one that stands under its decisions."""

    account_id: int
    name: str
    role: AccountRole
    made_at: datetime


def account_key(name: str) -> str:
    """Return what two names share that nobody could tell apart by reading: one account has each."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def _clean(name: str) -> str:
    shown = visible_text(" ".join(name.split())).strip()
    if not shown or len(shown) > MAX_NAME_CHARACTERS:
        raise AccountError(f"A name has 1 to {MAX_NAME_CHARACTERS} characters.")
    return shown


class AccountBook:
    """The open file of accounts. Its methods may be called from any thread."""

    def __init__(self, file: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Open the file, and create it where there is none, for this user alone."""
        self._now = now
        self._lock = threading.Lock()
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        file.chmod(0o600)
        self._connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        self._connection.executescript(_CREATE)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def accounts(self) -> list[Account]:
        """Return every account, by name."""
        rows = self._all("SELECT account_id, name, role, made_at FROM accounts ORDER BY key")
        return [_account(row) for row in rows]

    def add(self, name: str, role: AccountRole, password: str) -> Account:
        """Make an account. Raises AccountError where the name is taken or no name; PasswordRefusedError."""
        name, kept = _clean(name), hashed_password(password)
        values = (account_key(name), name, str(role), kept, self._now().isoformat())
        try:
            self._all("INSERT INTO accounts (key, name, role, password, made_at) VALUES (?, ?, ?, ?, ?)", *values)
        except sqlite3.IntegrityError as error:
            raise AccountError(f"There is an account {name} already.") from error
        return self._named(name)

    def set_role(self, name: str, role: AccountRole) -> Account:
        """Give an account another role, from its next request on. Raises AccountError where there is none."""
        held = self._named(name)
        self._all("UPDATE accounts SET role = ? WHERE account_id = ?", str(role), held.account_id)
        return self._named(name)

    def set_password(self, name: str, password: str) -> None:
        """Give an account another password, and end its sessions. Raises AccountError, PasswordRefusedError."""
        held, kept = self._named(name), hashed_password(password)
        with self._lock, immediate_transaction(self._connection):
            self._connection.execute("UPDATE accounts SET password = ? WHERE account_id = ?", (kept, held.account_id))
            self._connection.execute("DELETE FROM sessions WHERE account_id = ?", (held.account_id,))

    def remove(self, name: str) -> None:
        """Remove an account and end its sessions; its decisions stay. Raises AccountError where there is none."""
        held = self._named(name)
        with self._lock, immediate_transaction(self._connection):
            self._connection.execute("DELETE FROM sessions WHERE account_id = ?", (held.account_id,))
            self._connection.execute("DELETE FROM accounts WHERE account_id = ?", (held.account_id,))

    def with_password(self, name: str, password: str) -> Account | None:
        """Return the account of a name and its password, or None: for an unknown name it takes as long."""
        rows = self._all(
            "SELECT account_id, name, role, made_at, password FROM accounts WHERE key = ?", account_key(name)
        )
        right = is_password(rows[0][4] if rows else None, password)
        return _account(rows[0][:4]) if right else None

    def begin_session(self, account: Account) -> str:
        """Return the token of a new session: the file holds its hash alone. Sessions that are over are forgotten."""
        token, now = secrets.token_urlsafe(32), self._now().timestamp()
        self._all(
            "DELETE FROM sessions WHERE seen_at <= ? OR began_at <= ?",
            now - IDLE.total_seconds(),
            now - LONGEST_SESSION.total_seconds(),
        )
        self._all("INSERT INTO sessions VALUES (?, ?, ?, ?)", _digest(token), account.account_id, now, now)
        return token

    def of_session(self, token: str) -> Account | None:
        """Return whose session a token is, or None where it is over, or was never one."""
        now = self._now().timestamp()
        rows = self._all(
            "SELECT account_id, name, role, made_at, seen_at FROM sessions JOIN accounts USING (account_id) "
            "WHERE token_sha256 = ? AND seen_at > ? AND began_at > ?",
            _digest(token),
            now - IDLE.total_seconds(),
            now - LONGEST_SESSION.total_seconds(),
        )
        if not rows:
            return None
        if rows[0][4] < now - SEEN_EVERY.total_seconds():
            self._all("UPDATE sessions SET seen_at = ? WHERE token_sha256 = ?", now, _digest(token))
        return _account(rows[0][:4])

    def end_session(self, token: str) -> None:
        """End a session."""
        self._all("DELETE FROM sessions WHERE token_sha256 = ?", _digest(token))

    def _named(self, name: str) -> Account:
        rows = self._all("SELECT account_id, name, role, made_at FROM accounts WHERE key = ?", account_key(name))
        if not rows:
            raise AccountError(f"There is no account {_clean(name)}.")
        return _account(rows[0])

    def _all(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


def _account(row: tuple[Any, ...]) -> Account:
    return Account(row[0], row[1], AccountRole(row[2]), datetime.fromisoformat(row[3]))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
