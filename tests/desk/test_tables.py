"""Wide tables on a phone: a row is a card, and every cell says what its column is."""

from typing import Any

import pytest
from lxml import html

from tests.desk.conftest import OpenDesk
from tests.desk.newsdesk import DONCASTER, article_of, lead
from tests.desk.test_routes import PLAIN_PAGES
from tests.desk.watched import NARROW

WIDE = ["/policies", "/councils", "/trusts", "/numbers", f"/councils/{DONCASTER}", "/map", "/outlets", "/runs", "/quarantine", "/review", f"/articles/{article_of(lead())}"]  # fmt: skip
PAGES = [*WIDE, *(path for path in PLAIN_PAGES if path not in WIDE)]


@pytest.mark.parametrize("path", PAGES)
def test_a_cell_says_its_column(desk: OpenDesk, path: str) -> None:
    tables = html.fromstring(desk.client.get(path).text).cssselect("table.cards")
    assert tables or path not in WIDE
    for table in tables:
        heads = [head.text_content() for head in table.cssselect("thead th")]
        rows = table.cssselect("tbody tr")
        assert rows or path not in WIDE
        for row in rows:
            said = [cell.get("data-label", head) for cell, head in zip(row, heads, strict=True)]
            assert said == heads
            assert all(cell.tag == "th" or cell.get("data-label") for cell in row)


@pytest.mark.parametrize("path", PAGES)
def test_what_may_scroll_can_be_reached_by_keys_and_has_a_name(desk: OpenDesk, path: str) -> None:
    for box in html.fromstring(desk.client.get(path).text).cssselect(".scroll"):
        assert (box.get("tabindex"), box.get("role")) == ("0", "region")
        assert box.get("aria-label") or box.get("aria-labelledby")


@pytest.mark.browser
def test_no_table_is_wider_than_a_phone(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, "/outlets", viewport=NARROW)
    for path in WIDE:
        watched.page.goto(path)
        widths = watched.page.evaluate(
            "Array.from(document.querySelectorAll('table.cards'), (table) => table.getBoundingClientRect().right)"
        )
        assert max(widths) <= NARROW["width"], path


@pytest.mark.browser
def test_the_name_of_a_column_has_its_place_in_the_cell_on_a_phone(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, "/outlets", viewport=NARROW)
    for path in WIDE:
        watched.page.goto(path)
        over = watched.page.evaluate(
            "Array.from(document.querySelectorAll('table.cards td')).filter((cell) => cell.scrollHeight > cell.clientHeight + 1).map((cell) => cell.dataset.label)"
        )
        assert over == [], path
