"""The pages of councils and trusts: their history with sources, and what the articles and decisions say of them."""

from csv import DictReader
from typing import Any

import pytest
from lxml import html

from tests.desk.conftest import OpenDesk
from tests.desk.newsdesk import DONCASTER, article_of, lead

TRUST = "doncaster-childrens-services-trust"
BARNSLEY_NOW = "E08000038"


def page(desk: OpenDesk, path: str, **asked: str) -> Any:
    answer = desk.client.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def history(tree: Any) -> list[tuple[str, str]]:
    return [
        (line.cssselect(".when")[0].text_content(), line.cssselect("div p")[0].text_content().strip())
        for line in tree.cssselect(".place-history li")
    ]


def listed(tree: Any) -> list[str]:
    return [row.cssselect("th a")[0].text_content() for row in tree.cssselect("#found tr")]


def test_a_councils_history_is_in_order_from_tables_and_articles(desk: OpenDesk) -> None:
    told = history(page(desk, f"/councils/{DONCASTER}"))
    assert told[0] == ("2027", "Services returned: Doncaster as articles tell")
    assert (
        "1 October 2014",
        "Children's services by Doncaster Children's Services Trust began (independent trust)",
    ) in told
    years = [int(when[-4:]) for when, _ in told]
    assert years == sorted(years, reverse=True)


def test_every_line_of_a_history_names_its_source(desk: OpenDesk) -> None:
    for path in (f"/councils/{DONCASTER}", f"/trusts/{TRUST}", "/councils/E06000062"):
        for line in page(desk, path).cssselect(".place-history li"):
            assert line.cssselect("div p")[1].text_content().strip(), line.text_content()


def test_what_an_article_tells_leads_to_it(desk: OpenDesk) -> None:
    links = page(desk, f"/councils/{DONCASTER}").cssselect(".place-history .told a")
    assert f"/articles/{article_of(lead())}" in {link.get("href") for link in links}


def test_money_is_shown_on_the_side_where_it_was_given(desk: OpenDesk) -> None:
    tree = page(desk, f"/councils/{DONCASTER}")
    sections = {head.text_content(): head.getnext().text_content() for head in tree.cssselect("h3")}
    assert "£84 million" in sections["Funding given"]
    assert "£84 million" not in sections["Funding received"]


def test_an_article_is_counted_in_the_year_and_outlet_of_its_own(desk: OpenDesk) -> None:
    tree = page(desk, f"/councils/{DONCASTER}")
    head, row = tree.cssselect("details table tr")
    assert [each.text_content() for each in head][1:] == ["2026"]
    assert [each.text_content() for each in row] == ["Community Care", "1"]


def test_a_decision_is_counted_on_the_page_at_once(desk: OpenDesk) -> None:
    def counts() -> list[str]:
        (row,) = page(desk, f"/trusts/{TRUST}").cssselect("[aria-labelledby='evidence'] tbody tr")
        return [each.text_content() for each in row][1:3]

    before = [int(each) for each in counts()]
    (first, *_) = [row for row in desk.waiting() if row["article_id"] == str(article_of(lead()))]
    desk.decide(first["candidate_id"], "accept")
    assert [int(each) for each in counts()] == [before[0] + 1, before[1] - 1]


def test_the_numbers_lead_to_the_queue_of_the_place_alone(desk: OpenDesk) -> None:
    for path, name in ((f"/councils/{DONCASTER}", "council"), (f"/trusts/{TRUST}", "trust")):
        tree = page(desk, path)
        (whole,) = [
            link.get("href") for link in tree.cssselect(".facts a") if link.text == "the queue of cards from them"
        ]
        assert whole == f"/?{name}={path.rpartition('/')[2]}"
        assert desk.client.get(whole).status_code == 200
        for link in tree.cssselect("[aria-labelledby='evidence'] td a"):
            assert f"{name}={path.rpartition('/')[2]}" in link.get("href")


def test_an_older_or_newer_code_leads_to_the_council(desk: OpenDesk) -> None:
    answer = desk.client.get(f"/councils/{BARNSLEY_NOW}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (301, "/councils/E08000016")


def test_a_council_that_ended_names_its_heirs(desk: OpenDesk) -> None:
    told = history(page(desk, "/councils/E10000021"))
    assert ("1 April 2021", "The council ended; North Northamptonshire, West Northamptonshire followed") in told


@pytest.mark.parametrize(
    ("path", "asked", "expected"),
    [
        ("/councils", {"q": "slough"}, ["Slough"]),
        ("/councils", {"q": "SOMERSET bath"}, ["Bath and North East Somerset"]),
        ("/councils", {"q": "cumbria", "scope": "all"}, ["Cumbria"]),
        ("/councils", {"q": "atlantis"}, []),
        ("/trusts", {"q": "reading"}, ["Brighter Futures for Children"]),
    ],
)  # fmt: skip
def test_a_list_is_filtered_by_the_form(desk: OpenDesk, path: str, asked: dict[str, str], expected: list[str]) -> None:
    assert listed(page(desk, path, **asked)) == expected


def test_the_list_has_every_authority_and_every_body(desk: OpenDesk) -> None:
    assert (len(listed(page(desk, "/councils"))), len(listed(page(desk, "/trusts")))) == (153, 19)


def test_names_under_a_card_and_an_article_lead_to_their_pages(desk: OpenDesk) -> None:
    for path in (f"/articles/{article_of(lead())}", f"/candidates/{desk.waiting()[0]['candidate_id']}"):
        links = {link.get("href") for link in page(desk, path).cssselect(".mentions a")}
        if path.startswith("/articles"):
            assert links == {f"/councils/{DONCASTER}", f"/trusts/{TRUST}"}
        else:
            assert all(link.startswith(("/councils/", "/trusts/")) for link in links)


@pytest.mark.browser
def test_rows_are_found_as_you_type(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, "/councils")
    watched.page.fill("#find", "royal windsor")
    watched.until(lambda: watched.page.locator("#found tr:visible").count() == 1)
    assert watched.page.locator("#found-number").inner_text() == "1"
    watched.assert_calm()


def test_a_place_that_is_told_of_often_shows_its_newest_sums_and_says_so(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Ask for all" not in desk.client.get(f"/councils/{DONCASTER}").text
    monkeypatch.setattr("desk.places.dossier.SHOWN_SUMS", 1)
    assert "Ask for all" in desk.client.get(f"/councils/{DONCASTER}").text


@pytest.mark.parametrize("path", [f"/councils/{DONCASTER}", f"/trusts/{TRUST}"])
def test_what_the_picture_of_coverage_shows_is_in_the_file_beside_it(desk: OpenDesk, path: str) -> None:
    tree = page(desk, path)
    assert tree.cssselect(f'a[href="{path}/csv"]')
    (table,) = tree.cssselect("details table")
    years = [each.text for each in table.cssselect("thead th")[1:]]
    drawn = {
        (row.cssselect("th")[0].text, year, number.text)
        for row in table.cssselect("tbody tr")
        for year, number in zip(years, row.cssselect("td"), strict=True)
        if number.text != "0"
    }
    text = desk.client.get(f"{path}/csv").content.decode("utf-8-sig")
    assert drawn == {(row["outlet_name"], row["year"], row["articles"]) for row in DictReader(text.splitlines())}
    assert drawn


@pytest.mark.parametrize("path", ["/councils/E99999999/csv", "/trusts/nowhere/csv", "/policies/no-such-policy/csv"])
def test_there_is_no_file_of_what_there_is_not(desk: OpenDesk, path: str) -> None:
    assert desk.client.get(path).status_code == 404
