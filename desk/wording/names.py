"""What the codes in mentions are called: councils by GSS code, trusts and public bodies by slug."""

from __future__ import annotations

from functools import cache

from warehouse.reference import OfstedOutcome, councils, ofsted_outcomes, public_bodies, trusts


@cache
def _councils() -> dict[str, str]:
    names: dict[str, str] = {}
    for council in councils():
        for code in (*council.former_gss, council.gss_2025, council.gss):
            if code:
                names[code] = council.name
    return names


@cache
def _trusts() -> dict[str, str]:
    return {trust.slug: trust.name for trust in trusts()}


@cache
def _public_bodies() -> dict[str, str]:
    return {body.slug: body.name for body in public_bodies()}


@cache
def _outcomes() -> dict[str, OfstedOutcome]:
    """Ofsted's latest outcome under every code that its council has had: the table and a text may use different ones."""
    table = {outcome.council: outcome for outcome in ofsted_outcomes()}
    for council in councils():
        codes = tuple(code for code in (council.gss, council.gss_2025, *council.former_gss) if code)
        known = next((table[code] for code in codes if code in table), None)
        if known is not None and council.current:
            for code in codes:
                table.setdefault(code, known)
    return table


def body_name(identifier: str | None) -> str:
    """Return the name of a council, a trust or a public body, or the identifier itself where it is none of them."""
    if not identifier:
        return ""
    return _councils().get(identifier) or _trusts().get(identifier) or _public_bodies().get(identifier) or identifier


def ofsted_outcome(council: str) -> OfstedOutcome | None:
    """Return Ofsted's latest overall outcome of the council with this GSS code, if the table has one."""
    return _outcomes().get(council)
