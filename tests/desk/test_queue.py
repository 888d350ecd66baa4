"""The queue: the strongest first, every candidate once, and counts that agree with it."""

from collections.abc import Iterator

import pytest
from lxml import html

from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import POLICIES, lead, queue_fillers
from warehouse.records import Revision

NUMBER = 120  # more than two pages


@pytest.fixture(scope="module")
def long_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    yield from open_desk(tmp_path_factory.mktemp("long"), queue_fillers(NUMBER))


@pytest.fixture(scope="module")
def empty_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    yield from open_desk(tmp_path_factory.mktemp("empty"), ())


def test_paging_shows_every_candidate_once_in_order(long_desk: OpenDesk) -> None:
    rows = long_desk.all_waiting()
    assert len({row["candidate_id"] for row in rows}) == len(rows) == NUMBER
    places = [(-row["score"], row["candidate_id"]) for row in rows]
    assert places == sorted(places)


def test_paging_goes_on_rightly_after_decisions_on_the_page_before(long_desk: OpenDesk) -> None:
    first = long_desk.client.get("/api/queue").json()
    before = long_desk.all_waiting()
    for row in first["candidates"][:3]:
        long_desk.decide(row["candidate_id"], "defer")
    second = long_desk.client.get("/api/queue", params={"after": first["next"]}).json()
    assert [row["candidate_id"] for row in second["candidates"]] == [row["candidate_id"] for row in before[50:100]]


@pytest.mark.parametrize(
    ("filters", "column", "value"),
    [
        ({"policy": "multi-year-council-funding"}, "policy_id", "multi-year-council-funding"),
        ({"outlet": "cypnow"}, "outlet_id", "cypnow"),
        ({"stance": "contradicts"}, "stance", "contradicts"),
        ({"policy": "trusts-for-weakest-councils", "stance": "context"}, "stance", "context"),
        ({"direction": "contradicts"}, "direction", "contradicts"),
    ],
)
def test_a_filter_leaves_what_it_names(long_desk: OpenDesk, filters: dict[str, str], column: str, value: str) -> None:
    rows = long_desk.all_waiting(**filters)
    assert rows
    assert {row[column] for row in rows} == {value}
    assert long_desk.client.get("/api/queue", params=filters).json()["total"] == len(rows)


def test_counts_by_policy_agree_with_the_queue(long_desk: OpenDesk) -> None:
    counts = long_desk.client.get("/api/queue", params={"outlet": "communitycare"}).json()["counts"]
    assert set(counts) == {policy.policy_id for policy in POLICIES}
    for policy_id, number in counts.items():
        assert len(long_desk.all_waiting(outlet="communitycare", policy=policy_id)) == number


@pytest.mark.parametrize("value", ["'; COPY x TO '/tmp/y'; --", "read_text('/etc/passwd')", "(select 1)", "A B"])
@pytest.mark.parametrize("name", ["policy", "outlet", "stance", "direction", "state", "after", "candidate"])
def test_a_filter_of_sql_is_refused(long_desk: OpenDesk, name: str, value: str) -> None:
    assert long_desk.client.get("/", params={name: value}).status_code == 422


def test_the_first_card_is_selected_and_another_may_be(long_desk: OpenDesk) -> None:
    rows = long_desk.waiting()
    assert f'id="card" tabindex="-1" aria-labelledby="card-title" data-candidate="{rows[0]["candidate_id"]}"' in (
        long_desk.client.get("/").text
    )
    wanted = rows[7]["candidate_id"]
    page = long_desk.client.get("/", params={"candidate": wanted}).text
    assert f'aria-labelledby="card-title" data-candidate="{wanted}"' in page
    assert page.count('aria-current="true"') == 2  # in the list, and the policy filter's


def test_an_empty_queue_says_why(empty_desk: OpenDesk) -> None:
    assert "Nothing has been loaded yet" in empty_desk.client.get("/").text
    assert "No candidate is left under this filter" in empty_desk.client.get("/?stance=context").text


def test_a_card_shows_all_that_an_editor_weighs(desk: OpenDesk) -> None:
    page = desk.client.get("/").text
    assert "<strong>Community Care</strong> <time datetime=" in page
    assert "20 November 2026</time>" in page
    for words in (
        "registration wall",
        "text 55% sure",
        '<span class="badge contradicts">contradicts</span>',
        "The passage says that a trust&#39;s services return to the council",
        "the text ends at a registration wall",
        '<mark class="passage funding" title="spent, over 5 years, from Doncaster, announced before">£84 million</mark>',
        "Ofsted&#39;s table says ",
        "Failed if",
        "2 paragraphs after",
        'href="https://www.communitycare.co.uk/2026/11/20/doncaster-takes-services-back" rel="noreferrer noopener"',
    ):
        assert words in page, words
    assert '<mark class="passage term' in page


def test_the_article_of_a_card_is_whole(desk: OpenDesk) -> None:
    page = html.fromstring(desk.client.get("/").text)
    (card,) = page.xpath("//article[@id='card']")
    texts = [" ".join(paragraph.text_content().split()) for paragraph in card.xpath(".//div[@class='text']//p")]
    text = next(record.text for record in lead() if isinstance(record, Revision))
    assert texts == text.split("\n\n")


def test_the_data_of_a_candidate_hold_the_passage_and_the_mentions(desk: OpenDesk) -> None:
    row = desk.waiting()[0]
    data = desk.client.get(f"/api/candidates/{row['candidate_id']}").json()
    assert data["text"][data["start"] : data["end"]] == data["passage"]
    assert {group["word"] for group in data["lines"]} == {"Councils", "Trusts", "Funding", "Judgements", "Events"}
