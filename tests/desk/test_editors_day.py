"""An editor's day in a browser, from the first card to the printed dossier: with the keyboard, and once without the script."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import bookkeeping, lead, queue_fillers
from tests.desk.story_desk import story
from tests.desk.watched import NARROW, Watched, actions

pytestmark = [pytest.mark.browser, pytest.mark.long]

POLICY = "trusts-for-weakest-councils"
KEYS = {"a": "accept", "r": "reject", "d": "defer"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    yield from open_desk(tmp_path, lead(), queue_fillers(36), story("Ambridge"), bookkeeping())


def until_searchable(desk: OpenDesk, watched: Watched) -> None:
    watched.until(lambda: "/articles/" in desk.client.get("/search", params={"q": "council:Doncaster"}).text)


def clear(watched: Watched, keys: str) -> list[tuple[str, str]]:
    """Press the keys, each once its card is on the screen, and return what was meant by them."""
    meant = []
    for key in keys:
        shown = watched.shown()
        watched.press(key)
        meant.append((shown, KEYS[key]))
        watched.page.wait_for_selector(f"#card[data-seen]:not([data-candidate='{shown}'])")
    watched.saved()
    return meant


def test_the_queue_is_cleared_a_verdict_is_written_and_printed_and_places_are_looked_up(
    desk: OpenDesk, open_page: Any
) -> None:
    watched = open_page(desk)
    meant = clear(watched, "aard" * 5)
    assert len({candidate for candidate, _ in meant}) == 20
    assert [actions(desk, candidate) for candidate, _ in meant] == [[action] for _, action in meant]
    watched.press("u")
    watched.saved()
    assert actions(desk, meant[-1][0], 2) == ["reopen", meant[-1][1]]
    meant.pop()

    watched.page.goto("/?outlet=cypnow")
    watched.page.get_by_role("link", name="Decide all").click()
    watched.page.get_by_role("button", name=re.compile("^Reject all")).click()
    assert "with" in watched.page.locator("#told").inner_text()
    assert desk.all_waiting(outlet="cypnow") == []
    watched.page.get_by_role("button", name="Undo").click()  # which is the last thing that was decided
    watched.until(lambda: desk.waiting(outlet="cypnow") != [])
    watched.saved()

    accepted = next(candidate for candidate, action in meant if desk.owner.query("story_of", article_id=desk.owner.query("candidate", candidate_id=candidate)[0]["article_id"])[1:])  # fmt: skip
    watched.page.goto(f"/candidates/{accepted}")
    watched.page.locator("details.story summary").click()
    assert "3 articles, 3 outlets" in watched.page.locator("details.story summary").inner_text()
    assert watched.page.locator("details.story li").count() == 3

    until_searchable(desk, watched)
    watched.page.goto("/search")
    watched.page.fill("#q", "council:Doncaster trust")
    watched.page.keyboard.press("Enter")
    watched.page.locator(".hits a").first.click()
    watched.page.wait_for_url("**/articles/*")
    assert "Doncaster" in watched.page.locator("h1").inner_text()

    watched.page.goto(f"/policies/{POLICY}/verdict")
    watched.page.fill("#verdict-text", "Services went back to the council")
    watched.page.get_by_role("button", name="Cite as [1]").click()
    watched.page.get_by_role("button", name="Write the verdict").click()
    watched.page.wait_for_url(f"**/policies/{POLICY}#verdict")
    assert watched.page.locator(".citation").first.inner_text() == "[1]"
    watched.page.get_by_role("link", name="Dossier").click()
    watched.page.wait_for_url("**/dossier*")
    assert "Services went back to the council" in watched.page.locator("main").inner_text()
    assert watched.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")

    watched.page.goto("/map?on=2019-10-01")
    watched.page.locator("table a", has_text="Doncaster").first.click()
    watched.page.wait_for_url("**/councils/E08000017")
    assert "Doncaster Children's Services Trust" in watched.page.locator("#history ~ ol, section ol").first.inner_text()
    watched.assert_calm()


def test_the_same_queue_goes_on_on_a_phone(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, viewport=NARROW, has_touch=True)
    candidate = watched.shown()
    watched.page.get_by_role("button", name="Defer").tap()
    watched.page.wait_for_selector(f"#card[data-seen]:not([data-candidate='{candidate}'])")
    watched.saved()
    assert actions(desk, candidate) == ["defer"]
    watched.page.get_by_role("button", name="Undo").tap()
    watched.page.wait_for_selector(f"#card[data-seen][data-candidate='{candidate}']")
    watched.saved()
    for path in ("/", f"/policies/{POLICY}/verdict", "/map", "/councils/E08000017", "/numbers"):
        watched.page.goto(path)
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path
    watched.assert_calm()


def test_without_the_script_an_editor_reads_decides_undoes_searches_and_writes_a_verdict(
    desk: OpenDesk, open_page: Any
) -> None:
    watched = open_page(desk, java_script_enabled=False)
    page = watched.page
    first = watched.shown()
    page.locator("#list li a").nth(2).click()
    assert watched.shown() != first, "a row leads to its card"
    page.locator("#list li a").first.click()
    page.get_by_role("button", name="Accept").first.click()
    assert actions(desk, first) == ["accept"]
    page.get_by_role("button", name="Undo").click()
    assert actions(desk, first, 2) == ["reopen", "accept"]
    assert watched.shown() == first
    page.locator("#stance").select_option("delays")
    page.locator("#note").fill("By hand.")
    page.get_by_role("button", name="Accept").first.click()
    said = desk.owner.query("candidate_decisions", candidate_id=first)[0]
    assert (said["action"], said["stance"], said["note"]) == ("accept", "delays", "By hand.")

    until_searchable(desk, watched)
    page.fill("#q", "council:Doncaster")
    page.get_by_role("button", name="Filter").click()
    assert "q=council" in page.url
    titles = page.locator("#list li").all_inner_texts()
    assert titles
    assert all("Doncaster" in title for title in titles)
    watched.page.goto("/search?q=trust")
    assert page.locator(".hits li").count() > 0

    for row in desk.waiting(policy=POLICY)[:1]:
        desk.decide(row["candidate_id"], "accept")
    page.goto(f"/policies/{POLICY}/verdict")
    page.fill("#verdict-text", "By hand [1].")
    page.get_by_role("button", name="Write the verdict").click()
    page.wait_for_url(f"**/policies/{POLICY}#verdict")
    assert page.locator(".citation").first.inner_text() == "[1]"
    watched.assert_calm()
