"""The templates and the static files: nothing inline, nothing from elsewhere, nothing unescaped."""

import re
from pathlib import Path

import pytest

import desk

ROOT = Path(desk.__file__).parent
TEMPLATES = sorted((ROOT / "templates").glob("*.html"))
STATIC = sorted((ROOT / "static").iterdir())
SVG_NAMESPACE = "http://www.w3.org/2000/svg"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_escapes_everything_and_holds_no_code(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for forbidden in (
        r"\|\s*safe\b",
        r"autoescape",
        r"<style",
        r"\sstyle=",
        r"<script(?! src=\"\{\{ asset)",
        r"\son[a-z]+=",
    ):
        assert not re.search(forbidden, source), forbidden
    assert "://" not in source


@pytest.mark.parametrize("path", STATIC, ids=lambda path: path.name)
def test_a_static_file_names_no_other_host(path: Path) -> None:
    assert "://" not in path.read_text(encoding="utf-8").replace(SVG_NAMESPACE, "")


def test_the_style_sheet_loads_nothing() -> None:
    source = (ROOT / "static" / "desk.css").read_text(encoding="utf-8")
    assert "url(" not in source
    assert "@import" not in source
    assert "@font-face" not in source


MODULES = [path for path in STATIC if path.suffix == ".js"]
LONGEST_MODULE_LINES = 300
LONGEST_LINE_CHARACTERS = 140


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_makes_no_markup_from_text(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "DOMParser"):
        assert sink not in source


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_is_one_noun_says_what_it_is_and_is_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.startswith("// ")
    assert source.count("\n") <= LONGEST_MODULE_LINES
    assert max(map(len, source.splitlines())) <= LONGEST_LINE_CHARACTERS
    assert len(source.encode()) < 20_000


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_imports_its_neighbours_alone_and_only_what_they_export(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for names, neighbour in re.findall(r'^import (.+?) from "\./([\w.]+)";$', source, re.MULTILINE):
        exported = set(
            re.findall(r"^export (?:const|let) (\w+)", (ROOT / "static" / neighbour).read_text(), re.MULTILINE)
        )
        if not names.startswith("*"):
            assert set(re.findall(r"\w+", names)) <= exported, neighbour
    assert source.count("import ") == source.count('from "./')
