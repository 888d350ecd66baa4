"""The desk with colleagues in it: lists of what was decided, corrections, what others do, and who one is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import lead, queue_fillers
from tests.desk.watched import NARROW, actions

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Serve a queue long enough for all tests of this file: each decides what it finds at the top."""
    yield from open_desk(tmp_path_factory.mktemp("newsroom"), lead(), queue_fillers(60))


def kept(desk: OpenDesk, candidate_id: str) -> dict[str, Any]:
    row: dict[str, Any] = desk.owner.query("candidate_decisions", candidate_id=candidate_id)[0]
    return row


def test_what_was_rejected_is_a_list_from_which_it_is_opened_again(desk: OpenDesk, open_page: Any) -> None:
    first, second = (row["candidate_id"] for row in desk.waiting()[:2])
    for candidate in (first, second):
        desk.decide(candidate, "reject", reason="old news", note="in March already")
    watched = open_page(desk, "/?state=rejected")
    assert watched.listed()[:2] == [second, first]
    card = watched.page.locator("#card").inner_text()
    assert "Edith rejected this" in card
    assert "old news" in card
    assert "“in March already”" in card
    watched.press("b")
    watched.saved()
    assert actions(desk, second, 2) == ["reopen", "reject"]
    assert watched.shown() == first
    watched.page.get_by_role("button", name="Open it again").click()
    watched.saved()
    assert {first, second} <= {row["candidate_id"] for row in desk.waiting()}
    watched.assert_calm()


def test_what_was_accepted_is_corrected_in_its_list_and_a_reason_stays_with_its_decision(
    desk: OpenDesk, open_page: Any
) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    desk.decide(candidate, "accept")
    watched = open_page(desk, "/?state=accepted")
    assert watched.shown() == candidate
    watched.press("Shift+Digit3")
    watched.saved()
    assert (kept(desk, candidate)["action"], kept(desk, candidate)["reject_reason"]) == ("reject", "duplicate")
    watched.page.goto("/?state=rejected")
    watched.press("Shift+L")
    watched.saved()
    assert (kept(desk, candidate)["stance"], kept(desk, candidate)["reject_reason"]) == ("delays", None)
    watched.page.goto("/?state=accepted")
    card = watched.page.locator("#card")
    assert "duplicate" not in card.locator(".stands").inner_text()
    assert card.locator("#stance").input_value() == "delays"
    watched.press("Shift+C")  # another stance: accepted it stays
    watched.saved()
    watched.until(lambda: candidate in watched.listed())
    assert "contradicts" in watched.row(candidate).inner_text()
    watched.press("u")
    watched.saved()
    assert kept(desk, candidate)["stance"] == "delays"


def test_the_numbers_of_a_policy_lead_to_its_lists(desk: OpenDesk, open_page: Any) -> None:
    row = desk.waiting(policy="trusts-for-weakest-councils")[0]
    desk.decide(row["candidate_id"], "reject", reason="other")
    watched = open_page(desk, "/policies")
    link = watched.page.locator("a[href='/?policy=trusts-for-weakest-councils&state=rejected']")
    number = int(link.inner_text())
    link.click()
    watched.page.wait_for_selector("#card[data-state='rejected']")
    assert len(watched.listed()) == number
    assert watched.progress() == f"{number} rejected"


def test_a_deferred_card_shows_its_notes_who_when_and_how_often(desk: OpenDesk, open_page: Any) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    desk.decide(candidate, "defer", editor="Ben", note="ask the council")
    desk.decide(candidate, "defer", editor="Anna", note="wait for the budget", replaces=desk.standing(candidate))
    watched = open_page(desk, f"/?state=deferred&candidate={candidate}")
    told = watched.page.locator("#card .stands").inner_text()
    assert "Anna deferred this just now, deferred 2 times" in told
    assert "Anna, 22 Nov 2026, 08:00: “wait for the budget”" in told
    assert "Ben, 22 Nov 2026, 08:00: “ask the council”" in told


def test_a_colleagues_decision_takes_its_row_from_my_list_and_numbers_at_once(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    reading, others = watched.shown(), watched.listed()[2:4]
    number = int(watched.progress().split()[0])
    policy = watched.page.locator("#policy option").first
    for candidate in others:
        desk.decide(candidate, "accept", editor="Ben")
    watched.until(lambda: not set(others) & set(watched.listed()))
    watched.until(lambda: watched.progress().startswith(f"{number - 2} to decide"))
    assert policy.inner_text() == f"All policies ({number - 2})"
    shown = watched.page.locator("#state option[value='accepted']").inner_text()
    assert shown == f"accepted ({len(desk.waiting(state='accepted'))})"
    assert watched.shown() == reading
    desk.decide(others[0], "undo", editor="Ben", replaces=desk.standing(others[0]))
    watched.until(lambda: others[0] in watched.listed())
    assert watched.listed() == [row["candidate_id"] for row in desk.waiting()]
    assert watched.shown() == reading
    watched.assert_calm()


def test_a_row_that_a_colleague_decided_says_so_when_a_key_is_pressed_on_it(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    candidate = watched.shown()
    watched.page.wait_for_selector("#card[data-seen]")
    desk.decide(candidate, "reject", editor="Ben")
    watched.page.wait_for_selector("#card .overtaken")
    assert "Ben rejected this." in watched.row(candidate).inner_text()
    for key in ("a", "r", "d", "Shift+Digit1", "Shift+A", "b"):
        watched.press(key)
        assert "decided nothing: Ben rejected this." in watched.said()
    watched.page.get_by_role("button", name="Accept").click()
    assert watched.said().startswith("Nothing was decided: Ben rejected this.")
    assert watched.shown() == candidate
    assert actions(desk, candidate) == ["reject"]
    watched.press("j")
    assert candidate not in watched.listed()


def test_where_nothing_can_be_told_the_page_asks(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, "/runs")
    watched.page.route("**/api/events*", lambda route: route.fulfill(status=503, body=""))
    watched.page.goto("/")
    other = watched.listed()[3]
    desk.decide(other, "accept", editor="Ben")
    watched.until(lambda: other not in watched.listed())


def test_a_browser_is_asked_once_who_decides(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, editor=None)
    dialog = watched.page.locator("#name")
    assert dialog.is_visible()
    watched.page.keyboard.press("Escape")  # reading needs no name
    candidate = watched.shown()
    watched.press("a")
    assert dialog.is_visible()
    assert watched.shown() == candidate
    watched.page.keyboard.type("Zoë")
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_selector("#name", state="hidden")
    assert watched.page.locator("#who").inner_text() == "Zoë"
    watched.press("a")
    watched.saved()
    assert kept(desk, candidate)["editor"] == "Zoë"
    watched.page.reload()
    assert not dialog.is_visible()
    watched.assert_calm()


@pytest.mark.parametrize("script", [True, False], ids=["with the script", "without it"])
def test_enter_in_a_note_submits_nothing(desk: OpenDesk, open_page: Any, script: bool) -> None:
    watched = open_page(desk, java_script_enabled=script)
    candidate = watched.shown()
    watched.page.locator("#note").click()
    watched.page.keyboard.type("one")
    watched.page.keyboard.press("Enter")
    watched.page.keyboard.type("two")
    assert watched.shown() == candidate
    assert watched.page.locator("#note").input_value() == "one\ntwo"
    assert candidate in {row["candidate_id"] for row in desk.waiting()}


def test_arrow_keys_in_a_filter_choose_and_load_nothing_until_enter(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    watched.press("/")
    address = watched.page.url
    for _ in range(2):
        watched.page.keyboard.press("ArrowDown")
    watched.page.wait_for_timeout(300)
    assert watched.page.url == address
    chosen = watched.page.locator("#policy").input_value()
    assert chosen
    with watched.page.expect_navigation():
        watched.page.keyboard.press("Enter")
    assert f"policy={chosen}" in watched.page.url
    watched.assert_calm()


def test_a_key_while_no_card_is_up_decides_nothing_and_is_told(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, "/runs")
    held: list[Any] = []
    watched.page.route("**/candidates/*", lambda route: held.append(route))
    watched.page.goto("/")
    before = len(desk.waiting())
    watched.page.wait_for_selector("#card[data-seen]")
    watched.page.keyboard.press("j")
    watched.page.wait_for_selector("#stage .empty")
    for key in ("a", "r", "2", "d", "Shift+A"):
        watched.page.keyboard.press(key)
        assert "decided nothing: no card was up." in watched.said()
    for route in held:
        route.continue_()
    watched.page.unroute("**/candidates/*")
    watched.page.wait_for_selector("#card[data-seen]")
    assert len(desk.waiting()) == before


def test_a_card_that_does_not_come_is_asked_for_until_it_does(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, "/runs")
    watched.page.route("**/candidates/*", lambda route: route.abort())
    watched.page.goto("/")
    watched.page.wait_for_selector("#card[data-seen]")
    listed = watched.listed()
    second = listed[listed.index(watched.shown()) + 1]  # the first may be another browser's still
    watched.page.keyboard.press("j")
    watched.page.wait_for_selector("#stage .empty")
    watched.page.unroute("**/candidates/*")
    watched.page.wait_for_selector(f"#card[data-candidate='{second}']")
    assert watched.shown() == second


def test_a_double_click_decides_one_card(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    first, second = watched.listed()[3:5]  # two cards of one height: their buttons are in one place
    watched.row(first).click()
    watched.page.wait_for_selector(f"#card[data-candidate='{first}'][data-seen]")
    watched.page.wait_for_timeout(500)  # so that the next card is there already
    watched.page.get_by_role("button", name="Accept").dblclick()
    watched.saved()
    assert watched.shown() == second
    assert kept(desk, first)["action"] == "accept"
    assert second in {row["candidate_id"] for row in desk.waiting()}
    assert watched.said() == "The second click of a double click decided nothing."


def test_the_help_and_escape_behave_alike_wherever_they_are_pressed(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    help_ = watched.page.locator("#keys")
    for state in ("/", "/?state=rejected", "/?policy=staying-put-to-21"):  # the last one has no card
        watched.page.goto(state)
        for closing in ("?", "Escape"):
            watched.page.keyboard.press("?")
            assert help_.is_visible()
            watched.page.keyboard.press(closing)
            assert not help_.is_visible()
    watched.page.keyboard.press("a")
    assert "a decided nothing: no card was up." in watched.said()
    watched.page.keyboard.press("Escape")
    assert watched.page.locator("#said").is_hidden()
    watched.assert_calm()


def test_undo_is_a_button_on_a_phone(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, viewport=NARROW, has_touch=True)
    candidate = watched.shown()
    watched.page.wait_for_selector("#card[data-seen]")
    watched.page.get_by_role("button", name="Reject").tap()
    watched.page.wait_for_selector(f"#card[data-seen]:not([data-candidate='{candidate}'])")
    undo = watched.page.get_by_role("button", name="Undo")
    box = undo.bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= NARROW["height"] - box["height"]  # in view as the next card is
    undo.tap()
    watched.page.wait_for_selector(f"#card[data-candidate='{candidate}'][data-seen]")
    watched.saved()
    assert actions(desk, candidate, 2) == ["reopen", "reject"]
    watched.assert_calm()


def test_without_the_script_what_was_decided_is_corrected_and_opened_again(desk: OpenDesk, open_page: Any) -> None:
    candidate = desk.waiting()[0]["candidate_id"]
    desk.decide(candidate, "accept")
    watched = open_page(desk, "/?state=accepted", java_script_enabled=False)
    assert watched.shown() == candidate
    watched.page.get_by_role("button", name="Reject").click()
    assert kept(desk, candidate)["action"] == "reject"
    watched.page.get_by_role("button", name="Undo").click()
    assert kept(desk, candidate)["action"] == "accept"
    watched.page.get_by_role("button", name="Open it again").click()
    assert kept(desk, candidate)["action"] == "reopen"
    watched.assert_calm()


def test_without_the_script_a_browser_is_asked_once_who_decides(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, java_script_enabled=False, editor=None)
    first = watched.shown()
    watched.page.get_by_role("button", name="Defer").click()
    watched.page.get_by_label("Name").fill("Nora")
    watched.page.get_by_role("button", name="Keep").click()
    assert kept(desk, first)["editor"] == "Nora"
    second = watched.shown()
    watched.page.get_by_role("button", name="Defer").click()
    assert kept(desk, second)["editor"] == "Nora"


def test_a_list_of_what_was_decided_pages_to_its_end_and_counts_what_it_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.pages.queue.PAGE_ROWS", 4)
    for desk in open_desk(tmp_path, queue_fillers(14)):
        decided = []
        for _ in range(11):
            decided.append(desk.waiting()[0]["candidate_id"])
            desk.decide(decided[-1], "reject")
        seen: list[str] = []
        after = ""
        while after is not None:
            given = desk.client.get("/api/queue", params={"state": "rejected", "after": after}).json()
            assert given["total"] == len(decided)
            seen += [row["candidate_id"] for row in given["candidates"]]
            after = given["next"]
        assert seen == decided[::-1]
