"""The table of outlets in docs/outlets.md: `python -m spiders.registry.outlets_table docs/outlets.md` writes it anew."""

from __future__ import annotations

import sys
from pathlib import Path

from spiders.registry.files import load_outlets
from spiders.registry.outlet import Outlet

BEGIN = "<!-- outlets: written by `make docs` from spiders/outlets/*.toml -->"
END = "<!-- end of outlets -->"


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


def renewed(page: str) -> str:
    """Return the page with its table written anew. Raises ValueError when it has no place for one."""
    head, _, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not end:
        raise ValueError(f"the page has no {BEGIN} ... {END}")
    return f"{head}{BEGIN}\n\n{table()}\n\n{END}{tail}"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
