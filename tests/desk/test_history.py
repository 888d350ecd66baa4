"""The history of a card and of an editor: every decision, undo and correction, with who and when."""

import re
from collections.abc import Iterator

import pytest

from desk.history.pages import PAGE_ROWS
from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import queue_fillers


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Serve a queue of several cards."""
    yield from open_desk(tmp_path_factory.mktemp("history"), queue_fillers(6))


def told(desk: OpenDesk, **asked: str) -> list[str]:
    """Return the rows of the page in plain words."""
    page = desk.client.get("/history", params=asked).text
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_the_history_of_a_card_has_the_decision_its_undo_and_who_corrected_whom(desk: OpenDesk) -> None:
    card = desk.waiting()[0]["candidate_id"]
    desk.decide(card, "accept", "Ann", note="good <b>quote</b>")
    desk.decide(card, "undo", "Ben", replaces=desk.standing(card))
    desk.decide(card, "reject", "Cleo", reason="other")
    rejected, undone, accepted = told(desk, candidate=card)
    assert "Cleo rejected : other" in rejected
    assert "took the place of: opened again by Ben" in rejected
    assert "Ben opened again took the place of: accepted by Ann" in undone
    assert "Ann accepted as" in accepted
    assert "good &lt;b&gt;quote&lt;/b&gt;" in accepted


def test_the_history_of_an_editor_has_that_editors_decisions_alone(desk: OpenDesk) -> None:
    first, second = (row["candidate_id"] for row in desk.waiting()[:2])
    desk.decide(first, "defer", "Dora")
    desk.decide(second, "defer", "Egon")
    (row,) = told(desk, editor="Dora")
    assert "Dora deferred" in row
    assert {"Dora", "Egon"} <= {name for line in told(desk) for name in ("Dora", "Egon") if name in line}


def test_a_long_history_goes_on_on_the_next_page(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = told(desk)
    monkeypatch.setattr("desk.history.pages.PAGE_ROWS", 2)
    page = desk.client.get("/history").text
    older = re.search(r'href="(/history\?before=\d+)"', page)
    assert older
    assert told(desk) == whole[:2]
    assert told(desk, before=older[1].partition("=")[2]) == whole[2:4]
    assert PAGE_ROWS >= 100


@pytest.mark.parametrize("asked", [{"candidate": "x"}, {"editor": "x" * 99}, {"before": "0"}, {"before": "9" * 30}])
def test_what_is_no_history_is_a_404_in_words(desk: OpenDesk, asked: dict[str, str]) -> None:
    assert desk.client.get("/history", params=asked).status_code == 404


def test_who_has_decided_nothing_has_an_empty_history(desk: OpenDesk) -> None:
    assert "Nothing was decided here" in desk.client.get("/history", params={"editor": "Nobody"}).text
