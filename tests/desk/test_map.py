"""The map: what is drawn is what the table and the file say, and what is not known is said to be unknown."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from lxml import html

from desk.places.cartogram import class_shares, mapped_places
from desk.places.layers import LAYERS, MapLayer
from tests.desk.conftest import OpenDesk
from tests.desk.newsdesk import DONCASTER

TODAY = date(2026, 11, 22)


def page(desk: OpenDesk, **asked: str) -> Any:
    answer = desk.client.get("/map", params=asked)
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def areas(tree: Any) -> dict[str, Any]:
    return {each.get("href"): each for each in tree.cssselect("#map .area")}


@pytest.mark.parametrize("layer", list(MapLayer))
def test_the_map_the_table_and_the_file_say_the_same_of_153_authorities(desk: OpenDesk, layer: MapLayer) -> None:
    tree = page(desk, layer=layer)
    drawn = {address: each.get("aria-label") for address, each in areas(tree).items()}
    rows = {
        row.cssselect("th a")[0].get("href"): (row.cssselect("th")[0].text_content(), row.cssselect("td")[1].text)
        for row in tree.cssselect(".map-table tbody tr")
    }
    text = desk.client.get("/map/csv", params={"layer": layer}).text.lstrip("\ufeff")
    filed = {f"/councils/{row['gss']}": (row["name"], row["value"]) for row in csv.DictReader(io.StringIO(text))}
    assert len(drawn) == 153
    assert rows == filed
    assert all(drawn[address].startswith(f"{name}: {value}") for address, (name, value) in rows.items())


def test_the_legend_counts_every_authority_once_and_everybody() -> None:
    shares = class_shares(MapLayer.GRADE, mapped_places(MapLayer.GRADE, TODAY, []))
    assert sum(each.authorities for each in shares) == 153
    assert sum(each.population for each in shares) == 56_550_138
    assert round(sum(each.population_share for each in shares), 9) == 1


@pytest.mark.parametrize("layer", list(MapLayer))
def test_every_class_of_a_layer_is_told_apart_without_its_colour(layer: MapLayer) -> None:
    letters = [each.letter for each in LAYERS[layer].classes if each.letter]
    assert len(set(letters)) == len(letters)
    if layer in {MapLayer.DELIVERY, MapLayer.GRADE}:
        assert len(letters) >= len(LAYERS[layer].classes) - 1


def test_a_day_before_ofsteds_report_has_no_grade() -> None:
    before = mapped_places(MapLayer.GRADE, date(2012, 1, 1), [])
    assert {(place.value.words, place.value.letter) for place in before} == {("unknown", "?")}


def test_articles_that_name_a_council_are_counted_by_their_day(desk: OpenDesk) -> None:
    address = f"/councils/{DONCASTER}"
    then = areas(page(desk, layer="coverage", on="2026-11-19"))[address]
    now = areas(page(desk, layer="coverage", on="2026-11-20"))[address]
    assert (then.get("aria-label"), now.get("aria-label")) == ("Doncaster: 0 articles", "Doncaster: 1 article")


def test_accepted_passages_are_counted_at_once(desk: OpenDesk) -> None:
    first = desk.waiting()[0]["candidate_id"]
    desk.decide(first, "accept")
    assert areas(page(desk, layer="evidence"))[f"/councils/{DONCASTER}"].get("aria-label") == "Doncaster: 1 passage"


def test_the_table_is_sorted_by_a_link(desk: OpenDesk) -> None:
    names = page(desk, sort="population").cssselect(".map-table tbody th")
    assert [each.text_content() for each in names[:2]] == ["Kent", "Essex"]


@pytest.mark.parametrize(
    "asked", [{"layer": "weather"}, {"on": "2010-12-31"}, {"on": "2027-01-01"}, {"on": "soon"}, {"sort": "colour"}]
)
def test_what_the_map_does_not_have_is_refused_in_words(desk: OpenDesk, asked: dict[str, str]) -> None:
    answer = desk.client.get("/map", params=asked)
    assert answer.status_code == 422
    assert "map" in answer.text or "There is no such" in answer.text or "cannot be sorted" in answer.text


@pytest.mark.browser
def test_arrow_keys_go_to_neighbours_and_the_slider_to_another_month(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, "/map")
    there = watched.page.locator(f"#map .area[href='/councils/{DONCASTER}']")
    there.focus()
    watched.page.keyboard.press("ArrowLeft")
    assert watched.page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Rotherham")
    watched.page.locator("#month").fill("48")
    watched.until(lambda: "is-independent-trust" in str(there.get_attribute("class")))
    assert watched.page.input_value("#on") == "2015-01-01"
    assert "on=2015-01-01" in watched.page.url
    watched.assert_calm()


@pytest.mark.browser
def test_the_map_works_without_the_script(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, "/map", java_script_enabled=False)
    watched.page.fill("#on", "2015-01-01")
    watched.page.click("#map-form button")
    watched.page.wait_for_url("**on=2015-01-01**")
    assert not watched.page.locator("#month").is_visible()
    assert watched.page.locator(f"#map .area[href='/councils/{DONCASTER}'].is-independent-trust").count() == 1
