"""The filter behind `pledgewatch tag`: its shape, its order, and that one bad line costs itself alone."""

import io
import json
import resource

import pytest

from nlp import tag_filter

TEXT = "Slough council was rated inadequate by Ofsted. Slough council got at least £2m a year."


def run(*lines: str, jobs: int = 1, explain: bool = False) -> tuple[int, list[str]]:
    output = io.StringIO()
    failed = tag_filter.tag_stream(lines, output, jobs=jobs, explain=explain)
    return failed, output.getvalue().splitlines()


def line(identifier: object, text: str = TEXT, **more: object) -> str:
    return json.dumps({"id": identifier, "text": text, **more})


def test_a_line_has_the_tags_in_the_agreed_shape():
    failed, (answer,) = run(line("a", title="Slough", published="2022-01-31T09:00:00Z"))
    assert failed == 0
    found = json.loads(answer)
    assert found == {
        "id": "a",
        "mentions": [
            {"label": "COUNCIL", "start": start, "end": start + 14, "text": "Slough council", "id": "E06000039", "confidence": 0.99}
            for start in (0, 47)
        ],
        "funding": [
            {"start": 66, "end": 85, "text": "at least £2m a year", "min": 2000000, "max": None, "period": "1y", "kind": found["funding"][0]["kind"],
             "giver_id": None, "giver_certainty": None, "receiver_id": "E06000039", "receiver_certainty": found["funding"][0]["receiver_certainty"]}
        ],
        "judgements": [{"council": "E06000039", "grade": "inadequate"}],
    }  # fmt: skip


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "[]",
        '{"id": 1}',
        '{"text": "no id"}',
        '{"id": 1, "text": 5}',
        '{"id": 1, "text": "x", "published": "soon"}',
    ],
)
def test_a_bad_line_costs_itself_alone(bad):
    failed, answers = run(line(1), bad, line(3))
    assert failed == 1
    assert [("error" in json.loads(answer)) for answer in answers] == [False, True, False]
    assert "line 2" in json.loads(answers[1])["error"]


def test_a_document_that_breaks_the_tagger_costs_itself_alone(monkeypatch):
    class Breaking:
        def tag(self, text, title, published):
            raise RecursionError("poison")

    good = tag_filter._answer(1, line(1), False)
    monkeypatch.setattr(tag_filter, "_tagger", Breaking)
    wrong, answer = tag_filter._answer(2, line(2), False)
    assert not good[0]
    assert wrong
    assert json.loads(answer) == {"id": 2, "error": "line 2: RecursionError: poison"}


def test_blank_lines_are_passed_over():
    assert run("", "\n", line(1))[1] == run(line(1))[1]


def test_several_jobs_give_the_same_lines_in_the_same_order():
    lines = [line(number, f"{TEXT} Again {number}.") for number in range(40)] + ["bad"]
    assert run(*lines, jobs=2) == run(*lines)


def test_a_lone_surrogate_is_written_as_its_escape():
    answer = run('{"id": 1, "text": "Slough \\ud800 council and Kent County Council \\ud800"}')[1][0]
    answer.encode("utf-8")
    assert [one["text"] for one in json.loads(answer)["mentions"]][-1] == "Kent County Council"


def test_explain_says_why_a_name_is_no_council():
    text = "Kent Police met Slough council. Ofsted inspected services."
    _, answers = run(line("a", text), explain=True)
    whole = "\n".join(answers)
    assert "not a council" in whole
    assert "“Police” follows" in whole
    assert "COUNCIL E06000039 Slough Borough Council" in whole


@pytest.mark.long
@pytest.mark.alone
def test_memory_stays_level_over_fifty_thousand_documents():
    class Sink(io.StringIO):
        def write(self, text: str) -> int:
            return len(text)

    def documents(first: int, count: int):
        for number in range(first, first + count):
            yield line(number, f"{TEXT} Reference Qx{number}zy and Wv{number * 7}u of Slough council.")

    tag_filter.tag_stream(documents(0, 5_000), Sink())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tag_filter.tag_stream(documents(5_000, 50_000), Sink())
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 20_000  # kilobytes
