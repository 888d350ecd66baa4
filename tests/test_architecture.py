"""The house: which package and which room may import which, what a room is, and how long a file may be."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT = {
    "warehouse": set(),
    "pipelines": {"warehouse.records", "warehouse.tags", "warehouse.vocabulary", "warehouse.folder"},
    "nlp": {"warehouse.records", "warehouse.tags", "warehouse.vocabulary", "warehouse.reference", "warehouse.toml"},
    "spiders": {
        "pipelines",
        "warehouse.records",
        "warehouse.tags",
        "warehouse.vocabulary",
        "warehouse.folder",
        "warehouse.spool",
        "warehouse.toml",
    },
    "desk": {"nlp", "warehouse"},
    "flows": {"desk", "spiders", "pipelines", "nlp", "warehouse"},
}
"""What each package may import of ours, beside itself."""

ROOMS = {
    "warehouse.vocabulary": set(),
    "warehouse.loading": set(),
    "warehouse.migrations": set(),
    "warehouse.queries": set(),
    "warehouse.cookbook": set(),
    "warehouse.reference": {"warehouse.vocabulary"},
    "warehouse.toml": set(),
    "warehouse.verdicts": {"warehouse.vocabulary"},
    "warehouse.search": {"warehouse.reference"},
    "warehouse.owner": {
        "warehouse.search",
        "warehouse.loading",
        "warehouse.migrations",
        "warehouse.queries",
        "warehouse.reference",
        "warehouse.verdicts",
        "warehouse.vocabulary",
    },
    "warehouse.analyst": {"warehouse.cookbook", "warehouse.migrations", "warehouse.owner", "warehouse.vocabulary"},
    "pipelines.archive": set(),
    "pipelines.markup": set(),
    "pipelines.metadata": {"pipelines.markup", "pipelines.phrases"},
    "pipelines.phrases": set(),
    "pipelines.body": {"pipelines.markup", "pipelines.metadata", "pipelines.phrases"},
    "pipelines.isolation": set(),
    "nlp.text": set(),
    "nlp.names": {"nlp.text"},
    "nlp.money": {"nlp.text", "nlp.names"},
    "nlp.grades": {"nlp.text", "nlp.names"},
    "nlp.evidence": {"nlp.text", "nlp.names"},
    "nlp.stories": {"nlp.text", "nlp.names", "nlp.money", "nlp.evidence"},
    "nlp.ranking": set(),
    "nlp.training": {"nlp.text", "nlp.names", "nlp.money", "nlp.grades", "nlp.evidence", "nlp.stories"},
    "spiders.registry": set(),
    "spiders.job": {"spiders.registry"},
    "spiders.fetching": {"spiders.registry", "spiders.job"},
    "spiders.health": {"spiders.registry"},
    "spiders.crawling": {"spiders.registry", "spiders.job", "spiders.fetching", "spiders.health"},
    "spiders.survey": {
        "spiders.registry",
        "spiders.job",
        "spiders.fetching",
        "spiders.health",
        "spiders.crawling",
    },
    "desk.guards": set(),
    "desk.wording": set(),
    "desk.claims": set(),
    "desk.history": {"desk.guards", "desk.wording"},
    "desk.ranking": set(),
    "desk.accounts": {"desk.guards", "desk.wording"},
    "desk.figures": {"desk.guards", "desk.wording"},
    "desk.places": {"desk.guards", "desk.wording"},
    "desk.pages": {"desk.guards", "desk.ranking", "desk.wording"},
    "desk.policies": {"desk.guards", "desk.pages", "desk.wording"},
    "desk.searches": {"desk.guards", "desk.pages", "desk.ranking", "desk.wording"},
    "desk.trials": {"desk.guards", "desk.pages", "desk.wording"},
    "flows.analyst": set(),
    "flows.users": set(),
    "flows.processes": set(),
    "flows.notifications": set(),
    "flows.passes": {"flows.notifications", "flows.processes"},
    "flows.backups": {"flows.passes"},
    "flows.verdicts": {"flows.passes"},
    "flows.schedules": {"flows.passes", "flows.processes"},
}
"""The rooms, and which other rooms of its package each may import. Modules beside the rooms are open to all of them."""

ALONE = {
    "duckdb": {"warehouse"},
    "prefect": {"flows.schedules"},
    "scrapy": {"spiders", "pipelines"},
    "fastapi": {"desk"},
    "spacy": {"nlp"},
}
"""Libraries that live in the named packages or rooms alone."""

LONGEST_FILE_LINES = 400
MOST_FILES_OF_A_FOLDER = 20

SOURCES = sorted(path for package in MAY_IMPORT for path in (ROOT / package).rglob("*.py"))
FOLDERS = sorted({path.parent for path in SOURCES})
of_each_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))


@cache
def imports_of(folder: Path) -> tuple[tuple[str, str], ...]:
    """Return each module of a folder with each module that it imports."""
    return tuple(
        (".".join(path.relative_to(ROOT).with_suffix("").parts), name)
        for path in sorted(folder.glob("*.py"))
        for name in imported_modules(path)
    )


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_file_is_in_one_of_the_folders() -> None:
    assert sorted(path for folder in FOLDERS for path in folder.glob("*.py")) == SOURCES
    assert all(list(imports_of(folder)) for folder in FOLDERS if folder.parent == ROOT)


def within(name: str, allowed: str) -> bool:
    return name == allowed or name.startswith(allowed + ".")


def room_of(name: str) -> str | None:
    return next((room for room in ROOMS if within(name, room)), None)


@of_each_folder
def test_imports_run_one_way(folder: Path) -> None:
    for here, name in imports_of(folder):
        package, top = here.split(".")[0], name.split(".")[0]
        if top in MAY_IMPORT and top != package:
            assert any(within(name, allowed) for allowed in MAY_IMPORT[package]), f"{here} imports {name}"
        if top in ALONE:
            assert any(within(here, home) for home in ALONE[top]), f"{here} imports {name}: it lives in {ALONE[top]}"
        assert top != "tests", f"{here} imports {name}: no package imports the tests"


@of_each_folder
def test_rooms_import_one_way(folder: Path) -> None:
    for module, name in imports_of(folder):
        here, there = room_of(module), room_of(name)
        if here and there and here != there and here.split(".")[0] == there.split(".")[0]:
            assert there in ROOMS[here], f"{module} imports {name}"


def test_no_room_is_entered_from_below() -> None:
    open_rooms = dict(ROOMS)
    while open_rooms:
        ready = {room for room, needs in open_rooms.items() if not needs & open_rooms.keys()}
        assert ready, f"these rooms import one another in a circle: {sorted(open_rooms)}"
        open_rooms = {room: needs for room, needs in open_rooms.items() if room not in ready}


@of_each_folder
def test_a_folder_says_what_lives_in_it(folder: Path) -> None:
    door = folder / "__init__.py"
    text = door.read_text(encoding="utf-8") if door.exists() else ""
    assert ast.get_docstring(ast.parse(text)), f"{door}: what lives here, and what may it import?"
    if folder.parent != ROOT:
        assert ".".join(folder.relative_to(ROOT).parts) in ROOMS, (
            "a folder inside a package is a room: name it in ROOMS"
        )
    modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= MOST_FILES_OF_A_FOLDER, f"{len(modules)} files: it wants rooms"


@of_each_folder
def test_a_file_is_one_noun(folder: Path) -> None:
    lines = {path.name: path.read_text(encoding="utf-8").count("\n") for path in folder.glob("*.py")}
    long = {name: count for name, count in lines.items() if count > LONGEST_FILE_LINES}
    assert long == {}, "so many lines: is it one noun or several?"


def test_no_two_migrations_have_one_number() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "warehouse" / "migrations").glob("[0-9]*.sql"))]
    assert numbers == list(range(1, len(numbers) + 1)), (
        "a migration that landed meanwhile has the number: take the next"
    )
