"""A verdict is written in a browser: with the script, without it, on a phone; and its dossier prints on A4."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from desk.verdicts import verdicts_in
from tests.desk.conftest import OpenDesk, open_desk

pytestmark = pytest.mark.browser
POLICY = "trusts-for-weakest-councils"
PAGE = f"/policies/{POLICY}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Serve a newsdesk where three passages of the policy are accepted."""
    for opened in open_desk(tmp_path_factory.mktemp("verdicts")):
        for row in opened.waiting(policy=POLICY)[:3]:
            opened.decide(row["candidate_id"], "accept")
        yield opened


def texts(desk: OpenDesk) -> list[str]:
    return [shown.verdict.text for shown in verdicts_in(desk.owner.verdict_rows(POLICY)).all]


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, {"width": 390, "height": 844}], ids=["1440", "390"])
def test_a_verdict_is_written_with_citations_put_in_by_a_button(
    desk: OpenDesk, open_page: Any, size: dict[str, int]
) -> None:
    watched = open_page(desk, f"{PAGE}/verdict", viewport=size)
    watched.page.fill("#verdict-text", f"It was settled at {size['width']}")
    watched.page.get_by_role("button", name="Cite as [2]").click()
    assert watched.page.is_checked("input[data-number='2']")
    watched.page.get_by_role("button", name="Write the verdict").click()
    watched.page.wait_for_url(f"**{PAGE}#verdict")
    number = re.search(r"\[(\d)\]$", texts(desk)[0])
    assert number is not None
    assert watched.page.locator(".citation").first.inner_text() == number[0]
    watched.page.locator(".citation").first.click()
    assert watched.page.evaluate("location.hash") == f"#cited-{number[1]}"
    watched.assert_calm()


def test_a_verdict_is_written_without_the_script(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, f"{PAGE}/verdict", java_script_enabled=False)
    before = len(texts(desk))
    watched.page.fill("#verdict-text", "By hand [1].")
    watched.page.click("text=Write the verdict")
    watched.page.wait_for_url(f"**{PAGE}#verdict")
    assert (len(texts(desk)), texts(desk)[0]) == (before + 1, "By hand [1].")


def test_a_dossier_prints_on_a4(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, f"{PAGE}/dossier")
    printed = watched.page.pdf(prefer_css_page_size=True)
    boxes = set(re.findall(rb"MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed))
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {(595, 842)}, "210 x 297 mm"
    watched.assert_calm()
