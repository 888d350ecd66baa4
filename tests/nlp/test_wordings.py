"""Lists of wordings: each is used, none holds a wording twice, and what a pattern is made of them finds."""

import re
from pathlib import Path

import pytest

from nlp.grades import detection
from nlp.text.wordings import compile_any, wordings

ROOT = Path(__file__).parents[2]
FILES = {"grade_wordings.txt": (*sorted((ROOT / "nlp" / "grades").glob("*.py")),), "event_wordings.txt": (ROOT / "nlp" / "events.py",)}  # fmt: skip


@pytest.mark.parametrize("file", FILES)
def test_a_list_is_used_and_holds_something(file: str) -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in FILES[file])
    used = set(re.findall(r"""_ANY\[["']([^"']+)["']\]""", source))
    assert used == set(wordings(file))
    assert "(?:)" not in wordings(file).values()


def test_a_list_is_one_group() -> None:
    assert re.fullmatch(rf"{wordings('grade_wordings.txt')['bodies before a comma']} closed", "trust closed")


def test_of_several_patterns_the_first_that_fits_is_taken() -> None:
    found = compile_any("the (?P<one>lowest)", "the (?P<other>low\\w+)", flags=re.IGNORECASE).match("The lowest")
    assert found is not None
    assert found.groupdict() == {"one": "lowest", "other": None}


@pytest.mark.parametrize("until", ["until then", "until last year", "until 2019", "till May 2019"])
def test_a_grade_after_a_name_and_a_day_is_a_grade(until: str) -> None:
    text = f"{detection.MASK * 4}, {until} outstanding, has fallen in Ofsted's ratings."
    assert [grade.grade for grade in detection.find_grades(text, 0, len(text), True)] == ["outstanding"]
