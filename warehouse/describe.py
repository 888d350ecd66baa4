"""Descriptions of tables and columns, taken from the comments beside them in our own SQL files.

The convention: a comment above CREATE TABLE or CREATE VIEW describes it; a comment at the end of a column's line
describes the column; so does one at the end of a line that adds a column to a table. In a table the column's name is the
line's first word, in a view its last one before the comma.
So that the words stand where the column is made, and end up in the database, where an analyst's tool shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_CREATE = re.compile(r"^CREATE (?:OR REPLACE )?(TABLE|VIEW) (?:IF NOT EXISTS )?([\w.]+)")
_ADD = re.compile(r"^ALTER TABLE ([\w.]+) ADD COLUMN (\w+) [^;]*;\s*--\s+(.+)$")
_COMMENT = re.compile(r"^(?P<code>.*?)\s*--\s+(?P<words>.+)$")


def comments(sql: str) -> str:
    """Return the COMMENT ON statements that the comments of a file amount to, as one text."""
    return ";\n".join(_comments(sql))


def _comments(sql: str) -> Iterator[str]:
    above: list[str] = []
    inside: tuple[str, str] | None = None
    for line in sql.splitlines():
        if line.startswith("-- "):
            above.append(line.removeprefix("-- ").strip())
            continue
        created = _CREATE.match(line)
        if added := _ADD.match(line):
            yield f'COMMENT ON COLUMN {added[1]}."{added[2]}" IS {_quoted(added[3])}'
        elif created:
            inside = created[1], created[2]
            yield f"COMMENT ON {created[1]} {created[2]} IS {_quoted(' '.join(above))}"
        elif inside and (described := _COMMENT.match(line)) and (words := re.findall(r"\w+", described["code"])):
            name = words[0] if inside[0] == "TABLE" else words[-1]
            yield f'COMMENT ON COLUMN {inside[1]}."{name}" IS {_quoted(described["words"])}'
        if line.rstrip().endswith(";"):
            inside = None
        above.clear()


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
