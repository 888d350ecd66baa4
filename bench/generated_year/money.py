"""The money of a generated year: schemes with sums, some told again later, some as large as another one by chance."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

START, END = "\x02", "\x03"  # around a sum while a text is composed


@dataclass(frozen=True, slots=True)
class Fund:
    """One commitment of money."""

    fund_id: str
    kind: str  # of the event that announces it
    name: str
    millions: int
    years: int

    @classmethod
    def drawn(cls, fund_id: str, kind: str, names: tuple[str, ...], numbers: random.Random) -> Fund:
        """Return a fund with a sum that its years divide."""
        years = numbers.choice((1, 2, 3, 3, 4, 5))
        return cls(fund_id, kind, numbers.choice(names), numbers.randint(3, 90) * years, years)

    def like(self, fund_id: str, kind: str, names: tuple[str, ...], numbers: random.Random) -> Fund:
        """Return another scheme with the same sum and years (a look-alike)."""
        others = [name for name in names if name != self.name]
        return replace(self, fund_id=fund_id, kind=kind, name=numbers.choice(others))

    def words(self, numbers: random.Random, *, yearly: bool = False) -> dict[str, str]:
        """Return what fills the slots: the sum between marks, its term, and the name; by the year where it is told so."""
        amount = self.millions // self.years if yearly else self.millions
        unit = numbers.choice(("m", " million"))
        term = f"a year for {self.years} years" if yearly else f"over {self.years} years" if self.years > 1 else "for the coming year"  # fmt: skip
        return {"sum": f"{START}£{amount}{unit}{END}", "term": term, "fund": self.name}


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
