"""docs/threats.md: every row names a test that is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROWS = [
    line
    for line in (ROOT / "docs" / "threats.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| [A-Z]\d+ \|", line)
]


def named(row: str) -> list[tuple[str, str]]:
    """The (file, test) pairs of a row; `::test` stands for another test of the file before it."""
    found, file = [], ""
    for path, test in re.findall(r"`(tests/[\w/]+\.py)?::(test_\w+)`", row):
        file = path or file
        found.append((file, test))
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_a_row_names_a_test_that_is_there(row: str) -> None:
    tests = named(row)
    assert tests
    for file, test in tests:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert test in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, f"{file}::{test}"


def test_no_row_of_the_network_or_of_feeds_is_missing() -> None:
    rows = {row.split("|")[1].strip() for row in ROWS}
    assert {f"A{number}" for number in range(1, 19)} | {f"B{number}" for number in range(1, 14)} <= rows
