"""Sums of money in the words of a page."""

from __future__ import annotations

UNITS = ((1e9, "bn"), (1e6, "m"))


def pounds(amount: float) -> str:
    """Return `£1.2bn`, `£84m`, `£75,000`."""
    for size, word in UNITS:
        if amount >= size:
            return f"£{amount / size:,.1f}".removesuffix(".0") + word
    return f"£{amount:,.0f}"


def term(period: str) -> str:
    """Return ` a year`, ` over 5 years`, or an empty string where none is known."""
    if period == "1y":
        return " a year"
    years = period.removesuffix("y")
    return f" over {years} years" if period.endswith("y") and years.isdigit() else ""
