"""Small pages, each with what a reading of it must hold: a folder of `cases` is a page and what is expected of it.

`expected.json`: `text_holds`, `text_holds_not` and `text_once` are of the text, `read_holds` of headline, standfirst and
text together (where a sentence may stand in any of them), `reasons` of the reasons for doubt. Of `fields`, a day in
`published` or `modified` is the outlet's day, a moment is that moment; `comments` is how many; a wall may be "not open".
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.extract import extract
from pipelines.metadata.dates import zone
from pipelines.page import Extraction, RawPage
from pipelines.rules import LONDON

CASES = sorted(path.parent for path in (Path(__file__).parent / "cases").glob("*/expected.json"))
CAPTURED = datetime(2026, 11, 30, 12, tzinfo=UTC)


def reading(case: Path, expected: dict[str, Any]) -> Extraction:
    return extract(RawPage((case / "page.html").read_bytes(), None, None, expected["url"], CAPTURED))


def same_moment(found: datetime | None, wanted: str | None) -> bool:
    if found is None or wanted is None:
        return found is None and wanted is None
    if len(wanted) == len("2026-11-20"):
        return bool(found.astimezone(zone(LONDON)).date() == date.fromisoformat(wanted))
    return bool(found.replace(microsecond=0) == datetime.fromisoformat(wanted))


def field_is(found: Extraction, name: str, wanted: Any) -> bool:
    if name in {"published", "modified"}:
        return same_moment(getattr(found, name), wanted)
    if name == "comments":
        return bool(len(found.comments) == wanted)
    if name == "wall":
        return found.wall != "open" if wanted == "not open" else found.wall == wanted
    if name in {"authors", "corrections", "captions"}:
        return bool(list(getattr(found, name)) == wanted)
    return bool(getattr(found, name) == wanted)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_is_read_as_expected(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    found = reading(case, expected)
    read = "\n\n".join((found.title, found.standfirst or "", found.text))
    wrong = [f"lost: {part}" for part in expected.get("text_holds", ()) if part not in found.text]
    wrong += [f"lost: {part}" for part in expected.get("read_holds", ()) if part not in read]
    wrong += [f"not once: {part}" for part in expected.get("text_once", ()) if found.text.count(part) != 1]
    wrong += [f"not of the text: {part}" for part in expected.get("text_holds_not", ()) if part in found.text]
    wrong += [
        f"{name} is {getattr(found, name)!r}, not {wanted!r}"
        for name, wanted in expected.get("fields", {}).items()
        if not field_is(found, name, wanted)
    ]
    wrong += [f"no reason: {part}" for part in expected.get("reasons", ()) if part not in "; ".join(found.reasons)]
    assert not wrong


def test_every_case_expects_something() -> None:
    assert len(CASES) > 70
    for case in CASES:
        expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
        assert set(expected) & {"text_holds", "text_holds_not", "read_holds", "fields", "reasons"}, case.name
