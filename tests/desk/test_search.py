"""The page on which stored articles are searched."""

import re
from html import unescape
from time import monotonic, sleep

import pytest

from tests.desk.conftest import OpenDesk


@pytest.fixture
def searchable(desk: OpenDesk) -> OpenDesk:
    """Return a desk whose index has followed the warehouse."""
    until = monotonic() + 30
    while desk.client.get("/search", params={"q": "after:2000"}).status_code == 503 or not found(desk, "after:2000"):
        assert monotonic() < until
        sleep(0.05)
    return desk


def page(desk: OpenDesk, q: str, **parameters: str) -> str:
    return unescape(desk.client.get("/search", params={"q": q, **parameters}).text)


def found(desk: OpenDesk, q: str) -> int:
    counted = re.search(r"([\d,]+) articles? of", page(desk, q))
    return int(counted[1].replace(",", "")) if counted else 0


def test_an_article_is_found_by_its_words_and_its_council(searchable: OpenDesk) -> None:
    assert found(searchable, "council:Doncaster") > 0
    assert found(searchable, "policy:trusts-for-weakest-councils council:Doncaster") > 0
    assert found(searchable, "council:Doncaster before:1999") == 0


def test_the_words_that_were_found_are_marked(searchable: OpenDesk) -> None:
    assert "<mark>" in page(searchable, "council OR trust OR children")


def test_a_hit_leads_to_its_article(searchable: OpenDesk) -> None:
    links = re.findall(r'href="(/articles/[0-9a-f-]{36})"', page(searchable, "council:Doncaster"))
    assert links
    assert searchable.client.get(links[0]).status_code == 200


@pytest.mark.parametrize("q", ['"open phrase', "author:Smith", "-only", "after:then"])
def test_a_query_that_cannot_be_asked_is_told_and_stays_in_the_field(searchable: OpenDesk, q: str) -> None:
    answer = searchable.client.get("/search", params={"q": q})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert f'value="{q}"' in unescape(answer.text)


def test_without_a_query_the_page_says_how_to_ask(searchable: OpenDesk) -> None:
    assert "How to ask" in page(searchable, "")


@pytest.mark.parametrize("parameters", [{"sort": "worst"}, {"page": "0"}, {"page": "100000"}])
def test_an_order_or_page_that_there_is_not_is_refused(searchable: OpenDesk, parameters: dict[str, str]) -> None:
    assert searchable.client.get("/search", params={"q": "council", **parameters}).status_code == 422


def test_a_query_is_no_markup(searchable: OpenDesk) -> None:
    answer = searchable.client.get("/search", params={"q": "<script>alert(1)</script> council"})
    assert "<script>alert" not in answer.text
