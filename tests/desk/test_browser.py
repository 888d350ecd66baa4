"""The desk in a real browser: clearing the queue by keyboard, and what must never happen there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.hostile import hostile_batch
from tests.desk.newsdesk import bookkeeping, lead, queue_fillers
from tests.desk.watched import NARROW, WIDE, actions

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Serve a queue long enough for all tests of this file: each decides what it finds at the top."""
    yield from open_desk(tmp_path_factory.mktemp("browser"), lead(), queue_fillers(46), bookkeeping())


def test_five_cards_are_cleared_by_five_keys_without_a_page_load(desk: OpenDesk, open_page: Any) -> None:
    queue = [row["candidate_id"] for row in desk.waiting()]
    watched = open_page(desk)
    loads: list[str] = []
    watched.page.on("load", lambda page: loads.append(page.url))
    shown = []
    for key in (*"arda", "Shift+Digit5"):
        shown.append(watched.shown())
        watched.press(key)
        watched.page.wait_for_selector(f"#card:not([data-candidate='{shown[-1]}'])")
    watched.saved()
    assert shown == queue[:5]
    assert watched.shown() == queue[5]
    assert [actions(desk, candidate) for candidate in shown] == [
        ["accept"],
        ["reject"],
        ["defer"],
        ["accept"],
        ["reject"],
    ]
    kept = desk.owner.query("candidate_decisions", candidate_id=shown[4])[0]
    assert kept["reject_reason"] == "other"
    assert "5 decided here" in watched.progress()
    number = watched.page.locator(".policies a[aria-current] .number")
    watched.until(lambda: number.inner_text() == str(len(queue) - 5))
    assert watched.progress().startswith(f"{len(queue) - 5} to decide")
    assert loads == []
    watched.assert_calm()


def test_undo_brings_back_the_last_card_and_then_the_one_before(desk: OpenDesk, open_page: Any) -> None:
    queue = [row["candidate_id"] for row in desk.waiting()]
    watched = open_page(desk)
    watched.press("a", "r")
    watched.saved()
    watched.press("u")
    assert watched.shown() == queue[1]
    watched.press("u")
    assert watched.shown() == queue[0]
    watched.saved()
    assert [actions(desk, candidate, 2) for candidate in queue[:2]] == [["reopen", "accept"], ["reopen", "reject"]]
    assert [row["candidate_id"] for row in desk.waiting()] == queue
    assert watched.page.locator("#list li").first.get_attribute("data-candidate") == queue[0]
    watched.press("d")
    watched.saved()
    assert actions(desk, queue[0])[0] == "defer"
    watched.assert_calm()


def test_undo_among_the_deferred_leaves_the_card_deferred(desk: OpenDesk, open_page: Any) -> None:
    desk.decide(desk.waiting()[0]["candidate_id"], "defer")
    watched = open_page(desk, "/?state=deferred")
    candidate = watched.shown()
    watched.press("a", "u")
    watched.saved()
    assert watched.shown() == candidate
    assert actions(desk, candidate, 2) == ["defer", "accept"]
    watched.assert_calm()


def test_an_undo_pressed_before_the_answer_came_is_sent_after_it(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    candidate = watched.shown()
    watched.press("a", "u", "r")
    watched.saved()
    assert actions(desk, candidate, 3) == ["reject", "reopen", "accept"]
    watched.assert_calm()


def test_a_key_that_is_held_down_decides_once(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    before = len(desk.waiting())
    for _ in range(5):
        watched.page.keyboard.down("a")
    watched.page.keyboard.up("a")
    watched.saved()
    assert len(desk.waiting()) == before - 1


def test_next_and_previous_move_and_decide_nothing(desk: OpenDesk, open_page: Any) -> None:
    queue = [row["candidate_id"] for row in desk.waiting()]
    watched = open_page(desk)
    for key, at in (("j", 1), ("j", 2), ("k", 1), ("k", 0), ("k", 0)):
        watched.press(key)
        watched.page.wait_for_selector(f"#card[data-candidate='{queue[at]}']")
    assert [row["candidate_id"] for row in desk.waiting()] == queue
    watched.page.reload()
    assert watched.shown() == queue[0]
    watched.assert_calm()


def test_typing_a_note_decides_nothing_and_the_note_is_kept(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    candidate = watched.shown()
    watched.press("n")
    watched.page.keyboard.type("a bad read, r and d?")
    watched.page.keyboard.press("Escape")
    assert watched.shown() == candidate
    stance = watched.page.locator("#stance")
    before = stance.input_value()
    watched.press("s")
    after = stance.input_value()
    assert after != before
    watched.press("a")
    watched.saved()
    kept = desk.owner.query("candidate_decisions", candidate_id=candidate)[0]
    assert (kept["note"], kept["stance"]) == ("a bad read, r and d?", after)


def test_shift_and_a_letter_accepts_with_the_stance_of_the_help(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    for key, stance in (("L", "delays"), ("O", "outcome")):
        candidate = watched.shown()
        direction = desk.owner.query("candidate", candidate_id=candidate)[0]["direction"]
        watched.press(f"Shift+{key}")
        watched.saved()
        kept = desk.owner.query("candidate_decisions", candidate_id=candidate)[0]
        assert (kept["action"], kept["stance"]) == ("accept", stance)
        assert kept["direction"] == ("contradicts" if stance == "delays" else direction)


def test_buttons_do_what_keys_do(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    candidate = watched.shown()
    watched.page.locator("#reason").select_option("duplicate")
    watched.page.get_by_role("button", name="Reject").click()
    watched.saved()
    assert watched.shown() != candidate
    assert desk.owner.query("candidate_decisions", candidate_id=candidate)[0]["reject_reason"] == "duplicate"
    watched.assert_calm()


def test_an_answer_that_was_lost_is_asked_for_again_and_counts_once(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    candidate = watched.shown()
    lost: list[bool] = []

    def lose_the_first(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(True)
        route.fetch()
        route.abort()

    watched.page.route("**/api/decisions", lose_the_first)
    watched.press("a")
    watched.saved()
    watched.until(lambda: watched.progress().endswith("1 decided here"))
    assert actions(desk, candidate) == ["accept"]
    assert watched.page.locator("#errors .error").count() == 0


def test_a_colleagues_decision_that_was_not_heard_of_is_told_with_who_and_when(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, "/runs")
    watched.page.route("**/api/events*", lambda route: route.abort())
    watched.page.goto("/")
    watched.console.clear()
    candidate = watched.shown()
    desk.decide(candidate, "reject", editor="Anna")
    watched.press("a")
    watched.page.wait_for_selector("#errors .error")
    assert "Anna rejected this just now" in watched.page.locator("#errors").inner_text()
    assert watched.page.locator("#errors a").get_attribute("href") == f"/candidates/{candidate}"
    assert actions(desk, candidate) == ["reject"]


def test_a_queue_longer_than_a_page_is_cleared_to_the_end(
    tmp_path: Path, open_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.pages.queue.PAGE_ROWS", 4)
    for desk in open_desk(tmp_path, queue_fillers(14)):
        watched = open_page(desk)
        for _ in range(14):
            watched.press("r")
        watched.page.wait_for_selector("#stage .empty")
        watched.saved()
        assert desk.waiting() == []
        assert "Nothing more waits here" in watched.page.locator("#stage").inner_text()
        watched.page.keyboard.press("u")
        watched.page.wait_for_selector("#card")
        watched.saved()
        assert len(desk.waiting()) == 1
        watched.assert_calm()


def test_keys_are_told_and_the_filter_is_one_key_away(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    watched.press("?")
    assert watched.page.locator("#keys").is_visible()
    watched.page.keyboard.press("a")  # nothing is decided behind the dialog
    watched.page.keyboard.press("Escape")
    assert not watched.page.locator("#keys").is_visible()
    watched.press("/")
    assert watched.page.evaluate("document.activeElement.id") == "policy"
    with watched.page.expect_navigation():
        watched.page.locator("#policy").select_option("multi-year-council-funding")
    assert "policy=multi-year-council-funding" in watched.page.url
    watched.assert_calm()


def test_o_opens_the_original_without_telling_it_where_from(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    watched.page.evaluate("window.open = (...given) => { window.opened = given; }")
    watched.press("o")
    address, target, features = watched.page.evaluate("window.opened")
    assert address.startswith("https://www.")
    assert (target, features) == ("_blank", "noopener,noreferrer")


def test_in_the_demo_o_opens_the_recorded_text_and_nothing_leaves(demo_desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(demo_desk)
    assert "Recorded newsroom: invented articles" in watched.page.locator(".banner").inner_text()
    with watched.page.expect_navigation():
        watched.press("o")
    assert "/articles/" in watched.page.url
    watched.assert_calm()


def test_without_the_script_forms_decide_and_undo(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, java_script_enabled=False)
    candidate = watched.shown()
    watched.page.get_by_role("button", name="Accept").click()
    assert watched.shown() != candidate
    assert actions(desk, candidate) == ["accept"]
    watched.page.get_by_role("button", name="Undo").click()
    assert watched.shown() == candidate
    assert actions(desk, candidate, 2) == ["reopen", "accept"]
    watched.page.locator("#policy").select_option("multi-year-council-funding")
    watched.page.get_by_role("button", name="Filter").click()
    assert "policy=multi-year-council-funding" in watched.page.url
    watched.assert_calm()


def test_hostile_texts_open_no_dialog_load_nothing_and_break_no_policy(
    tmp_path: Path, chromium: Any, open_page: Any
) -> None:
    for desk in open_desk(tmp_path, hostile_batch()):
        watched = open_page(desk)
        for row in desk.waiting()[:-1]:
            assert watched.shown() == row["candidate_id"]
            watched.press("j")
            watched.page.wait_for_selector(f"#card:not([data-candidate='{row['candidate_id']}'])")
        watched.page.mouse.move(900, 300)
        for path in (
            "/policies",
            "/outlets",
            "/runs",
            "/quarantine",
            "/review",
            f"/articles/{desk.waiting()[0]['article_id']}",
        ):
            watched.page.goto(path)
            watched.page.wait_for_load_state("load")
        watched.assert_calm()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
def test_no_page_is_wider_than_the_screen(desk: OpenDesk, open_page: Any, viewport: dict[str, int]) -> None:
    watched = open_page(desk, viewport=viewport)
    article = desk.waiting()[0]["article_id"]
    for path in ("/", "/policies", "/policies/trusts-for-weakest-councils", "/policies/trusts-for-weakest-councils/verdict", "/policies/trusts-for-weakest-councils/dossier", f"/articles/{article}", "/outlets", "/runs", "/quarantine", "/review", "/editor"):  # fmt: skip
        watched.page.goto(path)
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], path
    watched.assert_calm()


def test_focus_is_always_visible(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    for _ in range(25):
        watched.page.keyboard.press("Tab")
        width = watched.page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert width == "3px", watched.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_buttons_lead_to_the_next_card_to_the_next_article_and_back(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, "/?sort=newest")
    rows = watched.page.locator("#list li").evaluate_all(
        "rows => rows.map((row) => [row.dataset.candidate, row.dataset.article])"
    )
    shown = "document.getElementById('card').dataset.candidate"
    other = next(candidate for candidate, article in rows if article != rows[0][1])
    for words, expected in (("Next article", other), ("Previous", rows[[row[0] for row in rows].index(other) - 1][0])):
        watched.page.get_by_role("button", name=words).click()
        watched.page.wait_for_selector(f"#card[data-candidate='{expected}']")
        assert watched.page.evaluate(shown) == expected
    watched.assert_calm()


def test_a_colleague_gets_the_next_card_and_sees_who_reads_the_other_until_that_page_is_closed(
    desk: OpenDesk, open_page: Any
) -> None:
    edith = open_page(desk)
    edith.page.wait_for_selector("#card[data-seen]")
    ben = open_page(desk, editor="Ben")
    ben.page.wait_for_selector("#card[data-seen]")
    assert ben.shown() != edith.shown()
    row = ben.page.locator(f"#list li[data-candidate='{edith.shown()}'] .claimed")
    assert row.inner_text() == "Edith is reading this"
    claims = desk.app.state.desk.claims
    edith.until(lambda: any(held.window for held in claims._claims.values() if held.editor == "Edith"))
    edith.page.wait_for_timeout(500)  # for what the page still asks: a claim in flight is another test's
    edith.page.goto("/policies")
    ben.until(lambda: claims.of_others("Ben") == {})
    ben.assert_calm()
