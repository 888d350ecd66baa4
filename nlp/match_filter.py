"""The filter behind `pledgewatch match`: JSON lines of articles in, JSON lines of candidates out.

In:  {"id", "title", "published", "text"}; `title` and `published` (a date, or null) may be missing.
Out: {"id", "candidates": [{"policy", "start", "end", "score", "stance", "reason"}]}, in the order of the input.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from nlp.match import Matcher
from nlp.policies import load
from warehouse.records import Candidate, identifier


class MatchInputError(ValueError):
    """A line that is not an article; the message names it and says what is wanted."""


def run(source: Iterable[str], out: TextIO, policies: Path | None = None) -> int:
    """Write one line for each article read, and return how many there were. Blank lines are passed over.

    Raises:
        MatchInputError: for a line that is not JSON, or has no `id` or no `text`.
        PolicyFileError: for a policy file that cannot be used.
    """
    matcher = Matcher(load(policies))
    from nlp.tagger import load as load_tagger  # costs a second: not before the policies are known to be sound

    tagger = load_tagger()
    count = 0
    for number, article in _articles(source):
        title, text = str(article.get("title") or ""), article["text"]
        published = _date(article.get("published"), number)
        tags = tagger.tag(text, title=title, published=published)
        candidates = matcher.match(identifier(str(article["id"])), title, text, tags, published)
        row = {"id": article["id"], "candidates": [_row(c) for c in candidates]}
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def _articles(source: Iterable[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            article = json.loads(line)
        except json.JSONDecodeError as error:
            raise MatchInputError(f"line {number}: not JSON: {error}") from error
        if not isinstance(article, dict) or "id" not in article or not isinstance(article.get("text"), str):
            raise MatchInputError(f'line {number}: wanted an object with "id" and "text"')
        yield number, article


def _date(value: object, number: int) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise MatchInputError(f'line {number}: "published" is {value!r}; wanted a date such as 2024-07-04') from error


def _row(candidate: Candidate) -> dict[str, Any]:
    return {
        "policy": candidate.policy_id,
        "start": candidate.start,
        "end": candidate.end,
        "score": candidate.score,
        "stance": str(candidate.stance),
        "reason": candidate.reason,
    }
