"""A transaction of SQLite: the decisions, the verdicts and the search index are each written through it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def immediate_transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep all that is done inside, or nothing. The writer's lock is taken at once, so that two writers do not meet later.

    The connection commits by itself (`isolation_level=None`). Raises sqlite3.Error where it cannot begin or be kept.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk ends it by itself
            connection.execute("ROLLBACK")
        raise
