"""The cookbook at the desk: a list, an answer with its link, a file, and limits that spare the desk."""

import csv
import io
import threading
import time
from typing import Any

import pytest
from lxml import html

from desk import asking
from desk.pages import ask
from tests.desk.conftest import OpenDesk
from tests.desk.test_pages import words
from warehouse.cookbook import SUBJECTS, CookbookQuestion, questions

DESK_SECONDS = 0.2  # in which the desk answers while questions run
SLOW = CookbookQuestion("slow", "Slow?", "Money", "", "", (), "SELECT count(*) FROM range(10000000000) a, range(1000) b WHERE (a.range * b.range) % 7 = 3")  # fmt: skip


def page(desk: OpenDesk, path: str, status: int = 200) -> Any:
    answer = desk.client.get(path)
    assert answer.status_code == status, answer.text
    return html.fromstring(answer.content)


def table(page: Any) -> list[list[str]]:
    return [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("//table//tr")]


def test_every_question_is_listed_with_its_address(desk: OpenDesk) -> None:
    listed = page(desk, "/ask").xpath("//ul[@class='questions']/li/a/@href")
    assert listed == [f"/ask/{name}" for name in questions()]
    assert [each.text for each in page(desk, "/ask").xpath("//h2")] == list(SUBJECTS)
    assert page(desk, "/ask").xpath("//nav/a[@aria-current]/@href") == ["/ask"]


@pytest.mark.parametrize("name", ["coverage-share", "funding-over", "trust-timeline", "runs-and-books"])
def test_a_question_is_answered_with_what_it_cannot_tell_and_as_of_when(desk: OpenDesk, name: str) -> None:
    said = words(desk, f"/ask/{name}")
    assert f"Not known: {questions()[name].not_known}" in said
    assert "data as of" in said
    assert len(table(page(desk, f"/ask/{name}"))) > 1


def test_a_link_gives_the_same_rows_again_with_every_parameter_written_out(desk: OpenDesk) -> None:
    shown = page(desk, "/ask/councils-covered-most?since=2020-01-01")
    (link,) = shown.xpath("//a[text()='Link to this question']/@href")
    assert link.startswith("/ask/councils-covered-most?since=2020-01-01&until=20")
    again = page(desk, link)
    assert table(again) == table(shown)
    assert "The link was made" not in again.text_content()


def test_a_link_to_other_data_says_so(desk: OpenDesk) -> None:
    said = words(desk, "/ask/walls-by-outlet?as_of=2026-01-05T06:00:00%2B00:00")
    assert "The link was made on the data as of 5 Jan 2026, 06:00" in said


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/ask/coverage-share?since=soon", "since takes a day such as 2026-11-28; it is 'soon'"),
        ("/ask/funding-over?millions=many", "millions takes a number; it is 'many'"),
        ("/ask/funding-over?pounds=3", "has no parameter 'pounds'; it takes millions, since"),
        ("/ask/walls-by-outlet?as_of=never", "as_of is no time"),
    ],
)
def test_a_value_that_cannot_be_is_told_beside_the_form(desk: OpenDesk, address: str, sentence: str) -> None:
    assert sentence in page(desk, address, status=422).text_content()


def test_what_was_given_stays_in_the_form_when_it_is_wrong(desk: OpenDesk) -> None:
    wrong = page(desk, "/ask/coverage-share?since=%3Cb%3Esoon", status=422)
    assert wrong.xpath("//input[@name='since']/@value") == ["<b>soon"]


def test_there_are_no_other_questions(desk: OpenDesk) -> None:
    for name in ("nothing", "__init__", "trust-timeline.sql"):
        assert "There is no such question" in page(desk, f"/ask/{name}", status=404).text_content()


def test_a_value_is_bound_and_escaped(desk: OpenDesk) -> None:
    answer = desk.client.get("/ask/grades-over-time", params={"council": "'; <script>alert(1)</script> --"})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "No row answers this" in answer.text


def rows_of_file(desk: OpenDesk, address: str) -> list[dict[str, str]]:
    answer = desk.client.get(address)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_the_file_holds_the_rows_that_the_page_leaves_out(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask, "SHOWN_ROWS", 3)
    shown = page(desk, "/ask/reported-by-nobody")
    assert len(table(shown)) == 1 + 3
    assert "The first 3 rows are shown" in shown.text_content()
    (address,) = set(shown.xpath("//a[text()='CSV']/@href"))
    assert len(rows_of_file(desk, address)) > 100
    named = desk.client.get(address).headers["content-disposition"]
    assert named.startswith('attachment; filename="reported-by-nobody-as-of-20')


def test_no_passage_of_an_outlet_is_in_the_file(desk: OpenDesk) -> None:
    assert "passage" in table(page(desk, "/ask/funding-over"))[0]
    (row,) = rows_of_file(desk, "/ask/funding-over/csv")
    assert "passage" not in row
    assert "title" in row


def test_a_policy_is_chosen_from_those_that_are_tracked(desk: OpenDesk) -> None:
    options = page(desk, "/ask/policy-balance").xpath("//select[@name='policy']/option/@value")
    assert options[0] == ""
    assert "staying-put-to-21" in options


def test_slow_questions_are_stopped_the_third_is_told_to_wait_and_the_desk_answers(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "question_named", lambda _: SLOW)
    monkeypatch.setattr(asking, "ASK_SECONDS", 3.0)
    found: list[tuple[int, str]] = []

    def one() -> None:
        answer = desk.client.get("/ask/slow", timeout=30)
        found.append((answer.status_code, answer.text))

    threads = [threading.Thread(target=one) for _ in range(asking.ASKED_AT_ONCE)]
    for each in threads:
        each.start()
    time.sleep(1.0)
    waited = []
    refused = desk.client.get("/ask/slow")
    while any(each.is_alive() for each in threads):
        began = time.monotonic()
        desk.client.get("/healthz")
        waited.append(time.monotonic() - began)
        time.sleep(0.05)
    assert refused.status_code == 503
    assert "2 questions are being answered already" in refused.text
    assert [status for status, _ in found] == [422, 422]
    assert all("stopped after 3 s" in text for _, text in found)
    assert sorted(waited)[len(waited) // 2] < DESK_SECONDS
