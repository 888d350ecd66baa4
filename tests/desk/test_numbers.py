"""The page of numbers: what each figure counts, the same in picture, table and file."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import html

from desk.charts import HEIGHT, WIDTH, bar_chart, length_chart
from desk.figures.registry import FIGURES
from desk.figures.rows import kappa
from tests.desk.conftest import OpenDesk, open_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Serve a newsdesk on which Edith decided four cards, Ann two of them otherwise or alike, and one waits deferred."""
    for opened in open_desk(tmp_path_factory.mktemp("numbers")):
        rows = [row["candidate_id"] for row in opened.waiting()]
        for candidate, action in zip(rows, ("accept", "accept", "reject", "defer"), strict=False):
            more = {"reason": "other"} if action == "reject" else {}
            assert opened.decide(candidate, action, **more).status_code == 200
        for candidate, action in zip(rows, ("accept", "reject"), strict=False):
            more = {"reason": "other"} if action == "reject" else {}
            answer = opened.decide(candidate, action, editor="Ann", replaces=opened.standing(candidate), **more)
            assert answer.status_code == 200, answer.text
        yield opened


def filed(desk: OpenDesk, name: str) -> list[dict[str, str]]:
    answer = desk.client.get(f"/numbers/{name}/csv")
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}-2026-11-22.csv"'
    return list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))


def sections(desk: OpenDesk) -> dict[str, Any]:
    tree = html.fromstring(desk.client.get("/numbers").text)
    return {str(each.get("aria-labelledby")): each for each in tree.cssselect("section")}


# Blind reviews and channels of outlets have desks of their own: test_second_review, test_channels.
EMPTY_HERE = ("second-reviews", "channels")


@pytest.mark.parametrize("name", EMPTY_HERE)
def test_a_figure_without_rows_says_so_and_shows_no_table(desk: OpenDesk, name: str) -> None:
    section = sections(desk)[name]
    assert section.cssselect(".empty")
    assert section.cssselect("table, .bars") == []


@pytest.mark.parametrize("name", [figure.name for figure in FIGURES if figure.name not in EMPTY_HERE])
def test_the_table_and_the_file_have_the_same_rows(desk: OpenDesk, name: str) -> None:
    table = sections(desk)[name].cssselect("tbody")[-1]
    assert len(table.cssselect("tr")) == len(filed(desk, name)) > 0


def test_every_week_of_an_outlet_is_there(desk: OpenDesk) -> None:
    rows = [row for row in filed(desk, "coverage") if row["outlet"] == "Community Care"]
    assert len(rows) == 26
    assert rows[-1]["week"] == "2026-11-16"
    assert sum(int(row["articles"]) for row in rows) == 14


def test_a_deferred_card_waits_apart(desk: OpenDesk) -> None:
    rows = filed(desk, "queue-age")
    waiting = desk.client.get("/api/queue").json()["total"]
    assert [sum(int(row[name]) for row in rows) for name in ("to_decide", "deferred")] == [waiting, 1]


def test_decisions_are_counted_by_editor(desk: OpenDesk) -> None:
    counted = {row["editor"]: (row["decisions"], row["accepted"], row["rejected"]) for row in filed(desk, "decisions")}
    assert counted == {"Ann": ("2", "1", "1"), "Edith": ("4", "2", "1")}


def test_two_editors_agree_on_what_each_said_last(desk: OpenDesk) -> None:
    assert filed(desk, "agreement") == [
        {"editor": "Ann", "other": "Edith", "passages": "2", "agreed": "1", "share": "0.5", "kappa": "0.0"}
    ]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((50, 35, 25, 30), 0.4), ((10, 10, 5, 5), 1.0), ((10, 0, 5, 5), -1.0), ((4, 4, 4, 4), None)],
)
def test_kappa_is_cohens(counts: tuple[int, int, int, int], expected: float | None) -> None:
    found = kappa(*counts)
    assert (found if found is None else round(found, 9)) == expected


def test_bars_stand_to_one_scale() -> None:
    chart = bar_chart(["a", "b"], {"one": [2, 4], "two": [0, 1]})
    assert [[bar.height for bar in row.bars] for row in chart.rows] == [[HEIGHT / 2, HEIGHT], [HEIGHT / 4]]
    assert [row.total for row in chart.rows] == [6, 1]


def test_bars_lie_to_one_scale() -> None:
    chart = length_chart({"one": 4, "two": 1, "three": 0})
    assert [[bar.width for bar in row.bars] for row in chart.rows] == [[WIDTH], [WIDTH / 4], []]


def test_there_is_no_other_figure(desk: OpenDesk) -> None:
    assert desk.client.get("/numbers/luck/csv").status_code == 404


def test_what_is_written_under_bars_stands_in_percent_of_the_width() -> None:
    assert [label.x for label in bar_chart(["a", "b"], {"one": [2, 4]}).labels] == [25, 75]


def test_one_day_alone_is_a_bar_in_the_middle_and_no_wall() -> None:
    (bar,) = bar_chart(["today"], {"Edith": [5]}).rows[0].bars
    assert bar.width < WIDTH / 5
    assert bar.x + bar.width / 2 == WIDTH / 2
