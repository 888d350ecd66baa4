"""The filters behind `pledgewatch stories` and `pledgewatch ledger`: JSON lines of articles in, all of them together.

In:  {"id", "title", "published", "outlet", "text"}; all but `id` and `text` may be missing or null.
Out of stories: {"id", "story", "relation"}, a line for each article in its place; `story` is the id of its first article.
Out of ledger: {"commitment", "giver", "receiver", "purpose", "amount", "period", "mentions": [{"id", "start", "end", "role"}]}, a
line for each commitment; offsets are in the article's text.

A line that cannot be read is told on its own: {"id", "error"}; the others go on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from nlp.stories.article import ArticleSigns, StoryArticle, moment
from nlp.stories.clustering import cluster
from nlp.stories.relations import relation
from nlp.text.normalised import Visible


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """A line that was read: the article, or why there is none."""

    line_id: object
    signs: ArticleSigns | None
    error: str = ""
    seen: Visible | None = None  # the text without its invisible characters, and the way back to the printed one


def read_lines(source: Iterable[str]) -> list[ArticleLine]:
    """Return what each line that is not blank holds, in order."""
    return [_read(number, line) for number, line in enumerate(source, start=1) if line.strip()]


def _read(number: int, line: str) -> ArticleLine:
    line_id: object = None
    try:
        row = json.loads(line)
        if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("text"), str):
            return ArticleLine(None, None, f'line {number}: wanted an object with "id" and "text"')
        line_id = row["id"]
        published = row.get("published")
        seen = Visible.of(row["text"])
        article = StoryArticle(
            str(line_id), Visible.of(str(row.get("title") or "")).text, seen.text,
            moment(None if published is None else str(published)), str(row.get("outlet") or ""),
        )  # fmt: skip
        return ArticleLine(line_id, ArticleSigns(article), seen=seen)
    except ValueError as error:
        return ArticleLine(line_id, None, f"line {number}: {type(error).__name__}: {error}")


def in_order(lines: Sequence[ArticleLine]) -> list[tuple[object, ArticleSigns]]:
    """Return the articles by their publication; those without a date last, in the order of their lines."""
    read = [(one.line_id, one.signs) for one in lines if one.signs is not None]
    return sorted(read, key=lambda one: (one[1].day is None, one[1].day or 0.0))


def stories_stream(source: Iterable[str], output: TextIO) -> int:
    """Write the story and the relation of each article, and return how many lines could not be read."""
    lines = read_lines(source)
    articles = in_order(lines)
    signs = [one for _, one in articles]
    told: dict[int, dict[str, Any]] = {}
    earlier: dict[int, list[ArticleSigns]] = {}
    for (line_id, one), number in zip(articles, cluster(signs), strict=True):
        before = earlier.setdefault(number, [])
        told[id(one)] = {"id": line_id, "story": articles[number][0], "relation": str(relation(one, before))}
        before.append(one)
    for line in lines:
        _write(output, {"id": line.line_id, "error": line.error} if line.signs is None else told[id(line.signs)])
    return sum(one.signs is None for one in lines)


def ledger_stream(source: Iterable[str], output: TextIO) -> int:
    """Write the commitments of which the articles' sums speak, and return how many lines could not be read."""
    from nlp.analysis import analyse  # costs a second: not before somebody asks
    from nlp.stories.ledger import commitments
    from nlp.stories.sums import LedgerArticle, mentions

    lines = read_lines(source)
    names: dict[int, object] = {}
    seen = {id(line.signs): line.seen for line in lines if line.seen is not None}
    sums = []
    for line_id, signs in in_order(lines):
        names[id(signs)] = line_id
        published = signs.article.published
        analysis = analyse(signs.article.text, signs.article.title, published.date() if published else None)
        sums += list(mentions(LedgerArticle(signs, analysis)))
    for number, one in enumerate(commitments(sums), start=1):
        figures = [mention.figure for mention, _ in one.mentions]
        _write(
            output,
            {
                "commitment": f"c{number}",
                "giver": one.most(figure.giver_id for figure in figures),
                "receiver": one.most(figure.receiver_id for figure in figures),
                "purpose": one.purpose,
                "amount": one.amount,
                "period": one.period,
                "mentions": [
                    {"id": names[id(mention.article.signs)], "start": start, "end": end, "role": str(role)}
                    for mention, role in one.mentions
                    for start, end in [
                        seen[id(mention.article.signs)].printed(mention.figure.start, mention.figure.end)
                    ]
                ],
            },
        )
    for line in lines:
        if line.signs is None:
            _write(output, {"id": line.line_id, "error": line.error})
    return sum(one.signs is None for one in lines)


def _write(output: TextIO, row: dict[str, Any]) -> None:
    output.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8") + "\n")
