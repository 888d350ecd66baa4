"""The architecture as a picture, drawn from the imports: `python -m tests.architecture_picture > docs/architecture.svg`.

A package stands above those that it imports, and a room above the rooms that it imports; where both would do, a package
is as tall as its neighbours. An arrow that follows from others is left out; the line under a package's name names
every package that it imports.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import escape

from tests.test_architecture import MAY_IMPORT, ROOMS, ROOT, SOURCES, imported_modules, room_of

Edges = dict[str, set[str]]  # from whoever imports to what is imported

ROLES = {
    "flows": "Prefect, or plain Python, runs it all",
    "spiders": "Scrapy fetches from the outlets",
    "pipelines": "responses are archived and extracted",
    "nlp": "texts are tagged and matched to policies",
    "desk": "editors decide",
    "warehouse": "all that was collected, in DuckDB",
}
ROOM_WIDTH, ROOM_HEIGHT = 104, 28  # pixels, as is everything below
ROOM_GAP, ROW_GAP, WIDEST_ROW_GAP = 14, 26, 48
MARGIN, PACKAGE_GAP = 18, 40
HEADER = 62  # a package's name, its role and its imports
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1b2733; }
.title { font-size: 17px; font-weight: 600; }
.small { font-size: 12px; fill: #4a5a68; }
.package { fill: #eef3f7; stroke: #8aa0b3; }
.room { fill: #ffffff; stroke: #5b7a94; }
.arrow { stroke: #5b7a94; fill: none; }
.between { stroke: #1b2733; stroke-width: 2; fill: none; }
"""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture: its left upper corner, its width and its height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The middle from left to right."""
        return self.x + self.width / 2


def imports() -> tuple[Edges, Edges]:
    """Return which package imports which, and which room imports which of its own package."""
    packages: Edges = {package: set() for package in MAY_IMPORT}
    rooms: Edges = {room: set() for room in ROOMS}
    for path in SOURCES:
        here = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        package, room = here.split(".")[0], room_of(here)
        for name in imported_modules(path):
            there, their_room = name.split(".")[0], room_of(name)
            if there in packages and there != package:
                packages[package].add(there)
            if room and their_room and room != their_room and there == package:
                rooms[room].add(their_room)
    return packages, rooms


def reachable(edges: Mapping[str, Collection[str]], start: str) -> set[str]:
    """Return all that `start` imports, through others too."""
    found: set[str] = set()
    waiting = list(edges[start])
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(edges[node])
    return found


def reduced(edges: Edges) -> Edges:
    """Return the edges without those that follow from others (the transitive reduction). The graph has no circle."""
    return {
        node: {
            to for to in targets if not any(to in reachable(edges, other) for other in targets if other != to)
        }
        for node, targets in edges.items()
    }  # fmt: skip


def span(edges: Edges) -> dict[str, tuple[int, int]]:
    """Return the lowest and the highest row in which each node may stand, counted from the bottom."""
    lowest: dict[str, int] = {}
    while len(lowest) < len(edges):
        for node, targets in edges.items():
            if node not in lowest and targets <= lowest.keys():
                lowest[node] = 1 + max((lowest[to] for to in targets), default=-1)
    highest: dict[str, int] = {}
    for node in sorted(edges, key=lambda one: (-lowest[one], one)):
        above = [highest[other] for other, targets in edges.items() if node in targets]
        highest[node] = min(above) - 1 if above else lowest[node]
    return {node: (lowest[node], highest[node]) for node in edges}


def rows_of(edges: Edges) -> list[list[str]]:
    """Return the nodes in rows, the bottom row first; in a row, each near what it imports."""
    height = {node: top for node, (_, top) in span(edges).items()}
    rows: list[list[str]] = []
    place: dict[str, float] = {}
    for level in range(max(height.values(), default=-1) + 1):
        row = sorted(node for node in edges if height[node] == level)
        row.sort(key=lambda node: _mean([place[to] for to in sorted(edges[node])]))
        place |= {node: (number + 0.5) / len(row) for number, node in enumerate(row)}
        rows.append(row)
    return [row for row in rows if row]


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.5


def inside(package: str, rooms: Edges) -> Edges:
    """Return the rooms of one package and their arrows."""
    return reduced({room: targets for room, targets in rooms.items() if room.split(".")[0] == package})


def size(rows: list[list[str]]) -> tuple[float, float]:
    """Return the width and the height that a package with these rows of rooms takes, without its margin."""
    widest = max((len(row) for row in rows), default=1)
    width = max(3 * (ROOM_WIDTH + ROOM_GAP), widest * (ROOM_WIDTH + ROOM_GAP)) - ROOM_GAP
    return width + 2 * MARGIN, HEADER + len(rows) * (ROOM_HEIGHT + ROW_GAP) - ROW_GAP + MARGIN


def columns_of(spans: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """Return the column of each package: the first that is free in all of its rows."""
    taken: set[tuple[int, int]] = set()
    found: dict[str, int] = {}
    for package, (low, high) in sorted(spans.items(), key=lambda one: (one[1][0] - one[1][1], one[0])):
        rows = range(low, high + 1)
        found[package] = next(column for column in range(len(spans)) if not any((column, row) in taken for row in rows))
        taken |= {(found[package], row) for row in rows}
    return found


def placed(packages: Edges, rows: Mapping[str, list[list[str]]]) -> dict[str, Box]:
    """Return where each package stands: columns, the highest importer at the top; one that is alone in its row is as wide as all."""
    spans = span(packages)
    column = columns_of(spans)
    sizes = {package: size(rows[package]) for package in packages}
    alone = {one for one in packages if all(other == one or not _share(spans[one], spans[other]) for other in packages)}
    count = 1 + max(column.values())
    width = max(
        *(sizes[one][0] for one in packages if one not in alone),
        *((sizes[one][0] - PACKAGE_GAP * (count - 1)) / count for one in alone),
    )
    tops, y = {}, float(MARGIN)
    for row in range(max(high for _, high in spans.values()), -1, -1):
        tops[row] = y
        y += max((sizes[one][1] for one in packages if spans[one] == (row, row)), default=0) + PACKAGE_GAP
    tops[-1] = y
    boxes: dict[str, Box] = {}
    for package, (low, high) in spans.items():
        x = MARGIN + column[package] * (width + PACKAGE_GAP)
        wide = count * (width + PACKAGE_GAP) - PACKAGE_GAP if package in alone else width
        boxes[package] = Box(x, tops[high], wide, tops[low - 1] - PACKAGE_GAP - tops[high])
    return boxes


def _share(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def rooms_in(box: Box, rows: list[list[str]]) -> dict[str, Box]:
    """Return where the rooms of a package stand inside its box."""
    found: dict[str, Box] = {}
    spare = box.height - HEADER - MARGIN - len(rows) * ROOM_HEIGHT
    gap = min(WIDEST_ROW_GAP, spare / max(1, len(rows) - 1))
    for number, row in enumerate(reversed(rows)):
        step = (box.width - 2 * MARGIN + ROOM_GAP) / len(row)
        for place, room in enumerate(row):
            x = box.x + MARGIN + place * step + (step - ROOM_GAP - ROOM_WIDTH) / 2
            y = box.y + HEADER + number * (ROOM_HEIGHT + gap)
            found[room] = Box(x, y, ROOM_WIDTH, ROOM_HEIGHT)
    return found


def arrow(above: Box, below: Box, kind: str) -> str:
    """Return an arrow from the foot of one box to the head of another, as upright as the two allow."""
    left, right = max(above.x, below.x), min(above.x + above.width, below.x + below.width)
    at = (left + right) / 2
    begin, end = (at, at) if right - left > ROOM_WIDTH / 2 else (above.middle, below.middle)
    foot = above.y + above.height
    return f'<line class="{kind}" x1="{begin:.0f}" y1="{foot:.0f}" x2="{end:.0f}" y2="{below.y - 3:.0f}" marker-end="url(#head)"/>'


def label(x: float, y: float, text: str, kind: str = "", *, centred: bool = False) -> str:
    """Return a line of text."""
    anchor = ' text-anchor="middle"' if centred else ""
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}"{anchor}>{escape(text)}</text>'


def package_lines(package: str, box: Box, packages: Edges, rooms: Edges, rows: list[list[str]]) -> list[str]:
    """Return a package: its box, its words, its rooms and their arrows."""
    known = ", ".join(sorted(packages[package])) or "nothing of ours"
    lines = [
        f'<rect class="package" x="{box.x:.0f}" y="{box.y:.0f}" width="{box.width:.0f}" height="{box.height:.0f}" rx="6"/>',
        label(box.x + MARGIN, box.y + 24, package, "title"),
        label(box.x + MARGIN + 11 * len(package) + 8, box.y + 24, ROLES[package]),
        label(box.x + MARGIN, box.y + 44, f"imports {known}", "small"),
    ]
    where = rooms_in(box, rows)
    for room, targets in sorted(inside(package, rooms).items()):
        lines.extend(arrow(where[room], where[to], "arrow") for to in sorted(targets))
    for room, place in where.items():
        lines.append(
            f'<rect class="room" x="{place.x:.0f}" y="{place.y:.0f}" width="{place.width}" height="{place.height}" rx="4"/>'
        )
        lines.append(label(place.middle, place.y + 19, room.split(".", 1)[1], centred=True))
    return lines


def picture() -> str:
    """Return the picture as SVG."""
    packages, rooms = imports()
    rows = {package: rows_of(inside(package, rooms)) for package in packages}
    boxes = placed(packages, rows)
    width = max(box.x + box.width for box in boxes.values()) + MARGIN
    height = max(box.y + box.height for box in boxes.values()) + MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img">',
        "<title>The packages of Pledgewatch, their rooms, and what imports what</title>",
        f"<style>{STYLE}</style>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto" '
        'markerUnits="userSpaceOnUse"><path d="M0 0L8 4L0 8z" fill="#1b2733"/></marker></defs>',
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
    ]
    for package, box in boxes.items():
        lines.extend(package_lines(package, box, packages, rooms, rows[package]))
    for package, targets in sorted(reduced(packages).items()):
        lines.extend(arrow(boxes[package], boxes[to], "between") for to in sorted(targets))
    return "\n".join([*lines, "</svg>"]) + "\n"


if __name__ == "__main__":
    print(picture(), end="")
