"""England's children's services authorities as areas of a hexagon cartogram. CREDITS.md names the source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from warehouse.reference.tables import table_rows

WIDTH, HEIGHT = 290, 616  # of the whole, in steps of the hexagons' lattice
STEP = 3**0.5  # how much wider a step to the right is than a step down: hexagons are regular only so


@dataclass(frozen=True, slots=True)
class MappedArea:
    """The shape of one authority: as many hexagons as it has parts."""

    gss: str
    x: int  # of the point farthest inside, for a letter
    y: int
    path: str  # an SVG path, in steps of the lattice


@cache
def cartogram() -> tuple[MappedArea, ...]:
    """Return the shape of each of the 153 authorities, by GSS code."""
    return tuple(
        MappedArea(row["gss"], int(row["x"]), int(row["y"]), row["path"]) for row in table_rows("cartogram.csv")
    )
