"""Passwords: hashed with argon2id, and verified in the same time whether there is such an account or not."""

from __future__ import annotations

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST_PASSWORD = 12  # characters
LONGEST_PASSWORD = 1_000  # characters: more is refused before it is hashed
HASHES_AT_ONCE = 2  # each takes 64 MiB: a flood of sign-ins waits, and does not eat the machine

_hasher = PasswordHasher()  # argon2id with the parameters of RFC 9106 for little memory: 64 MiB, three passes
_turns = threading.Semaphore(HASHES_AT_ONCE)


class PasswordRefusedError(ValueError):
    """A password is too short or too long; the message says how long it may be."""


def hashed_password(password: str) -> str:
    """Return the hash to keep of a password, with its salt. Raises PasswordRefusedError."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise PasswordRefusedError(f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD:,} characters.")
    with _turns:
        return _hasher.hash(password.encode("utf-8", "surrogatepass"))


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_bytes(32))


def is_password(kept: str | None, password: str) -> bool:
    """Say whether a password is the one of a kept hash. Where there is none, as much is computed, and the answer is no."""
    with _turns:
        try:
            _hasher.verify(kept or _nobodys_hash(), password[:LONGEST_PASSWORD].encode("utf-8", "surrogatepass"))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None and len(password) <= LONGEST_PASSWORD
