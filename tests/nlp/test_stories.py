"""Stories and the ledger: what belongs together, what only looks as if it did, and what each article is in its story."""

import io
import json
import random
from typing import Any

import pytest

from nlp import story_filter

RELEASE = (
    "Ofsted has rated children's services in Torbay good after a two-week inspection in March. "
    "Inspectors said that caseloads had fallen to sixteen for each social worker and that managers knew their staff.\n\n"
    "The council's director said that the town had worked for eight years to get there. "
    "“We stopped writing plans and began to knock on doors,” she said.\n\n"
    "A year ago the service required improvement to be good. The report praises the family group conferences that began in 2022."
)
INDEPENDENT = (
    "Torbay's child protection service, condemned three times in a decade, is now good, inspectors say. "
    "Families in Paignton told this paper that their social worker no longer changed every month.\n\n"
    "The Ofsted report notes caseloads of sixteen and family group conferences. Opposition councillors asked whether it would last."
)
ELSEWHERE = (
    "Ofsted has rated children's services in Luton good after a two-week inspection in March. "
    "Inspectors said that thresholds were clear and that the front door was well staffed.\n\n"
    "The council's cabinet member thanked foster carers. Two earlier reports had found that the service required improvement."
)


def article(name: str, title: str, text: str, published: str, outlet: str) -> dict[str, Any]:
    return {"id": name, "title": title, "text": text, "published": published, "outlet": outlet}


ARTICLES = [
    article("release", "Torbay children's services rated good", RELEASE, "2025-05-01", "council"),
    article(
        "copy", "Torbay praised by Ofsted", "By a reporter\n\n" + RELEASE.split("\n\n", 2)[0] + "\n\n" + RELEASE.split("\n\n")[1],
        "2025-05-02", "localgov",
    ),
    article("independent", "‘They knocked on our door’: Torbay's turnaround", INDEPENDENT, "2025-05-03", "bbc"),
    article("elsewhere", "Luton children's services rated good", ELSEWHERE, "2025-05-01", "cypnow"),
]  # fmt: skip


def run(stream: Any, articles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    output = io.StringIO()
    stream([json.dumps(one) for one in articles], output)
    return [json.loads(line) for line in output.getvalue().splitlines()]


def told(articles: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    return {row["id"]: (row["story"], row["relation"]) for row in run(story_filter.stories_stream, articles)}


def test_copies_and_reports_of_one_event_are_one_story_and_a_look_alike_is_another() -> None:
    assert told(ARTICLES) == {
        "release": ("release", "original"),
        "copy": ("release", "copy"),
        "independent": ("release", "independent"),
        "elsewhere": ("elsewhere", "original"),
    }


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_lines_changes_nothing(seed: int) -> None:
    mixed = list(ARTICLES)
    random.Random(seed).shuffle(mixed)
    assert told(mixed) == told(ARTICLES)


def test_the_same_event_a_year_later_is_another_story() -> None:
    later = {**ARTICLES[0], "id": "later", "published": "2026-05-01"}
    assert told([*ARTICLES, later])["later"] == ("later", "original")


def test_texts_without_dates_and_outlets_are_grouped_too() -> None:
    bare = [{"id": one["id"], "text": f"{one['title']}\n\n{one['text']}"} for one in ARTICLES]
    assert {name: story for name, (story, _) in told(bare).items()} == {
        "release": "release", "copy": "release", "independent": "release", "elsewhere": "elsewhere",
    }  # fmt: skip


def test_a_line_that_cannot_be_read_costs_itself_alone() -> None:
    output = io.StringIO()
    failed = story_filter.stories_stream(
        ["not json", json.dumps(ARTICLES[0]), '{"id": 3, "text": "a", "published": "soon"}'], output
    )
    rows = [json.loads(line) for line in output.getvalue().splitlines()]
    assert failed == 2
    assert rows[0]["error"].startswith("line 1: ")
    assert rows[1]["story"] == "release"
    assert rows[2]["id"] == 3
    assert rows[2]["error"].startswith("line 3: ")


def commitments(articles: list[dict[str, Any]]) -> list[tuple[float, list[tuple[str, str, str]]]]:
    texts = {one["id"]: one["text"] for one in articles}
    return [
        (row["amount"], [(m["id"], texts[m["id"]][m["start"] : m["end"]], m["role"]) for m in row["mentions"]])
        for row in run(story_filter.ledger_stream, articles)
    ]


FUND = "The Department for Education will give councils £84m over five years for its Strong Families programme, ministers have announced."
YEARLY = "Councils are to share £16.8m a year from the Strong Families programme of the Department for Education, ministers said."
OTHER = "The Ministry of Justice will spend £84m on repairs to the roofs of prisons and courts in Wales, officials have announced."


def test_a_total_and_its_yearly_share_are_one_commitment_and_an_equal_sum_for_something_else_is_another() -> None:
    found = commitments(
        [
            article("first", "£84m for Strong Families programme", FUND, "2025-02-01", "govuk_dfe"),
            article(
                "later", "Strong Families programme to give councils £16.8m a year", YEARLY, "2025-02-02", "cypnow"
            ),
            article("other", "Prison roofs to be mended", OTHER, "2025-02-01", "lgc"),
        ]
    )
    assert (84e6, [("first", "£84m over five years", "first"), ("later", "£16.8m a year", "later mention")]) in found
    assert (84e6, [("other", "£84m", "first")]) in found


def test_a_commitment_says_what_it_is_for() -> None:
    (row,) = run(story_filter.ledger_stream, [article("first", "£84m", FUND, "2025-02-01", "govuk_dfe")])
    assert row["purpose"] == FUND
    assert row["period"] == "5y"
    assert row["giver"] == "department-for-education"


def test_invisible_characters_hide_no_sum_and_offsets_are_those_of_the_printed_text() -> None:
    printed = FUND.replace("£84m over", "£8\u00ad4\u200bm over")
    ((amount, [(_, surface, _)]),) = commitments([article("first", "£84m", printed, "2025-02-01", "govuk_dfe")])
    assert (amount, surface) == (84e6, "£8\u00ad4\u200bm over five years")


def test_a_copy_with_soft_hyphens_is_a_copy() -> None:
    copied = {**ARTICLES[0], "id": "hyphens", "outlet": "lgc", "published": "2025-05-02"}
    copied["text"] = copied["text"].replace("social", "so\u00adcial").replace("inspect", "in\u00adspect")
    assert told([ARTICLES[0], copied])["hyphens"] == ("release", "copy")
