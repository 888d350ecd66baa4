import json
from pathlib import Path
from typing import Any

import pytest

from nlp.training.marked_documents import GoldError, document, learned, read_marked
from nlp.training.train_grades import QUOTED, rows
from tests.nlp.gold_check import FILES, FRESH, problems, shared

MORE = Path(__file__).parents[2] / "nlp" / "training" / "names_more.jsonl"

ROW: dict[str, Any] = {
    "id": "x1",
    "url": "https://www.example.org/x1",
    "title": "A title",
    "published": "2016-01-01",
    "marked": "Ofsted judged [[COUNCIL:E06000039|Slough]] inadequate. "
    + "Nobody was surprised by any of it at all. " * 9,
    "judgements": [{"council": "E06000039", "grade": "inadequate"}],
    "policies": [{"policy": "P1", "stance": "context"}],
}


def test_the_gold_files_hold_what_the_guidelines_ask() -> None:
    tune, test = (read_marked(path) for path in FILES)
    assert [*problems(tune), *problems(test), *shared(tune, test)] == []
    assert list(problems(read_marked(FRESH))) == []


def test_no_document_that_is_learned_from_is_scored() -> None:
    quoted = [gold for name in QUOTED for _, gold in rows(name)]
    for path in (*FILES, FRESH, FRESH.with_name("names_blind.jsonl")):
        assert list(shared([*learned(), *quoted], read_marked(path))) == [], path.name


def test_documents_that_wait_to_be_learned_from_are_read_and_not_scored() -> None:
    waiting = read_marked(MORE)
    assert len(waiting) >= 50
    for path in (*FILES, FRESH, FRESH.with_name("names_blind.jsonl"), FRESH.with_name("names_unseen.jsonl")):
        assert list(shared(waiting, read_marked(path))) == [], path.name


def test_there_are_enough_documents_on_and_off_the_subject_in_each_half() -> None:
    for path in FILES:
        documents = read_marked(path)
        on = [d for d in documents if d.document_id.startswith("s")]
        assert len(documents) >= 75
        assert abs(2 * len(on) - len(documents)) <= 8


def test_a_sound_document_has_no_problem() -> None:
    assert list(problems([document(ROW)])) == []


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("marked", ROW["marked"].replace("E06000039|", "E06009999|"), "there is no council"),
        ("marked", ROW["marked"].replace("[[COUNCIL:E06000039|Slough]]", "[[TRUST:no-such|Slough]]"), "there is no trust"),
        ("marked", "[[COUNCIL:E06000039|Slough]] is inadequate.", "3 words"),
        ("marked", ROW["marked"].replace("E06000039|", "E47000001|"), "combined authority"),
        ("marked", ROW["marked"].replace("E06000039|", "E06000063|"), "began on 2023-04-01"),
        ("marked", ROW["marked"] + "Leeds City Council did not reply.", "'Leeds City Council' is not marked"),
        ("marked", ROW["marked"].replace(" inadequate.", " poor."), "the text nowhere says 'inadequate'"),
        ("judgements", [{"council": "E06000040", "grade": "inadequate"}], "not marked"),
    ],
)  # fmt: skip
def test_a_wrong_document_is_found_out(key: str, value: object, words: str) -> None:
    assert any(words in problem for problem in problems([document({**ROW, key: value})]))


@pytest.mark.parametrize(
    "marked",
    [
        "[[COUNCIL:E06000039|Slough]",
        "[[TOWN:E06000039|Slough]]",
        "[[COUNCIL:E06000039| Slough]]",
        "[[FUNDING:min=1 max=2|£1]]",
        "[[FUNDING:min=3 max=2 period=none kind=gap|£3]]",
        "[[FUNDING:min=3 max=3 period=1m kind=gap|£3]]",
        "[[FUNDING:min=3 max=3 period=1y kind=gift|£3]]",
    ],
)
def test_a_mark_that_does_not_parse_is_refused(marked: str) -> None:
    with pytest.raises(GoldError, match="x1"):
        document({**ROW, "marked": marked})


def test_a_document_in_both_files_is_found_out() -> None:
    first, second = document(ROW), document({**ROW, "id": "x2"})
    assert any("shares" in problem for problem in shared([first], [second]))


def test_every_line_has_the_keys_of_the_format() -> None:
    for path in FILES:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            assert set(json.loads(line)) == set(ROW)
