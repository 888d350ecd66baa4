"""The command: quick to start, helpful, and one clear line when something goes wrong."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import pledgewatch
from tests.flows.conftest import pledgewatch as pledgewatch_fork

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {"duckdb", "pyarrow", "scrapy", "twisted", "spacy", "prefect", "trafilatura", "fastapi", "numpy", "lxml"}

COMMANDS = (
    *("run", "demo", "desk", "serve", "sql", "tag", "extract"),
    *("match", "outlets", "policies", "reprocess", "backfill", "export", "doctor"),
)


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "pledgewatch", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", **environment},
        check=False,
    )


@cache
def subcommands() -> set[str]:
    group = typer.main.get_command(pledgewatch.app)
    return {name for name, one in group.commands.items() if not one.hidden}  # type: ignore[attr-defined]


def test_help_imports_nothing_heavy() -> None:
    script = "import pledgewatch, sys; print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert not {name for name in HEAVY if f"'{name}'" in loaded}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_brief_is_there(name: str) -> None:
    assert name in subcommands()


@pytest.mark.parametrize("name", sorted(subcommands()))
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = CliRunner().invoke(pledgewatch.app, [name, "--help"])
    assert result.exit_code == 0
    if name != "archive":  # a group of one: its subcommand carries the example
        assert "Example:" in result.output


@pytest.mark.parametrize("name", sorted(subcommands()))
def test_every_command_stands_in_the_readme(name: str) -> None:
    assert f"`pledgewatch {name}`" in (ROOT / "README.md").read_text()


def test_every_command_that_the_docs_name_is_there() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for name in re.findall(r"`pledgewatch ([a-z-]+)", page.read_text()):
            assert name in subcommands(), f"{page.name} names {name}"


def test_make_targets_of_the_readme_are_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for target in re.findall(
        r"\bmake ([a-z-]+)", (ROOT / "README.md").read_text().replace("Python 3.11 and make.", "")
    ):
        assert target in targets


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--once"], "PLEDGEWATCH_CONTACT"),
        (["policies", "check", "nowhere.toml"], "nowhere.toml"),
        (["extract", "nowhere.html"], "nowhere.html"),
        (["backfill", "nowhere.warc.gz"], "nowhere.warc.gz"),
        (["reprocess", "--since", "yesterday"], "2026-01-31"),
        (["reprocess", "--outlet", "nobody"], "nobody"),
        (["doctor"], "no installation"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_an_error_is_one_line_and_a_status(arguments: list[str], said: str, tmp_path: Path) -> None:
    told = pledgewatch_fork(*arguments, status=1, PLEDGEWATCH_DATA=str(tmp_path / "data"))
    assert said in told
    assert len(told.strip().splitlines()) == 1


def test_a_setting_that_is_wrong_is_named(tmp_path: Path) -> None:
    result = command("desk", PLEDGEWATCH_DATA=str(tmp_path), PLEDGEWATCH_PORT="eighty")
    assert result.returncode == 1
    assert result.stderr == "pledgewatch: PLEDGEWATCH_PORT is 'eighty': it takes a whole number from 1 to 65535\n"
