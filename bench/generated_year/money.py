"""The money of a generated year: schemes with sums, some told again later, some as large as another one by chance.

A scheme is told of as governments and their releases tell of theirs: it has a name that no other scheme of the year bears, and
keeps its councils, places and numbers whenever it is announced again; who speaks of it and what gives the occasion is new
each time. Other schemes of a kind share words of its name, its leads and often its sum: a reader tells them apart by
name, council, term and the time that "first announced in" points to, and so must a ledger.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from bench.generated_year.slots import EventSlots

START, END = "\x02", "\x03"  # around a sum while a text is composed


@dataclass(frozen=True, slots=True)
class Fund:
    """One commitment of money."""

    fund_id: str
    kind: str  # of the event that announces it
    name: str
    millions: int
    years: int
    slots: EventSlots  # who gets it, and the numbers that are told of it

    @classmethod
    def drawn(cls, fund_id: str, kind: str, name: str, numbers: random.Random) -> Fund:
        """Return a fund with a sum that its years divide."""
        years = numbers.choice((1, 2, 3, 3, 4, 5))
        return cls(fund_id, kind, name, numbers.randint(3, 90) * years, years, EventSlots.drawn(numbers))

    def like(self, fund_id: str, kind: str, name: str, numbers: random.Random) -> Fund:
        """Return another scheme with the same sum and years (a look-alike)."""
        return replace(self, fund_id=fund_id, kind=kind, name=name, slots=EventSlots.drawn(numbers))

    def words(self, numbers: random.Random, *, yearly: bool = False) -> dict[str, str]:
        """Return what fills the slots: the sum between marks, its term, and the name; by the year where it is told so."""
        amount = self.millions // self.years if yearly else self.millions
        unit = numbers.choice(("m", " million"))
        term = f"a year for {self.years} years" if yearly else f"over {self.years} years" if self.years > 1 else "for the coming year"  # fmt: skip
        whole = f"{START}£{self.millions}{unit}{END}"
        return {"sum": f"{START}£{amount}{unit}{END}", "whole": whole, "term": term, "fund": self.name}


def unmarked(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a text without its marks, and where the marked sums stand in it."""
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    length = start = 0
    for character in text:
        if character == START:
            start = length
        elif character == END:
            spans.append((start, length))
        else:
            pieces.append(character)
            length += 1
    return "".join(pieces), tuple(spans)
