"""The councils and trusts that have a page, by every code that a text may use, and where the page is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from warehouse.reference import Council, Trust, councils, trusts


def codes_of(council: Council) -> tuple[str, ...]:
    """Return every GSS code that the council has had, the one that mentions carry first."""
    return tuple(code for code in (council.gss, council.gss_2025, *council.former_gss) if code)


@cache
def councils_by_code() -> Mapping[str, Council]:
    """Return every council under each of its codes."""
    found: dict[str, Council] = {council.gss: council for council in councils()}
    for council in councils():
        for code in codes_of(council):
            found.setdefault(code, council)
    return found


@cache
def trusts_by_slug() -> Mapping[str, Trust]:
    """Return every trust under its slug."""
    return {trust.slug: trust for trust in trusts()}


def place_address(identifier: str | None) -> str:
    """Return the address of the page of a council or trust; empty for a name that is neither."""
    if identifier in councils_by_code():
        return f"/councils/{councils_by_code()[str(identifier)].gss}"
    return f"/trusts/{identifier}" if identifier in trusts_by_slug() else ""


@cache
def council_choices() -> tuple[tuple[str, str], ...]:
    """Return the code and the name of every council, by name; a former one says so."""
    named = [(each.gss, each.name if each.current else f"{each.name} (former)") for each in councils()]
    return tuple(sorted(named, key=lambda choice: choice[1]))


@cache
def trust_choices() -> tuple[tuple[str, str], ...]:
    """Return the slug and the name of every trust, by name."""
    return tuple(sorted(((each.slug, each.name) for each in trusts()), key=lambda choice: choice[1]))
