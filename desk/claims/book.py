"""The claims of cards (leases), in the memory of the desk's process: a crash leaves none behind, and a browser that still has a card claims it again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

LEASE_SECONDS = 240.0  # a browser renews every 45 seconds; a dead one's card is free again within five minutes
MOST_CLAIMS = 5_000  # windows of browsers; past that the claim that ends first is dropped

CardKey = tuple[
    str, UUID
]  # the policy and the story: filters choose which passage a card shows, and not which card it is


@dataclass(frozen=True, slots=True)
class CardClaim:
    """That an editor has a card on the stage."""

    editor: str
    window: str  # of a browser; empty for a page without the script
    candidate_id: UUID  # the passage that the card shows there
    until: float  # on the book's clock


class ClaimBook:
    """The claims of one desk. Its methods may be called from any thread; each window holds one card at a time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._claims: dict[CardKey, CardClaim] = {}
        self._left: dict[tuple[str, str], int] = {}  # the turn in which a window gave up what it had

    def claim(self, card: CardKey, candidate_id: UUID, editor: str, window: str = "", turn: int = 0) -> str | None:
        """Claim a card, or renew the claim, and return None; where another editor has it, return whose it is.

        A window counts its turns: a claim that comes after the window gave up in a later turn was overtaken, and is none.
        """
        with self._lock:
            if turn and turn <= self._left.get((editor, window), 0):
                return None
            return self._claim(card, candidate_id, editor, window)

    def claim_first(self, cards: Iterable[tuple[CardKey, UUID]], editor: str) -> UUID | None:
        """Claim the first card that no other editor has, and return its passage; None where others have them all."""
        with self._lock:
            return next((shown for card, shown in cards if self._claim(card, shown, editor, "") is None), None)

    def release(self, editor: str, window: str, turn: int = 0) -> None:
        """Give up what a window has: it was closed, perhaps before its script had claimed the card that came with the page."""
        with self._lock:
            self._forget(editor, window)
            self._forget(editor, "")
            if turn:
                self._left.pop((editor, window), None)
                self._left[editor, window] = turn
            if len(self._left) > MOST_CLAIMS:
                del self._left[next(iter(self._left))]

    def of_others(self, editor: str) -> dict[CardKey, str]:
        """Return who has which card, without this editor's own."""
        with self._lock:
            self._expire()
            return {card: held.editor for card, held in self._claims.items() if held.editor != editor}

    def reader_of(self, candidate_id: UUID, editor: str) -> str | None:
        """Return which other editor has this passage on the stage, or None."""
        with self._lock:
            self._expire()
            held = (each.editor for each in self._claims.values() if each.candidate_id == candidate_id)
            return next((one for one in held if one != editor), None)

    def _claim(self, card: CardKey, candidate_id: UUID, editor: str, window: str) -> str | None:
        self._expire()
        held = self._claims.get(card)
        if held and held.editor != editor:
            return held.editor
        self._forget(editor, window)
        self._claims[card] = CardClaim(editor, window, candidate_id, self._clock() + LEASE_SECONDS)
        if len(self._claims) > MOST_CLAIMS:
            del self._claims[min(self._claims, key=lambda each: self._claims[each].until)]
        return None

    def _forget(self, editor: str, window: str) -> None:
        for card in [one for one, held in self._claims.items() if (held.editor, held.window) == (editor, window)]:
            del self._claims[card]

    def _expire(self) -> None:
        now = self._clock()
        for card in [one for one, held in self._claims.items() if held.until <= now]:
            del self._claims[card]
