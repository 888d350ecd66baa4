"""The filter behind `pledgewatch match`: JSON lines of articles in, JSON lines of candidates out, in the same order.

In:  {"id", "title", "published", "text"}; `title` and `published` (a date, or null) may be missing.
Out: {"id", "candidates": [{"policy", "field", "start", "end", "sentence", "score", "stance", "direction", "criterion",
     "reason"}]}; `start` and `end` are the passage's in the field (title, standfirst or text), `sentence` those of its sentence,
     with "error" in place of candidates for a line that could not be matched: one such line costs itself alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from nlp.evidence.matching import Matcher
from nlp.evidence.policies import load_policies
from warehouse.records import Candidate, identifier

if TYPE_CHECKING:
    from nlp.tagger import Tagger


def match_stream(source: Iterable[str], output: TextIO, policies: Path | None = None) -> int:
    """Write one line for each article read, and return how many could not be matched. Blank lines are passed over.

    Raises:
        PolicyFileError: for a policy file that cannot be used, before anything is read.
    """
    matcher = Matcher(load_policies(policies))
    from nlp.tagger import load_tagger  # costs a second: not before the policies are known to be sound

    tagger = load_tagger()
    failed = 0
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        answer = _answer(number, line, matcher, tagger)
        failed += "error" in answer
        output.write(_encodable(json.dumps(answer, ensure_ascii=False)) + "\n")
    return failed


def _answer(number: int, line: str, matcher: Matcher, tagger: Tagger) -> dict[str, Any]:
    article_id: object = None
    try:
        article = json.loads(line)
        if not isinstance(article, dict) or "id" not in article or not isinstance(article.get("text"), str):
            return {"id": None, "error": f'line {number}: wanted an object with "id" and "text"'}
        article_id = article["id"]
        title, text, published = str(article.get("title") or ""), article["text"], _date(article.get("published"))
        tags = tagger.tag(text, title=title, published=published)
        candidates = matcher.match(identifier(str(article_id)), title, text, tags, published)
        return {"id": article_id, "candidates": [_row(candidate) for candidate in candidates]}
    except Exception as error:  # the article's own fault or ours: either way the others go on
        return {"id": article_id, "error": f"line {number}: {type(error).__name__}: {error}"}


def _encodable(line: str) -> str:
    """Return the line with a lone surrogate, which JSON may hold and UTF-8 may not, as a question mark."""
    return line.encode("utf-8", "replace").decode("utf-8")


def _date(value: object) -> date | None:
    """Return the day that an ISO date or time names.

    Raises:
        ValueError: for anything else.
    """
    return None if value is None or value == "" else date.fromisoformat(str(value)[:10])


def _row(candidate: Candidate) -> dict[str, Any]:
    return {
        "policy": candidate.policy_id,
        "field": str(candidate.field),
        "start": candidate.start,
        "end": candidate.end,
        "sentence": list(candidate.sentence),
        "score": candidate.score,
        "stance": str(candidate.stance),
        "direction": str(candidate.direction),
        "criterion": candidate.criterion,
        "reason": candidate.reason,
    }
