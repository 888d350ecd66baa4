"""The filter behind `pledgewatch tag`: JSON lines of documents in, JSON lines of tags out, in the same order.

In:  {"id", "title", "published", "text"}; `title` and `published` (a date, or null) may be missing.
Out: {"id", "mentions": [{"label", "start", "end", "text", "id", "confidence"}],
      "funding": [{"start", "end", "text", "min", "max", "period", "kind", "giver_id", "giver_certainty",
                   "receiver_id", "receiver_certainty"}], a code or a slug each, null where the text does not say, "judgements": [{"council", "grade"}]}
     with "notes" where a long text was tagged in pieces, and "error" in place of tags for a line that could not be
     tagged: one such line costs itself alone.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from functools import cache
from itertools import islice
from multiprocessing import get_context
from typing import Any, TextIO

from nlp.explain import explain as explained
from nlp.tagger import Tagger, load_tagger
from warehouse.records import Tags

BATCH = 16  # lines that a worker gets at once: enough to hide the cost of passing them
AHEAD = 4  # batches in flight for each worker: what bounds the memory, however long the input


def tag_stream(source: Iterable[str], output: TextIO, jobs: int = 1, explain: bool = False) -> int:
    """Tag each line of `source`, write one line for each to `output`, and return how many could not be tagged.

    Blank lines are passed over. With `explain` the output is for people: each name, what it was taken for, and why.
    """
    lines = ((number, line) for number, line in enumerate(source, start=1) if line.strip())
    failed = 0
    for wrong, answer in _answers(lines, jobs, explain):
        output.write(_encodable(answer) + "\n")
        failed += wrong
    return failed


def _answers(lines: Iterator[tuple[int, str]], jobs: int, explain: bool) -> Iterator[tuple[bool, str]]:
    if jobs <= 1:
        for number, line in lines:
            yield _answer(number, line, explain)
        return
    batches = iter(lambda: list(islice(lines, BATCH)), [])
    pool = _pool(jobs)
    waiting: deque[tuple[list[tuple[int, str]], Future[list[tuple[bool, str]]]]] = deque()
    try:
        for batch in batches:
            waiting.append((batch, pool.submit(_answer_all, batch, explain)))
            if len(waiting) >= AHEAD * jobs:
                answers, pool = _settle(*waiting.popleft(), pool, jobs, explain)
                yield from answers
        while waiting:
            answers, pool = _settle(*waiting.popleft(), pool, jobs, explain)
            yield from answers
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))


def _settle(
    batch: list[tuple[int, str]], future: Future[list[tuple[bool, str]]], pool: ProcessPoolExecutor, jobs: int, explain: bool
) -> tuple[list[tuple[bool, str]], ProcessPoolExecutor]:  # fmt: skip
    """Return a batch's answers, and the pool to go on with: when a worker died, its lines are tried again one by one."""
    try:
        return future.result(), pool
    except BrokenProcessPool:
        answers: list[tuple[bool, str]] = []
        for number, line in batch:
            with _pool(1) as single:
                try:
                    answers.extend(single.submit(_answer_all, [(number, line)], explain).result())
                except BrokenProcessPool:
                    answers.append((True, _error(number, None, "the worker died")))
        return answers, _pool(jobs) if getattr(pool, "_broken", False) else pool


@cache
def _tagger() -> Tagger:
    return load_tagger()


def _answer_all(batch: list[tuple[int, str]], explain: bool) -> list[tuple[bool, str]]:
    return [_answer(number, line, explain) for number, line in batch]


def _answer(number: int, line: str, explain: bool) -> tuple[bool, str]:
    """Return whether a line failed, and what to write for it."""
    identifier: object = None
    try:
        document = json.loads(line)
        if not isinstance(document, dict) or not isinstance(document.get("text"), str) or "id" not in document:
            return True, _error(number, None, 'wanted an object with "id" and "text"')
        identifier = document["id"]
        title = str(document.get("title") or "")
        published = _date(document.get("published"))
        if explain:
            return False, explained(str(identifier), document["text"], title, published)
        return False, json.dumps(row(identifier, _tagger().tag(document["text"], title, published)), ensure_ascii=False)
    except Exception as error:  # the document's own fault or ours: either way the others go on
        return True, _error(number, identifier, f"{type(error).__name__}: {error}")


def _error(number: int, identifier: object, message: str) -> str:
    return json.dumps({"id": identifier, "error": f"line {number}: {message}"}, ensure_ascii=False)


def _date(value: object) -> date | None:
    """Return the day that an ISO date or time names.

    Raises:
        ValueError: for anything else.
    """
    return None if value is None or value == "" else date.fromisoformat(str(value)[:10])


def _encodable(answer: str) -> str:
    """Return the answer as something UTF-8 can hold: a lone surrogate in a text is written as its escape."""
    try:
        answer.encode("utf-8")
    except UnicodeEncodeError:
        return answer.encode("utf-8", "backslashreplace").decode("utf-8")
    return answer


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value


def row(identifier: object, tags: Tags) -> dict[str, Any]:
    """Return the tags of a document as the filter writes them."""
    pairs = dict.fromkeys((one.council, one.grade) for one in tags.judgements if one.aspect == "overall")
    chunked = [note for note in tags.notes if "chunks" in note]
    answer: dict[str, Any] = {
        "id": identifier,
        "mentions": [
            {"label": one.label, "start": one.start, "end": one.end, "text": one.text, "id": one.identifier, "confidence": one.confidence}
            for one in tags.mentions
        ],
        "funding": [
            {
                "start": one.start, "end": one.end, "text": one.text, "min": _number(one.minimum), "max": _number(one.maximum),
                "period": one.period, "kind": one.kind, "giver_id": one.giver_id, "giver_certainty": one.giver_certainty,
                "receiver_id": one.receiver_id, "receiver_certainty": one.receiver_certainty,
            }
            for one in tags.funding
        ],
        "judgements": [{"council": council, "grade": grade} for council, grade in pairs],
    }  # fmt: skip
    if chunked:
        answer["notes"] = chunked
    return answer
