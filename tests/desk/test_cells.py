"""Values of an answer as cells: what is a number, a time, an address, and what is not there."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from desk.wording.cells import NOTHING, Cell, cells, headings

ADDRESS = "https://gazette.example/news/1"


@pytest.mark.parametrize(
    ("name", "value", "cell"),
    [
        ("articles", 12_345, Cell("12,345", number=True)),
        ("pounds", 12_000_000.0, Cell("12,000,000", number=True)),
        ("percent", 33.3, Cell("33.3", number=True)),
        ("first_year", 2026, Cell("2026", number=True)),
        ("balanced", True, Cell("yes")),
        ("published", date(2026, 3, 1), Cell("1 Mar 2026", moment="2026-03-01")),
        ("at", datetime(2026, 1, 1, 9, tzinfo=UTC), Cell("1 Jan 2026, 09:00", moment="2026-01-01T09:00:00+00:00")),
        ("inspected", "2019-05", Cell("2019-05", unbroken=True)),
        ("councils", ["Kent", "Leeds"], Cell("Kent, Leeds")),
        ("corrections", [], Cell(NOTHING, empty=True)),
        ("editor", None, Cell(NOTHING, empty=True)),
        ("follow_up_url", ADDRESS, Cell(ADDRESS, address=ADDRESS)),
    ],
)
def test_a_value_is_shown_as_what_it_is(name: str, value: Any, cell: Cell) -> None:
    assert cells({name: value}) == [cell]


def test_a_headline_carries_its_address() -> None:
    assert headings(["outlet_id", "title", "url"]) == ["outlet id", "title"]
    assert cells({"title": "Trust opens", "url": ADDRESS}) == [Cell("Trust opens", address=ADDRESS)]
    assert cells({"title": None, "url": ADDRESS}) == [Cell(ADDRESS, address=ADDRESS)]
    assert cells({"title": None, "url": None}) == [Cell(NOTHING, empty=True)]
    assert headings(["url"]) == ["url"]
