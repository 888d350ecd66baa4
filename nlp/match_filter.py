"""The filter behind `pledgewatch match`: JSON lines of articles in, JSON lines of candidates out, in the same order.

In:  {"id", "title", "standfirst", "published", "url", "text"}; all but `id` and `text` may be missing or null.
Out: {"id", "candidates": [{"policy", "score", "stance", "direction", "criterion", "sentence", "start", "end", "field",
     "reason"}]}; `start` and `end` are the passage's in its field (standfirst or text), `sentence` is what carries it,
     with "error" in place of candidates for a line that could not be matched: one such line costs itself alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from nlp.article_fields import ArticleToTag
from nlp.evidence.matching import Matcher
from nlp.evidence.policies import load_policies
from warehouse.records import Candidate, identifier
from warehouse.vocabulary.stances import Field

if TYPE_CHECKING:
    from nlp.tagger import Tagger


def match_stream(
    source: Iterable[str], output: TextIO, policies: Path | None = None, *, threshold: float | None = None
) -> int:
    """Write one line for each article read, and return how many could not be matched. Blank lines are passed over.

    `threshold`: the least score of a candidate; 0 gives every pair that passed the gate.

    Raises:
        PolicyFileError: for a policy file that cannot be used, before anything is read.
    """
    matcher = Matcher(load_policies(policies), threshold=threshold)
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
        title, standfirst, url = (str(article.get(key) or "") for key in ("title", "standfirst", "url"))
        text, published = article["text"], _date(article.get("published"))
        (tags,) = tagger.tag_articles([ArticleToTag(text, title, published, standfirst)])
        key = identifier(str(article_id))
        found = matcher.match(key, title, text, tags, published, standfirst=standfirst, url=url or None)
        fields = {Field.TITLE: title, Field.STANDFIRST: standfirst, Field.TEXT: text}
        return {"id": article_id, "candidates": [_row(candidate, fields[candidate.field]) for candidate in found]}
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


def _row(candidate: Candidate, field: str) -> dict[str, Any]:
    first, last = candidate.sentence
    return {
        "policy": candidate.policy_id,
        "score": candidate.score,
        "stance": str(candidate.stance),
        "direction": str(candidate.direction),
        "criterion": candidate.criterion,
        "sentence": field[first:last],
        "start": candidate.start,
        "end": candidate.end,
        "field": str(candidate.field),
        "reason": candidate.reason,
    }
