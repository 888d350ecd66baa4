"""The tables of docs/outlets.md: `python -m spiders.registry.outlets_table docs/outlets.md` writes them anew."""

from __future__ import annotations

import sys
from pathlib import Path

from spiders.registry.files import load_outlets
from spiders.registry.outlet import Expected, Outlet, PageTable, Source, UrlsTable

BEGIN = "<!-- outlets: written by `make docs` from spiders/outlets/*.toml -->"
END = "<!-- end of outlets -->"
BEGIN_KEYS = "<!-- keys: written by `make docs` from spiders/registry/outlet.py -->"
END_KEYS = "<!-- end of keys -->"
TABLES = frozenset({"source", "urls", "page", "expect"})  # keys of an outlet that have a table of their own
HEADINGS = (
    ("At the top:", Outlet),
    ("`[[source]]`, one table for each address that names articles:", Source),
    ("`[urls]`, which addresses are one article:", UrlsTable),
    ("`[page]`, where the general reading is not enough:", PageTable),
    ("`[expect]`, what the outlet usually gives; outside it something is broken until shown otherwise:", Expected),
)


def table() -> str:
    """Return the shipped outlets as a Markdown table, those that are watched first."""
    outlets = sorted(load_outlets().values(), key=lambda one: (not one.enabled, one.tier, one.outlet_id))
    lines = [
        "| outlet | name | tier | read from | schedule | may be republished | watched |",
        "|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *map(_row, outlets)])


def _row(one: Outlet) -> str:
    kinds = ", ".join(dict.fromkeys(source.kind.value for source in one.sources)) or "-"
    watched = "yes" if one.enabled else f"no: {one.why}"
    return f"| `{one.outlet_id}` | {one.name} | {one.tier} | {kinds} | {one.schedule} | {one.republish} | {watched} |"


def keys() -> str:
    """Return every key that a file may hold, one Markdown table for each table of the file."""
    found = []
    for heading, model in HEADINGS:
        fields = {one.alias or name: one for name, one in model.model_fields.items()}
        rows = [f"| `{key}` | {one.description} |" for key, one in fields.items() if key not in TABLES]
        found.append("\n".join([heading, "", "| key | what it is |", "|---|---|", *rows]))
    return "\n\n".join(found)


def renewed(page: str) -> str:
    """Return the page with its tables written anew. Raises ValueError when it has no place for one."""
    for begin, text, end in ((BEGIN, table(), END), (BEGIN_KEYS, keys(), END_KEYS)):
        head, _, rest = page.partition(begin)
        _, found, tail = rest.partition(end)
        if not found:
            raise ValueError(f"the page has no {begin} ... {end}")
        page = f"{head}{begin}\n\n{text}\n\n{end}{tail}"
    return page


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
