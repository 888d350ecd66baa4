"""The pages beside the queue: what an editor and an operator must be able to read there."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from lxml import html

from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import NOW, RUN, article_of, lead, revision
from warehouse.records import Run, identifier
from warehouse.vocabulary.collection import RunKind, RunState


def words(desk: OpenDesk, path: str) -> str:
    """Return a page's text, as a reader sees it."""
    answer = desk.client.get(path)
    assert answer.status_code == 200, answer.text
    return " ".join(" ".join(html.fromstring(answer.content).xpath("//body")[0].itertext()).split())


def test_the_list_of_policies_counts_what_waits_and_what_was_decided(tmp_path_factory: pytest.TempPathFactory) -> None:
    for desk in open_desk(tmp_path_factory.mktemp("policies")):
        for row, action in zip(
            desk.waiting(policy="trusts-for-weakest-councils"), ("accept", "reject", "defer"), strict=False
        ):
            desk.decide(row["candidate_id"], action)
        page = html.fromstring(desk.client.get("/policies").content)
        (row,) = [row for row in page.xpath("//tbody/tr") if "Move failing" in row.text_content()]
        cells = [" ".join(cell.text_content().split()) for cell in row.xpath("td")]
        assert cells == ["in progress", "11", "1", "1", "1", "20 Nov 2026", "2 days"]
        list_of = "/?policy=trusts-for-weakest-councils"
        states = ("deferred", "accepted", "rejected")
        assert row.xpath("td/a/@href") == [list_of, *(f"{list_of}&state={state}" for state in states)]
        assert row.xpath("td/a/@aria-label") == [f"1 candidate {state}" for state in states]
        dossier = html.fromstring(desk.client.get("/policies/trusts-for-weakest-councils").content)
        assert "11 candidates to decide, 1 deferred, 1 accepted, 1 rejected" in dossier.text_content()


def test_a_dossier_has_the_promise_the_criteria_and_the_evidence_with_its_quotation(desk: OpenDesk) -> None:
    path = "/policies/trusts-for-weakest-councils"
    assert "No candidate has been accepted yet" in words(desk, path)
    row = desk.waiting()[0]
    desk.decide(row["candidate_id"], "accept", editor="Anna", note="Confirmed by phone.")
    text = words(desk, path)
    for part in (
        "Take children's services away from the councils that do worst",
        "Conservative, 2017",
        "Nine trusts have been set up",
        "Delivered if Every council judged inadequate twice",
        "0 advancing, 1 contradicting, 0 of context",
        "2 days without any",
        row["passage"],
        "Accepted by Anna",
        "“Confirmed by phone.”",
        "13 candidates to decide",
        "No evidence since 20 November 2026; monitoring was 25% complete",
        "; 13 candidates wait undecided",
    ):
        assert part in text, part
    desk.decide(row["candidate_id"], "reopen", editor="Anna", replaces=desk.standing(row["candidate_id"]))
    assert "No candidate has been accepted yet" in words(desk, path)


def test_an_article_shows_its_text_its_comments_apart_and_where_its_dates_came_from(desk: OpenDesk) -> None:
    path = f"/articles/{article_of(lead())}"
    text = words(desk, path)
    for part in (
        "By A Reporter",
        "registration wall",
        "The country's first trust is to close",
        "An earlier version gave the number of staff as 500.",
        "Readers' comments (2)",
        "Anonymous They will move with the staff.",
        "json-ld 2026-11-20T07:15:00+00:00 20 Nov 2026, 07:15 chosen",
        "text 20/11/26 not readable",
        "score 94%, open",
        "Doncaster: inadequate Ofsted's table says",
    ):
        assert part in text, part
    kinds = html.fromstring(desk.client.get(path).content).xpath("//div[@class='text']//mark/@class")
    marked = {word for kind in kinds for word in kind.split()}
    assert marked == {"council", "trust", "funding", "judgement", "event", "passage"}


def test_an_edited_article_shows_either_text(desk: OpenDesk) -> None:
    path = f"/articles/{revision('edited').article_id}"
    page = html.fromstring(desk.client.get(path).content)
    assert "The second text." in page.text_content()
    (earlier,) = page.xpath("//table//a/@href")
    assert "The first text." in words(desk, earlier)
    assert desk.client.get(f"{path}?revision={identifier('another')}").status_code == 404


def test_a_withdrawn_article_says_so_and_keeps_its_text(desk: OpenDesk) -> None:
    text = words(desk, f"/articles/{revision('gone', outlet='cypnow').article_id}")
    assert "Withdrawn by the outlet: the outlet answers 410" in text
    assert "It said something." in text


def test_outlets_tell_the_sick_from_the_well(desk: OpenDesk) -> None:
    page = html.fromstring(desk.client.get("/outlets").content)
    text = {" ".join(row.xpath("th")[0].text_content().split()): row for row in page.xpath("//tbody/tr")}
    sick, well, off = (
        next(row for name, row in text.items() if name.startswith(start)) for start in ("CYP", "Comm", "The MJ")
    )
    assert "no answer from www.cypnow.co.uk" in sick.text_content()
    assert sick.xpath(".//span[@class='bad' and text()='failed']")
    assert "2 h ago" in well.text_content()
    assert not well.xpath(".//span[@class='bad']")
    assert "fetches, " in well.text_content()
    assert "its robots.txt asks us not to" in off.text_content()
    assert not off.xpath(".//span[@class='bad']")
    assert "feed gone at CYP Now: three runs in a row" in words(desk, "/outlets")


def test_runs_show_balanced_books(desk: OpenDesk) -> None:
    page = html.fromstring(desk.client.get("/runs").content)
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.xpath("//tbody/tr")]
    assert rows[0][3:5] == ["failed", "0"]
    fetched, *outcomes = (int(cell) for cell in rows[1][4:10])
    assert fetched == sum(outcomes) > 0
    assert rows[1][10] == "balanced"


def test_quarantine_says_who_when_what_and_where(desk: OpenDesk) -> None:
    text = words(desk, "/quarantine")
    for part in (
        "22 Nov 2026, 06:00",
        "CYP Now",
        "step extract",
        "too deep",
        "412 levels",
        "cypnow.co.uk/broken",
        "warc.gz at 1024",
    ):
        assert part in text, part


def test_review_shows_the_doubtful_the_most_doubtful_first(desk: OpenDesk) -> None:
    page = html.fromstring(desk.client.get("/review").content)
    shares = [int(cell.text_content().strip("%")) for cell in page.xpath("//tbody/tr/td[1]")]
    assert shares == [20, 55]


def status(desk: OpenDesk) -> tuple[str, bool]:
    page = html.fromstring(desk.client.get("/runs").content)
    (said,) = page.xpath("//span[@class='state']/span[1]")
    return said.text_content(), said.get("class") == "bad"


@pytest.fixture
def aged_desk(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[OpenDesk]:
    hours: float | None = request.param
    ended = None if hours is None else NOW - timedelta(hours=hours)
    run = Run(
        RUN,
        RunKind.INGEST,
        "cypnow",
        NOW - timedelta(hours=30),
        ended,
        RunState.FINISHED if ended else RunState.RUNNING,
        "",
    )
    yield from open_desk(tmp_path_factory.mktemp("aged"), (run,))


@pytest.mark.parametrize(
    ("aged_desk", "said"),
    [(3, ("Last successful load 3 h ago", False)), (9, ("Last successful load 9 h ago", True)), (None, ("Last successful load never", True))],
    indirect=["aged_desk"],
)  # fmt: skip
def test_every_page_says_how_old_the_data_are_and_in_red_when_they_are_old(
    aged_desk: OpenDesk, said: tuple[str, bool]
) -> None:
    assert status(aged_desk) == said


def test_a_run_that_never_ended_is_overdue(tmp_path_factory: pytest.TempPathFactory) -> None:
    run = Run(RUN, RunKind.INGEST, "cypnow", NOW - timedelta(hours=30), None, RunState.RUNNING, "")
    for desk in open_desk(tmp_path_factory.mktemp("overdue"), (run,)):
        assert "running, overdue" in words(desk, "/runs")


def test_older_runs_are_a_page_away(tmp_path_factory: pytest.TempPathFactory) -> None:
    runs = tuple(
        Run(
            identifier("run", str(n)),
            RunKind.INGEST,
            "cypnow",
            NOW - timedelta(minutes=n),
            NOW,
            RunState.FINISHED,
            f"run number {n}.",
        )
        for n in range(130)
    )
    for desk in open_desk(tmp_path_factory.mktemp("older"), runs):
        page = html.fromstring(desk.client.get("/runs").content)
        (older,) = page.xpath("//a[text()='Older runs']/@href")
        assert "run number 99." in words(desk, "/runs")
        text = words(desk, older)
        assert "run number 100." in text
        assert "run number 129." in text
        assert "run number 99." not in text
        assert desk.client.get("/runs?before=yesterday").status_code == 422


def test_only_the_demo_says_that_the_newsroom_is_recorded(desk: OpenDesk, demo_desk: OpenDesk) -> None:
    for path in ("/", "/policies", "/outlets"):
        assert "Recorded newsroom: invented articles" in words(demo_desk, path)
        assert "Recorded newsroom" not in words(desk, path)


def test_the_demo_links_to_no_outlet(demo_desk: OpenDesk) -> None:
    for path in ("/", f"/articles/{article_of(lead())}", "/quarantine", "/review"):
        addresses = html.fromstring(demo_desk.client.get(path).content).xpath("//a/@href")
        assert all(address.startswith(("/", "#")) for address in addresses)
