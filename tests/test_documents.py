"""The documents: their links lead somewhere, the files and verbs they name are there, and each is in the index."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import architecture_picture
from tests.test_architecture import MAY_IMPORT, ROOMS

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS_OF_CODE = ("warehouse", "pipelines", "nlp", "spiders", "desk", "flows", "bench", "docs", "tests")
CODE = {".py", ".sql", ".md", ".css", ".js", ".cfg"}  # what is no data, with the pages' templates
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
NAMED_FILE = re.compile(r"`((?:" + "|".join(FOLDERS_OF_CODE) + r")/[\w./-]+|[\w-]+\.(?:py|toml))`")
HANDBOOK = ROOT / "CONTRIBUTING.md"


def verbs() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def data_folders() -> Iterator[str]:
    """Give every folder that holds a file of data, from the checkout's root."""
    for top in FOLDERS_OF_CODE:
        for path in (ROOT / top).rglob("*"):
            inside = path.relative_to(ROOT)
            if path.is_file() and path.suffix not in CODE and not {"__pycache__", "templates"} & set(inside.parts):
                yield str(inside.parent)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_leads_to_a_file(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_verb_of_make_that_a_page_names_is_in_the_makefile(page: Path) -> None:
    named = re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(named) <= verbs()


def test_the_handbook_names_files_that_are_there() -> None:
    named = set(NAMED_FILE.findall(HANDBOOK.read_text(encoding="utf-8")))
    assert len(named) > 40
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


def test_the_handbook_names_functions_where_they_are() -> None:
    named = re.findall(r"`(\w+)` (?:in|of) `([\w/]+\.py)`", HANDBOOK.read_text(encoding="utf-8"))
    assert len(named) >= 8
    lacking = [(name, file) for name, file in named if name not in (ROOT / file).read_text(encoding="utf-8")]
    assert lacking == []


def test_each_recipe_says_what_tells_that_something_was_forgotten() -> None:
    recipes = HANDBOOK.read_text(encoding="utf-8").split("\n## Recipe: ")[1:]
    assert len(recipes) == 5
    for recipe in recipes:
        assert "`tests/" in recipe.split("What tells you that you forgot:")[1]


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / link).resolve() for link in LINK.findall(index.read_text(encoding="utf-8"))}
    documents = {page for page in (ROOT / "docs").iterdir() if page.suffix in {".md", ".sql"}} - {index}
    assert sorted(page.name for page in documents - linked) == []


def test_every_folder_of_data_has_its_licence() -> None:
    rows = re.findall(r"^\| `([\w/]+)` \|", (ROOT / "docs" / "licences.md").read_text(encoding="utf-8"), re.MULTILINE)
    folders = set(data_folders())
    assert {row for row in rows if not any((one + "/").startswith(row + "/") for one in folders)} == set()
    assert {one for one in folders if not any((one + "/").startswith(row + "/") for row in rows)} == set()


def test_the_picture_of_the_architecture_is_drawn_from_todays_imports() -> None:
    kept = (ROOT / "docs" / "architecture.svg").read_text(encoding="utf-8")
    assert kept == architecture_picture.picture(), "run `make docs`"


def test_the_picture_shows_every_package_and_room() -> None:
    drawn = re.findall(r"<text[^>]*>([^<]+)</text>", architecture_picture.picture())
    assert {*MAY_IMPORT, *(room.split(".")[1] for room in ROOMS)} <= set(drawn)


def test_an_arrow_that_others_imply_is_left_out() -> None:
    edges = {"a": {"b", "c"}, "b": {"c"}, "c": set[str]()}
    assert architecture_picture.reduced(edges) == {"a": {"b"}, "b": {"c"}, "c": set()}


def test_git_hooks_call_the_makefiles_verbs() -> None:
    called = re.findall(r"entry: make ([a-z-]+)", (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert called
    assert set(called) <= verbs()


def test_ci_calls_the_verbs_that_check_calls() -> None:
    check = re.search(r"^check: ([a-z -]+?) ##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert check
    assert re.findall(r"^make ([a-z-]+)$", (ROOT / ".ci" / "run").read_text(), re.MULTILINE) == check[1].split()
