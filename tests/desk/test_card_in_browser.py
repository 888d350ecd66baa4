"""A card in a real browser: the passage is in view when it comes, and what is quoted and as what it is accepted is chosen there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import LEAD, bookkeeping, lead, paragraphs, queue_fillers
from tests.desk.test_accessibility import AXE, FAULTS
from tests.desk.watched import Watched

pytestmark = [pytest.mark.browser, pytest.mark.long]

PASSAGE = LEAD[1]
FIRST = PASSAGE[: PASSAGE.index(" Doncaster Council said")]
SELECT = """([from, to]) => {
    const runs = [...document.querySelectorAll("#card [data-from]")].flatMap((paragraph) => {
        const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT), found = [];
        while (walker.nextNode()) found.push(walker.currentNode);
        return found;
    });
    const [first, last] = [runs.find((node) => node.data.includes(from)), runs.findLast((node) => node.data.includes(to))];
    const range = document.createRange();
    range.setStart(first, first.data.indexOf(from));
    range.setEnd(last, last.data.indexOf(to) + to.length);
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(range);
}"""
VIEWS = {
    "1440": {"viewport": {"width": 1440, "height": 900}},
    "1280": {"viewport": {"width": 1280, "height": 800}},
    "390": {"viewport": {"width": 390, "height": 844}},
    "1280 at 200%": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    yield from open_desk(tmp_path, lead(), queue_fillers(8), bookkeeping())


def quoted(desk: OpenDesk, candidate: str) -> str | None:
    held = desk.owner.query("candidate", candidate_id=candidate)[0]
    assert held["state"] == "accepted"
    return str(held["quotation"]["words"]) if held["quotation"] else None


def shown_quotation(watched: Watched) -> str:
    return str(watched.page.locator("#quotation .quoted").inner_text())


def in_view(watched: Watched) -> dict[str, float]:
    """Return where the passage stands, and between what it can be read."""
    found: dict[str, float] = watched.page.evaluate(
        """() => {
            const all = [...document.querySelectorAll("#card .in-passage")].map((each) => each.getBoundingClientRect());
            const bar = document.querySelector("#card .decide .buttons").getBoundingClientRect();
            const line = document.querySelector("#card .bears").getBoundingClientRect();
            return { first: all[0].top, last: all[all.length - 1].bottom, floor: bar.top, ceiling: Math.max(0, Math.min(line.bottom, all[0].top)) };
        }"""
    )
    return found


@pytest.mark.parametrize("options", VIEWS.values(), ids=VIEWS.keys())
def test_the_passage_of_every_card_is_in_view_on_arrival(
    desk: OpenDesk, open_page: Any, options: dict[str, Any]
) -> None:
    watched = open_page(desk, **options)
    for _ in range(4):
        watched.page.wait_for_selector("#card[data-seen]")
        place = in_view(watched)
        room = place["floor"] - place["ceiling"]
        assert place["first"] >= 0, "it begins on the screen"
        assert min(place["last"], place["floor"]) - place["first"] >= min(place["last"] - place["first"], 0.8 * room)
        shown = watched.shown()
        watched.press("j")
        watched.page.wait_for_selector(f"#card[data-seen]:not([data-candidate='{shown}'])")
    watched.assert_calm()


def test_keys_move_the_quotation_by_sentence_and_an_undo_keeps_it_on_the_card(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    candidate = watched.shown()
    watched.press("}")
    assert shown_quotation(watched) == f"“{FIRST}”"
    watched.press("[")
    assert shown_quotation(watched).startswith(f"“{LEAD[0]}"[:40])
    watched.press("{", "}")
    assert "There is no further sentence to quote there." in watched.said(), "one sentence is left at least"
    watched.press("a")
    watched.saved()
    assert quoted(desk, candidate) == FIRST
    watched.press("u")
    watched.saved()
    assert watched.shown() == candidate
    assert shown_quotation(watched) == f"“{FIRST}”"
    watched.press("z", "a")
    watched.saved()
    assert quoted(desk, candidate) is None
    watched.assert_calm()


def test_words_that_are_selected_over_marks_and_names_are_quoted(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    candidate = watched.shown()
    watched.press("e")
    assert watched.page.locator("#quotation").get_attribute("open") is not None, (
        "nothing is selected: it shows sentences"
    )
    watched.press("e")
    watched.page.evaluate(SELECT, ["this spring", "a service of its"])
    watched.press("e")
    words = PASSAGE[PASSAGE.index("this spring") : PASSAGE.index("a service of its") + len("a service of its")]
    assert shown_quotation(watched)[:40] == f"“{words}"[:40]
    assert watched.page.evaluate("CSS.highlights.has('quotation')")
    watched.press("a")
    watched.saved()
    assert quoted(desk, candidate) == words
    assert not watched.page.evaluate("CSS.highlights.has('quotation')"), "the next card has none"
    watched.assert_calm()


def test_ticks_quote_a_stretch_and_a_quotation_outlives_a_reload_of_what_was_accepted(
    desk: OpenDesk, open_page: Any
) -> None:
    watched = open_page(desk)
    candidate = watched.shown()
    watched.page.locator("#quotation summary").click()
    box = watched.page.locator("#quotation li", has_text=LEAD[2][:20]).locator("input")
    box.first.check()
    watched.page.get_by_role("button", name="Accept").first.click()
    watched.saved()
    whole = paragraphs(*LEAD[1:3])
    assert quoted(desk, candidate) is not None
    assert whole.startswith(str(quoted(desk, candidate)))
    watched.page.goto(f"/?state=accepted&candidate={candidate}")
    watched.page.wait_for_selector("#card[data-seen]")
    assert shown_quotation(watched)[:30] == f"“{whole}"[:30]
    watched.page.get_by_role("button", name="Accept").first.click()  # a correction of what stands keeps the quotation
    watched.saved()
    assert len(desk.owner.query("candidate_decisions", candidate_id=candidate)) == 2
    assert quoted(desk, candidate) is not None


def test_without_the_script_sentences_are_ticked_and_cited(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, java_script_enabled=False)
    candidate = watched.shown()
    watched.page.locator("#quotation summary").click()
    watched.page.locator("#quotation li", has_text="said that it would spend").locator("input").uncheck()
    watched.page.get_by_role("button", name="Accept").first.click()
    assert watched.shown() != candidate
    assert quoted(desk, candidate) == FIRST


def test_a_digit_chooses_the_stance_and_decides_nothing(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk)
    candidate = watched.shown()
    watched.press("3")
    assert watched.shown() == candidate
    assert watched.page.locator("#stance").input_value() == "delays"
    watched.press("6")
    first = watched.page.locator("#stance").input_value()
    watched.press("6")
    assert watched.page.locator("#stance").input_value() != first
    watched.press("7", "3", "a")
    watched.saved()
    said = desk.owner.query("candidate_decisions", candidate_id=candidate)[0]
    assert (said["action"], said["stance"], said["direction"]) == ("accept", "delays", "contradicts")
    watched.press("?")
    assert "accept as delays when a is pressed" in watched.page.locator("#keys").inner_text()
    watched.assert_calm()


def test_on_a_phone_a_stance_is_a_button(desk: OpenDesk, open_page: Any) -> None:
    watched = open_page(desk, viewport={"width": 390, "height": 844}, has_touch=True)
    candidate = watched.shown()
    watched.page.locator(".stances").get_by_role("button", name="delivers").tap()
    pressed = watched.page.locator(".stances button[aria-pressed=true]")
    assert pressed.all_inner_texts() == ["delivers"]
    watched.page.get_by_role("button", name="Accept").first.tap()
    watched.saved()
    assert desk.owner.query("candidate_decisions", candidate_id=candidate)[0]["stance"] == "delivers"
    watched.assert_calm()


@pytest.mark.parametrize(("size", "scheme"), [((1440, 900), "light"), ((390, 844), "dark")])
def test_a_card_with_all_that_unfolds_open_has_no_fault(
    desk: OpenDesk, open_page: Any, size: tuple[int, int], scheme: str
) -> None:
    viewport = {"width": size[0], "height": size[1]}
    watched = open_page(desk, viewport=viewport, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    watched.press("}")
    watched.page.evaluate("document.querySelectorAll('#card details').forEach((each) => (each.open = true))")
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    watched.page.add_script_tag(path=str(AXE))
    found = watched.page.evaluate("axe.run({resultTypes: ['violations']})")
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found["violations"] if each["impact"] in FAULTS] == []  # fmt: skip


def test_what_was_decided_has_one_order_and_its_keys_say_so(desk: OpenDesk, open_page: Any) -> None:
    desk.decide(desk.waiting()[0]["candidate_id"], "accept")
    watched = open_page(desk, "/?state=accepted&sort=newest")
    watched.press("w")
    assert watched.said() == "What was decided is listed by when it was decided."
    watched.page.locator("#state").select_option("open")
    watched.page.wait_for_url("**sort=newest**")
    assert watched.page.locator("#sort").input_value() == "newest", "the order of the queue is kept over the detour"
    watched.assert_calm()
