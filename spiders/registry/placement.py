"""Where in a TOML file a key stands: the standard reader gives no line numbers, and an error without one costs minutes."""

from __future__ import annotations

import re
import tomllib

HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.\-]+)\s*\]\]?")
KEY = re.compile(r"^\s*\"?([\w\-]+)\"?\s*=")
AT_LINE = re.compile(r"\(at line (\d+)")


def line_of(text: str, table: str, index: int, key: str) -> int:
    """Return the line of a key, counted from 1: in the `index`-th table of this name ("" is the top of the file).

    A key that is not there gives its table's line, and a table that is not there gives 1.
    """
    seen: dict[str, int] = {}
    here, place, found_table = "", 0, 1
    for number, line in enumerate(text.splitlines(), start=1):
        if header := HEADER.match(line):
            here = header[2]
            place = seen.get(here, -1) + 1
            seen[here] = place
            if here == table and place == index:
                found_table = number
                if key == "":
                    return number
        elif here == table and place == index and (match := KEY.match(line)) and match[1] == key:
            return number
    return found_table


def line_of_error(error: tomllib.TOMLDecodeError) -> int:
    """Return the line that the standard reader's message names; 1 where it names none."""
    match = AT_LINE.search(str(error))
    return int(match[1]) if match else 1
