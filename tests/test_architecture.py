"""The house: which package may import which, and how long a file may be."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT = {
    "warehouse": set(),
    "pipelines": {"warehouse.records", "warehouse.folder"},
    "nlp": {"warehouse.records", "warehouse.reference"},
    "spiders": {"pipelines", "warehouse.records", "warehouse.folder", "warehouse.spool"},
    "desk": {"nlp", "warehouse"},
    "flows": {"desk", "spiders", "pipelines", "nlp", "warehouse"},
}
"""What each package may import of ours, beside itself."""

ALONE = {
    "duckdb": {"warehouse"},
    "prefect": {"flows"},
    "scrapy": {"spiders", "pipelines"},
    "fastapi": {"desk"},
    "spacy": {"nlp"},
}
"""Libraries that live in the named packages alone."""

LONGEST_FILE_LINES = 400

SOURCES = sorted(path for package in MAY_IMPORT for path in (ROOT / package).rglob("*.py"))


def imported_modules(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: imports are absolute"
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def within(name: str, allowed: str) -> bool:
    return name == allowed or name.startswith(allowed + ".")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    for name in imported_modules(path):
        top = name.split(".")[0]
        if top in MAY_IMPORT and top != package:
            assert any(within(name, allowed) for allowed in MAY_IMPORT[package]), f"{package} imports {name}"
        if top in ALONE:
            assert package in ALONE[top], f"{package} imports {name}: it lives in {ALONE[top]} alone"
        assert top != "tests", "no package imports the tests"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_one_room(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_FILE_LINES, f"{lines} lines: is it one room or several?"
