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


def test_the_script_makes_no_markup_from_text() -> None:
    source = (ROOT / "static" / "desk.js").read_text(encoding="utf-8")
    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "DOMParser"):
        assert sink not in source


def test_the_script_is_small() -> None:
    assert (ROOT / "static" / "desk.js").stat().st_size < 20_000
