"""Sums of money in the words of a page."""

from __future__ import annotations

UNITS = ((1e9, "bn"), (1e6, "m"))


def pounds(amount: float) -> str:
    """Return `£1.2bn`, `£84m`, `£75,000`."""
    for size, word in UNITS:
        if amount >= size:
            return f"£{amount / size:,.1f}".removesuffix(".0") + word
    return f"£{amount:,.0f}"
