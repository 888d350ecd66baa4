"""The Containerfile: each step is taken here outside a container, as far as that goes; tests/container_trial.py builds it."""

import fnmatch
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import typer

import pledgewatch
from desk.serve import DEFAULT_PORT
from flows.settings import SETTINGS
from tests.desk.test_routes import TABLE
from tests.test_wheel import PACKAGES, data_of

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "Containerfile").read_text(encoding="utf-8")
LINES = re.sub(r"\s*\\\n\s*", " ", re.sub(r"^#.*\n", "", TEXT, flags=re.MULTILINE))
STEPS: list[tuple[str, str]] = re.findall(r"^([A-Z]+) (.+)$", LINES, re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()


def step(word: str) -> str:
    """Return what follows an instruction that stands there once."""
    (found,) = [text for name, text in STEPS if name == word]
    return found


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is no checkout of git")
    return listed.stdout.splitlines()


def is_ignored(name: str) -> bool:
    """Return whether the build leaves a file out: patterns are rooted, and match a folder with all that is in it."""
    parts = name.split("/")
    heads = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    return any(
        fnmatch.fnmatchcase(head, pattern) or (pattern.startswith("**/") and head.split("/")[-1] == pattern[3:])
        for head in heads
        for pattern in IGNORED
    )


def test_every_line_is_a_step_that_is_looked_at() -> None:
    words = {name for name, _ in STEPS}
    assert words == {*("ARG", "FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "VOLUME", "EXPOSE", "HEALTHCHECK"), "ENTRYPOINT", "CMD"}  # fmt: skip


def test_its_python_is_one_that_the_product_runs_on() -> None:
    name, _, base = step("ARG").partition("=")
    assert step("FROM") == f"${{{name}}}", "another base can be named, for a machine without that registry"
    found = re.fullmatch(r"docker\.io/library/python:3\.(\d+)-slim", base)
    assert found
    assert int(found[1]) >= int(PROJECT["requires-python"].removeprefix(">=3."))


def test_it_copies_every_file_that_is_tracked_and_no_data() -> None:
    assert step("COPY") == ". /src"
    assert [name for name in tracked() if is_ignored(name)] == []
    for name in (".git/config", ".venv/bin/python", "data/warehouse.duckdb", "nlp/__pycache__/x.pyc"):
        assert is_ignored(name)


def test_it_installs_what_was_tested() -> None:
    install = step("RUN").split(" && ")[0].split()
    assert install[:2] == ["pip", "install"]
    assert install[install.index("--constraint") + 1] == "/src/constraints.txt"
    assert install[-1] == "/src"


def test_it_starts_a_command_that_there_is_as_nobody_special() -> None:
    (entry,) = json.loads(step("ENTRYPOINT"))
    (verb,) = json.loads(step("CMD"))
    assert entry in PROJECT["scripts"]
    assert verb in typer.main.get_command(pledgewatch.app).commands  # type: ignore[attr-defined]
    order = [name for name, _ in STEPS]
    assert order.index("RUN") < order.index("USER") < order.index("ENTRYPOINT")
    assert f"useradd --create-home --uid 1000 {step('USER')}" in step("RUN")


def test_its_settings_port_and_folder_are_the_products() -> None:
    given = dict(word.split("=", 1) for word in step("ENV").split())
    assert {name for name in given if name.startswith("PLEDGEWATCH")} <= set(SETTINGS)
    assert given["PLEDGEWATCH_DATA"] == step("VOLUME")
    assert f"install -d -o {step('USER')} {step('VOLUME')}" in step("RUN")
    assert int(step("EXPOSE")) == DEFAULT_PORT
    assert f"127.0.0.1:{DEFAULT_PORT}:{DEFAULT_PORT}" in TEXT, "published on this machine alone"
    named = set(re.findall(r"-e (PLEDGEWATCH_[A-Z_]+)=", TEXT))
    assert named
    assert named <= set(SETTINGS)


def test_what_is_said_to_build_it_keeps_the_health_check() -> None:
    build = re.findall(r"`(podman build [^`]+)`", TEXT)
    assert build == ["podman build --format docker -t pledgewatch ."], "the other format has no health checks"


def test_its_health_is_asked_at_a_page_that_there_is() -> None:
    python, _, program = json.loads(step("HEALTHCHECK").split("CMD ", 1)[1])
    assert python == "python"
    compile(program, "HEALTHCHECK", "exec")
    address = re.search(r"http://127\.0\.0\.1:(\d+)(/\w+)", program)
    assert address
    assert int(address[1]) == DEFAULT_PORT
    assert ("GET", address[2]) in TABLE


@pytest.mark.long
def test_what_is_copied_gives_the_whole_wheel(tmp_path: Path) -> None:
    context = tmp_path / "src"
    for name in tracked():
        (context / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, context / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
    build = [*pip, "--no-build-isolation", "--constraint", "constraints.txt", "--wheel-dir", str(tmp_path), "."]
    subprocess.run(build, cwd=context, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("pledgewatch-*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.split("/")[0] in PACKAGES}
    assert held == data_of(context)
