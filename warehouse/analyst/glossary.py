"""The records and the words of docs/glossary.md: `python -m warehouse.analyst.glossary docs/glossary.md` writes them anew."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from warehouse import records, tags
from warehouse.vocabulary.register import VOCABULARIES, meaning_of

BEGIN = "<!-- records and words: written by `make docs` from warehouse/records.py, warehouse/tags.py and warehouse/vocabulary -->"
END = "<!-- end -->"


def record_types() -> Iterator[type]:
    """Yield every record, in the order of their files."""
    words = {type(each) for each in tags.TAG_KINDS.values()}
    for module in (records, tags):
        for each in vars(module).values():
            if not isinstance(each, type) or each.__module__ != module.__name__ or each in words:
                continue
            if dataclasses.is_dataclass(each):
                yield each


def markdown() -> str:
    """Return the records and the vocabularies as Markdown."""
    lines = ["## Records", "", "| record | what it is |", "|---|---|"]
    lines += [f"| `{each.__name__}` | {_first_line(each)} |" for each in record_types()]
    lines += [
        "",
        "## Words",
        "",
        "What a column, a filter or a key can hold; `SELECT * FROM vocabulary` gives the same.",
    ]
    for members in VOCABULARIES:
        lines += ["", f"### {members.__name__}", "", _first_line(members), "", "| word | what it says |", "|---|---|"]
        lines += [f"| {each.value} | {meaning_of(members, each)} |" for each in members]
    return "\n".join(lines)


def renewed(page: str) -> str:
    """Return the page with this part written anew. Raises ValueError when it has no place for it."""
    head, _, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not end:
        raise ValueError(f"the page has no {BEGIN} ... {END}")
    return f"{head}{BEGIN}\n\n{markdown()}\n\n{END}{tail}"


def _first_line(documented: type[StrEnum] | type) -> str:
    return (documented.__doc__ or "").strip().split("\n", 1)[0]


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
