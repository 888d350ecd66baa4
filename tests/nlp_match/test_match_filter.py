import io
import json
from pathlib import Path

import pytest

from nlp.evidence.policies import PolicyFileError
from nlp.match_filter import match_stream

ARTICLE = {
    "id": 7,
    "title": "Three councils share a regional adoption agency",
    "published": "2018-04-01",
    "text": "Leeds, Bradford and Calderdale councils have set up a regional adoption agency, which opened on Sunday.",
}


def filtered(*articles: object) -> list[dict[str, object]]:
    out = io.StringIO()
    assert match_stream([json.dumps(article) for article in articles], out) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_article_on_a_policy_comes_out_with_its_candidates() -> None:
    (row,) = filtered(ARTICLE)
    assert row["id"] == 7
    candidates = row["candidates"]
    assert isinstance(candidates, list)
    assert candidates[0]["policy"] == "regional-adoption-agencies"
    assert candidates[0]["stance"] == "advances"
    assert candidates[0]["direction"] == "advances"
    assert set(candidates[0]) == {
        "policy", "score", "stance", "direction", "criterion", "sentence", "start", "end", "field", "reason",
    }  # fmt: skip


def test_order_and_articles_without_candidates_are_kept() -> None:
    assert [row["id"] for row in filtered({"id": "a", "text": "Rain."}, ARTICLE, {"id": "b", "text": ""})] == [
        "a",
        7,
        "b",
    ]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"id": 1}', '{"text": "x"}', '{"id": 1, "text": "x", "published": "May"}']
)
def test_a_line_that_is_no_article_costs_itself_alone(line: str) -> None:
    out = io.StringIO()
    assert match_stream(["", line, json.dumps(ARTICLE)], out) == 1
    wrong, right = (json.loads(row) for row in out.getvalue().splitlines())
    assert "line 2" in wrong["error"]
    assert right["candidates"]


def test_a_lone_surrogate_does_not_stop_the_filter() -> None:
    out = io.StringIO()
    match_stream([json.dumps({"id": "\ud800", "text": "\ud800 regional adoption agency councils"})], out)
    out.getvalue().encode("utf-8")
    assert json.loads(out.getvalue())["error"].startswith("line 1: ")


def test_a_policy_file_with_a_mistake_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    path = tmp_path / "policies.toml"
    path.write_text("[[policy]]\nid = 1\n", encoding="utf-8")
    with pytest.raises(PolicyFileError):
        match_stream(iter([]), io.StringIO(), path)
