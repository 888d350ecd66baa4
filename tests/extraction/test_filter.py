"""The filter: a line in, a line out, in order."""

import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

from pipelines import extract_filter
from pipelines.extract import extract
from pipelines.extract_filter import Unread
from pipelines.page import RawPage

PAGE = Path(__file__).parent / "pages" / "wordpress_comments" / "page.html"
KEYS = [
    "id", "url", "title", "standfirst", "authors", "published", "published_precision", "modified", "text", "corrections", "comments", "wall", "language",
    "confidence", "reasons",
]  # fmt: skip


def answers(*lines: str, jobs: int = 1) -> tuple[Unread, list[dict[str, object]]]:
    output = io.StringIO()
    failed = extract_filter.extract_stream(lines, output, jobs)
    return failed, [json.loads(line) for line in output.getvalue().splitlines()]


def request(number: int, path: Path) -> str:
    return json.dumps({"id": number, "url": "https://carepractice.example/a", "path": str(path)}) + "\n"


def test_every_line_is_answered_in_order_whatever_becomes_of_it(tmp_path: Path) -> None:
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(gzip.compress(PAGE.read_bytes()))
    lines = [
        request(1, PAGE),
        "no json\n",
        request(3, tmp_path / "absent.html"),
        "\n",
        request(4, packed),
        '{"id": 5}\n',
    ]
    failed, got = answers(*lines, jobs=2)
    assert failed == Unread(lines=3, pages=0)
    assert [item["id"] for item in got] == [1, None, 3, 4, 5]
    assert got[0]["text"] == got[3]["text"]
    for item in (got[1], got[2], got[4]):
        assert sorted(item) == ["error", "id", "url"], "never an empty article"
        assert str(item["error"]).startswith("line ")


def test_an_answer_has_the_named_fields_and_others_none() -> None:
    failed, got = answers(request(1, PAGE))
    assert failed == Unread(lines=0, pages=0)
    assert sorted(got[0]) == sorted(KEYS)
    assert got[0]["published"] == "2024-06-14T09:30:00+01:00"
    assert got[0]["authors"] == ["Nerys Hallam"]


def test_a_refused_page_has_the_same_fields(tmp_path: Path) -> None:
    broken = tmp_path / "a.html"
    broken.write_bytes(b"%PDF-1.4")
    _, got = answers(request(1, broken))
    assert sorted(got[0]) == sorted(KEYS)
    assert got[0]["reasons"] == ["quarantined: not a page: the body is a PDF, whatever its type says"]


def test_the_reading_for_people_has_title_byline_text_and_comments() -> None:
    page = RawPage(PAGE.read_bytes(), None, None, "https://carepractice.example/a", datetime(2024, 7, 1, tzinfo=UTC))
    shown = extract_filter.readable(extract(page))
    assert shown.startswith("Trust to run council’s children’s homes\n=====")
    for words in (
        "By:         Nerys Hallam",
        "14 June 2024, 09:30",
        "[caption] Photo",
        "Comments (2)",
        "Tired manager · June",
    ):
        assert words in shown
