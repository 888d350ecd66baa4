"""Pages that we wrote, in the shapes that outlets use: each folder is a page and what must be read from it.

The floor is pinned with the hash of the pages: a new case, or a lower floor, is a change of `floor.json` that a
reader of the history sees.
"""

import hashlib
import json
import re
from collections import Counter
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.extract import extract
from pipelines.page import Extraction, RawPage

HERE = Path(__file__).parent
CASES = sorted(path.name for path in (HERE / "pages").iterdir() if path.is_dir())
FLOOR = json.loads((HERE / "floor.json").read_text(encoding="utf-8"))


def expected(case: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / "pages" / case / "expected.json").read_text(encoding="utf-8"))
    return found


@cache
def read(case: str) -> Extraction:
    truth = expected(case)
    body = (HERE / "pages" / case / "page.html").read_bytes()
    return extract(RawPage(body, "text/html", None, truth["url"], datetime.fromisoformat(truth["captured_at"])))


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[place : place + 4]) for place in range(max(len(words) - 3, 1)))


@pytest.mark.parametrize("case", CASES)
def test_the_text_is_the_article_alone(case: str) -> None:
    assert read(case).text.split("\n\n") == expected(case)["text"]


@pytest.mark.parametrize("case", CASES)
def test_the_facts_are_those_of_the_page(case: str) -> None:
    truth, got = expected(case), read(case)
    for name in ("title", "standfirst", "wall", "language", "section", "canonical"):
        if name in truth:
            assert getattr(got, name) == truth[name], name
    for name in ("authors", "tags", "corrections", "captions"):
        if name in truth:
            assert list(getattr(got, name)) == truth[name], name
    for name in ("published", "modified"):
        if name in truth:
            value = getattr(got, name)
            assert value is not None, got.dates
            assert value == datetime.fromisoformat(truth[name]), got.dates


@pytest.mark.parametrize("case", [case for case in CASES if "comments" in expected(case)])
def test_comments_are_apart_with_their_authors(case: str) -> None:
    assert [asdict(comment) for comment in read(case).comments] == expected(case)["comments"]


@pytest.mark.parametrize("case", [case for case in CASES if "absent" in expected(case)])
def test_furniture_is_nowhere_in_the_text(case: str) -> None:
    for words in expected(case)["absent"]:
        assert words not in read(case).text


def test_the_floor_is_held_over_these_very_pages() -> None:
    digest = hashlib.sha256()
    for case in CASES:
        for name in ("page.html", "expected.json"):
            digest.update((HERE / "pages" / case / name).read_bytes())
    assert digest.hexdigest() == FLOOR["sha256"], "the pages changed: measure again and change floor.json with them"
    precision, recall = [], []
    for case in CASES:
        truth, got = shingles("\n".join(expected(case)["text"])), shingles(read(case).text)
        shared = sum((truth & got).values())
        precision.append(shared / max(got.total(), 1))
        recall.append(shared / truth.total())
    p, r = sum(precision) / len(CASES), sum(recall) / len(CASES)
    assert 2 * p * r / (p + r) >= FLOOR["f1"]
    assert sum(read(case).title == expected(case)["title"] for case in CASES) / len(CASES) >= FLOOR["titles"]
