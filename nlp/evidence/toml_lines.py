"""Where in a TOML file a table or key stands: tomllib gives values without lines, and an error needs one."""

from __future__ import annotations

import re

Place = tuple[str | int, ...]
_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\"' -]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+|\"[^\"]+\"|'[^']+')\s*=")
_STRING = re.compile(r'"""|\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#.*')


class TomlLines:
    """The line of every table header and key of a TOML text, by its place: ("policy", 2, "search", "terms", 0)."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Place, int] = {(): 1}
        table: Place = ()
        counts: dict[Place, int] = {}
        depth = 0
        quote = ""
        for number, line in enumerate(text.splitlines(), start=1):
            if quote:
                end = line.find(quote)
                if end < 0:
                    continue
                line, quote = line[end + 3 :], ""
            elif depth == 0:
                if header := _HEADER.match(line):
                    names = [part.strip(" \"'") for part in header[2].split(".")]
                    table = self._resolve(names, counts, array=header[1] == "[[")
                    self._lines[table] = number
                    continue
                if key := _KEY.match(line):
                    self._lines[(*table, key[1].strip("\"'"))] = number
            bare, quote = _without_strings(line)
            depth = max(0, depth + bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}"))

    def line(self, *path: str | int) -> int:
        """Return the line of the path, or of the nearest table above it that the file writes out."""
        for length in range(len(path), -1, -1):
            found = self._lines.get(path[:length])
            if found is not None:
                return found
        return 1

    @staticmethod
    def _resolve(names: list[str], counts: dict[Place, int], *, array: bool) -> Place:
        path: Place = ()
        for position, name in enumerate(names):
            path = (*path, name)
            last = position == len(names) - 1
            if last and array:
                counts[path] = counts.get(path, -1) + 1
            if path in counts:
                path = (*path, counts[path])
        return path


def _without_strings(line: str) -> tuple[str, str]:
    """Return the line without its strings and comment, and the triple quote that it leaves open, if any."""
    bare = ""
    position = 0
    while match := _STRING.search(line, position):
        bare += line[position : match.start()]
        token = match[0]
        if token in {'"""', "'''"}:
            end = line.find(token, match.end())
            if end < 0:
                return bare, token
            position = end + 3
        else:
            position = match.end()
    return bare + line[position:], ""
