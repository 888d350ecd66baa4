"""The dependencies: each is used, each has its reason written down, and every version is pinned."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("warehouse", "pipelines", "nlp", "spiders", "desk", "flows")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
DIRECT = [re.split(r"[<>=\[]", line)[0] for line in PROJECT["dependencies"]]

NOT_IMPORTED = {
    "lxml-html-clean": "trafilatura imports it",
    "sqlalchemy": "held below a version for Prefect",
}
IMPORT_NAMES = {"argon2-cffi": "argon2", "pystemmer": "stemmer"}
"""What a package is imported as, where that is not its own name."""


def normal(name: str) -> str:
    return name.lower().replace("_", "-")


def pinned() -> set[str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return {normal(line.split("==")[0]) for line in lines if line and not line.startswith("#")}


def imported() -> set[str]:
    names = set()
    sources = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    for path in [*sources, ROOT / "pledgewatch.py"]:
        names |= set(re.findall(r"^\s*(?:from|import) ([A-Za-z_0-9]+)", path.read_text(), re.MULTILINE))
    return {normal(name) for name in names}


@pytest.mark.parametrize("name", DIRECT)
def test_every_dependency_is_used(name: str) -> None:
    assert (IMPORT_NAMES.get(normal(name), normal(name)) in imported()) is not (normal(name) in NOT_IMPORTED)


@pytest.mark.parametrize("name", DIRECT)
def test_every_dependency_has_its_reason_in_the_decisions(name: str) -> None:
    table = (ROOT / "docs" / "decisions.md").read_text().split("## Dependencies")[1]
    assert normal(name) in normal(table)


@pytest.mark.parametrize(
    "name", [*DIRECT, *(re.split(r"[<>=]", one)[0] for one in PROJECT["optional-dependencies"]["test"])]
)
def test_every_dependency_is_pinned(name: str) -> None:
    assert normal(name) in pinned()


def test_the_constraints_name_versions_and_no_hosts() -> None:
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+|#.*|", line), line
