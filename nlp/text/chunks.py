"""Cuts a text that is too long to tag in one piece, at paragraph ends where there are any."""

from __future__ import annotations

CAP = 200_000  # characters tagged in one piece: about 33,000 words, past any article


def pieces(text: str, cap: int = CAP) -> tuple[tuple[int, int], ...]:
    """Return the offsets of the pieces that together are `text`, each at most `cap` long: one for an ordinary text."""
    if len(text) <= cap:
        return ((0, len(text)),)
    found: list[tuple[int, int]] = []
    start = 0
    while len(text) - start > cap:
        end = max(text.rfind("\n\n", start, start + cap), text.rfind("\n", start, start + cap))
        end = end if end > start else text.rfind(" ", start, start + cap)
        end = end if end > start else start + cap
        found.append((start, end))
        start = end
    found.append((start, len(text)))
    return tuple(found)
