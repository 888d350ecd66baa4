"""The fault drill: whatever fails, no decision lands on a card that was not on the screen, and none is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.filled import fill
from tests.desk.newsdesk import lead, queue_fillers
from tests.desk.watched import Watched, actions
from warehouse import DataFolder, Owner

pytestmark = pytest.mark.browser

START = """
import sys
from pathlib import Path
from desk.serve import serve
from warehouse import DataFolder
serve(DataFolder(Path(sys.argv[1])), port=int(sys.argv[2]))
"""
KEYS = {"a": "accept", "r": "reject", "d": "defer"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    """Serve a desk as an editor has it: it learns, and the order changes meanwhile."""
    for made in open_desk(tmp_path, lead(), queue_fillers(24), learning=True):
        made.app.state.desk.learning.refresh()
        yield made


class Served:
    """A desk in a process of its own, which can be killed and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-c", START, str(self.folder), str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().split()[5]
        self.port = int(self.url.rpartition(":")[2])

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    fill(DataFolder(tmp_path), lead(), queue_fillers(24)).close()
    made = Served(tmp_path)
    yield made
    if made.process.poll() is None:
        made.kill()


def held(folder: Path) -> list[tuple[str, str]]:
    """Return every decision on a card that is on the disk: candidate and action, in their order."""
    with Owner(DataFolder(folder)) as owner:
        return _on_cards(owner)


def decisions_of(desk: OpenDesk) -> list[tuple[str, str]]:
    """Return what was decided by a key or a button."""
    return _on_cards(desk.owner)


def _on_cards(owner: Owner) -> list[tuple[str, str]]:
    """Return the decisions, without those that a card's other passages got with them."""
    rows = owner.query("decisions_after")
    return [(str(row["candidate_id"]), row["action"]) for row in rows if row["action_id"] == row["decision_id"]]


def decide_by_keys(watched: Watched, keys: str) -> list[tuple[str, str]]:
    """Press the keys, each once its card is on the screen, and return what was meant by them."""
    meant = []
    for key in keys:
        watched.page.wait_for_selector("#card[data-seen]")
        meant.append((watched.shown(), KEYS[key]))
        watched.page.keyboard.press(key)
    return meant


def test_a_desk_killed_in_a_save_changes_no_card_and_loses_nothing(served: Served, chromium: Any) -> None:
    watched = Watched(chromium, served.url)
    ahead: list[str] = []  # what came: of it the cards that came before they were wanted, with which an editor reads on
    watched.page.on("requestfinished", lambda request: ahead.append(request.url))
    watched.page.goto("/")
    watched.until(lambda: sum("/candidates/" in address for address in ahead) >= 3)
    listed = watched.listed()

    def kill(route: Any) -> None:
        if served.process.poll() is None:
            served.kill()
        route.continue_()

    watched.page.route("**/api/decisions", kill)
    meant = decide_by_keys(watched, "a")
    watched.page.wait_for_selector(f"#card[data-candidate='{listed[1]}'][data-seen]")
    watched.page.wait_for_selector("#unsent:visible")
    assert watched.shown() == listed[1]  # the editor reads on
    assert watched.listed() == listed  # and the row is back in its place
    assert "You accepted this: not saved yet." in watched.row(listed[0]).inner_text()
    assert "1 decision is not saved yet" in watched.page.locator("#unsent").inner_text()
    watched.page.unroute("**/api/decisions")
    meant += decide_by_keys(watched, "r")
    reading = listed[2]
    watched.page.wait_for_selector(f"#card[data-candidate='{reading}'][data-seen]")
    served.start()
    watched.page.wait_for_selector("#unsent", state="hidden", timeout=20_000)
    watched.saved()
    assert watched.shown() == reading
    watched.until(lambda: watched.listed() == listed[2:])
    watched.context.close()
    served.kill()
    assert held(served.folder) == meant


@pytest.mark.long
def test_what_is_unsent_survives_a_reload_and_a_restart_of_both_sides(served: Served, chromium: Any) -> None:
    watched = Watched(chromium, served.url)
    watched.page.goto("/")
    watched.page.route("**/api/decisions", lambda route: route.abort())
    meant = decide_by_keys(watched, "ar")
    watched.page.wait_for_selector("#unsent:visible")
    served.kill()
    watched.page.close()
    served.start()
    again = watched.another_window()
    again.page.wait_for_selector("#unsent", state="hidden")
    again.saved()
    watched.context.close()
    served.kill()
    assert held(served.folder) == meant


def test_what_is_unsent_is_shown_on_every_page_and_sent_from_there(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    watched.page.route("**/api/decisions", lambda route: route.abort())
    meant = decide_by_keys(watched, "ad")
    watched.page.wait_for_selector("#unsent:visible")
    watched.page.reload()
    watched.page.wait_for_selector("#unsent:visible")
    for candidate, _ in meant:
        assert "not saved yet" in watched.row(candidate).inner_text()
    watched.page.goto("/policies")
    watched.page.wait_for_selector("#unsent:visible")
    assert "2 decisions are not saved yet" in watched.page.locator("#unsent").inner_text()
    watched.page.unroute("**/api/decisions")
    watched.page.wait_for_selector("#unsent", state="hidden")
    watched.until(lambda: decisions_of(desk) == meant)


def test_a_decision_that_is_not_saved_yet_can_be_read_again_and_undone(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    watched.page.route("**/api/decisions", lambda route: route.abort())
    ((candidate, _),) = decide_by_keys(watched, "a")
    watched.page.wait_for_selector("#unsent:visible")
    watched.press("k")
    watched.page.wait_for_selector(f"#card[data-candidate='{candidate}'][data-seen]")
    watched.press("r")
    assert "r decided nothing: you accepted this already; it is not saved yet" in watched.said()
    watched.press("u", "r")
    watched.page.unroute("**/api/decisions")
    watched.saved()
    assert actions(desk, candidate, 3) == ["reject", "reopen", "accept"]


def test_a_decision_that_the_desk_refuses_is_told_with_its_note_until_somebody_has_read_it(
    desk: OpenDesk, open_page: Any
) -> None:
    watched = open_page(desk)
    refusal = {"status": 422, "json": {"error": "No, because of the test."}}
    watched.page.route("**/api/decisions", lambda route: route.fulfill(**refusal))
    watched.press("n")
    watched.page.keyboard.type("seen on site")
    watched.page.keyboard.press("Escape")
    candidate = watched.shown()
    watched.press("a")
    watched.page.wait_for_selector("#errors .error")
    reading = watched.shown()
    assert reading != candidate
    assert watched.listed()[0] == candidate
    for _ in range(2):
        told = watched.page.locator("#errors").inner_text()
        assert "was not accepted: No, because of the test. Your note was: “seen on site”." in told
        watched.page.reload()
        watched.page.wait_for_selector("#errors .error")
    watched.page.keyboard.press("Escape")
    watched.page.reload()
    watched.page.wait_for_selector("#card[data-seen]")
    assert watched.page.locator("#errors .error").count() == 0
    assert decisions_of(desk) == []


def test_ten_keys_in_a_fifth_of_a_second_decide_cards_that_were_on_the_screen_and_the_others_are_told(
    desk: OpenDesk, open_page: Any
) -> None:
    watched = open_page(desk)
    listed = watched.listed()
    watched.page.wait_for_selector("#card[data-seen]")
    watched.page.evaluate(
        """() => new Promise((resolve) => {
            window.drill = { seen: [], dropped: 0 };
            const said = document.getElementById("said");
            let left = 10;
            const press = () => {
                const card = document.getElementById("card");
                if (card && "seen" in card.dataset) window.drill.seen.push(card.dataset.candidate);
                said.textContent = "";
                const key = new KeyboardEvent("keydown", { key: "a", bubbles: true, cancelable: true });
                document.body.dispatchEvent(key);
                if (said.textContent.startsWith("a decided nothing: ")) window.drill.dropped += 1;
                left -= 1;
                if (left) setTimeout(press, 20); else resolve();
            };
            press();
        })"""
    )
    watched.saved()
    drill = watched.page.evaluate("window.drill")
    decided = [candidate for candidate, _ in decisions_of(desk)]
    assert decided == drill["seen"] == listed[: len(decided)]
    assert len(decided) + drill["dropped"] == 10
    watched.assert_calm()


@pytest.mark.long
def test_offline_for_a_minute_loses_nothing_and_changes_no_card(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, "/runs")
    watched.page.clock.install()
    watched.page.goto("/")
    watched.page.clock.run_for(1_000)
    watched.page.wait_for_selector("#card[data-seen]")
    watched.context.set_offline(True)
    meant = []
    for key in "ard":
        meant.append((watched.shown(), KEYS[key]))
        watched.page.keyboard.press(key)
        watched.page.clock.run_for(500)
        watched.page.wait_for_selector(f"#card[data-seen]:not([data-candidate='{meant[-1][0]}'])")
    reading = watched.shown()
    for _ in range(60):
        watched.page.clock.run_for(1_000)
    assert watched.shown() == reading
    assert "3 decisions are not saved yet" in watched.page.locator("#unsent").inner_text()
    assert decisions_of(desk) == []
    watched.context.set_offline(False)

    def saved() -> bool:
        watched.page.clock.run_for(1_000)
        return decisions_of(desk) == meant

    watched.until(saved)
    assert watched.shown() == reading


@pytest.mark.long
def test_two_windows_of_one_browser_do_not_write_over_one_another(desk: OpenDesk, open_page: Any) -> None:
    one = open_page(desk)
    other = one.another_window()
    candidate = one.shown()
    assert other.shown() == candidate
    one.press("a")
    one.saved()
    other.page.wait_for_selector("#card .overtaken")
    assert other.shown() == candidate
    assert "Edith, in another window or browser, accepted this." in other.page.locator("#card").inner_text()
    other.press("r")
    assert "r decided nothing: Edith, in another window or browser, accepted this." in other.said()
    other.page.get_by_role("button", name="Show what stands").click()
    other.page.wait_for_selector("#card[data-state='accepted'][data-seen]")
    other.press("r")
    assert "this is accepted already" in other.said()
    other.press("j")
    assert candidate not in other.listed()
    assert decisions_of(desk) == [(candidate, "accept")]


def test_two_windows_that_hear_nothing_of_one_another_are_told(desk: OpenDesk, open_page: Any) -> None:
    one, other = open_page(desk), open_page(desk, "/runs")
    other.page.route("**/api/events*", lambda route: route.abort())
    other.page.goto("/")
    candidate = one.shown()
    one.press("a")
    one.saved()
    meant = decide_by_keys(other, "r")
    assert meant == [(candidate, "reject")]
    other.page.wait_for_selector("#errors .error")
    told = other.page.locator("#errors").inner_text()
    assert "Edith, in another window or browser of that name, accepted this" in told
    assert decisions_of(desk) == [(candidate, "accept")]


def test_an_undo_after_a_colleague_leaves_the_colleagues_decision(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    candidate = watched.shown()
    watched.press("a")
    watched.saved()
    desk.decide(candidate, "reject", editor="Ben", reason="old news", replaces=desk.standing(candidate))
    watched.press("u")
    watched.page.wait_for_selector("#errors .error")
    assert "Ben rejected this" in watched.page.locator("#errors").inner_text()
    assert actions(desk, candidate, 2) == ["reject", "accept"]
    watched.page.wait_for_selector("#card .overtaken")
    watched.press("a")
    assert "a decided nothing: Ben rejected this" in watched.said()
    assert actions(desk, candidate, 2) == ["reject", "accept"]


@pytest.mark.long
def test_reload_and_back_at_every_step_keep_the_card_and_the_undo(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    meant: list[tuple[str, str]] = []
    for key in "ard":
        meant += decide_by_keys(watched, key)
        watched.page.wait_for_selector(f"#card[data-seen]:not([data-candidate='{meant[-1][0]}'])")
        reading = watched.shown()
        watched.page.reload()
        watched.page.wait_for_selector("#card[data-seen]")
        assert watched.shown() == reading
        watched.page.goto("/policies")
        watched.page.go_back()
        watched.page.wait_for_selector("#card[data-seen]")
        assert watched.shown() == reading
        watched.saved()
        assert decisions_of(desk) == meant
    for at, (candidate, action) in enumerate(reversed(meant)):
        watched.page.reload()
        watched.page.wait_for_selector("#card[data-seen]")
        if at % 2:
            watched.press("u")
        else:
            watched.page.get_by_role("button", name="Undo").click()
        watched.page.wait_for_selector(f"#card[data-candidate='{candidate}'][data-seen]")
        watched.saved()
        assert actions(desk, candidate, 2) == ["reopen", action]
    assert len(decisions_of(desk)) == 2 * len(meant)
    assert watched.page.locator("#undo").is_hidden()
