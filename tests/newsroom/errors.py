"""What is wrong with a source of the newsroom, and where."""

import re
from pathlib import Path


class SourceError(ValueError):
    """A source that cannot be read: names the file, the line and what is allowed."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path.parent.name}/{path.name}:{line}: {message}")
        self.path = path
        self.line = line


def line_of(text: str, key: str, first_line: int = 1) -> int:
    """Return the line on which a TOML key or table stands, counted from `first_line`; `first_line` if nowhere."""
    pattern = re.compile(rf"\s*(\[+\s*)?\"?{re.escape(key)}\"?\s*([=\]]|$)")
    for number, line in enumerate(text.split("\n")):
        if pattern.match(line):
            return first_line + number
    return first_line


def toml_line(message: str) -> int | None:
    """Return the line that tomllib's message names, counted in the text that it was given."""
    found = re.search(r"at line (\d+)", message)
    return int(found.group(1)) if found else None
