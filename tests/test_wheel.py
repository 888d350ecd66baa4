"""The wheel: built, installed into an environment that has no checkout, and asked what a user would ask of it."""

import json
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

from nlp.components import NAMES
from tests.some_policies import NEWSROOMS

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("warehouse", "pipelines", "nlp", "spiders", "desk", "flows")
pytestmark = pytest.mark.long


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel in it, and what it depends on beside it."""

    environment: Path
    packages: Path
    elsewhere: Path  # a folder with nothing of ours: where the commands run

    def run(self, *command: str) -> str:
        """Run a program of the environment and return what it said."""
        done = subprocess.run(
            [str(self.environment / "bin" / command[0]), *command[1:]],
            cwd=self.elsewhere,
            env={"PATH": "/usr/bin:/bin", "HOME": str(self.elsewhere), "COLUMNS": "160"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build the wheel and install it alone. What it depends on is this environment's own, so that nothing is fetched."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    build = [*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("pledgewatch-*.whl")
    environment, elsewhere = folder / "environment", folder / "elsewhere"
    elsewhere.mkdir()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    python = str(environment / "bin" / "python")
    install = [*pip, "--python", python, "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    (packages,) = (environment / "lib").glob("python3.*/site-packages")
    # A plain path in a .pth does not read the .pth files there: the checkout's editable installation stays out.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Installed(environment, packages, elsewhere)


def data_of(top: Path) -> set[str]:
    """Return every file of the packages below a folder, code and data, without what Python or a build leaves there."""
    files = (path for package in PACKAGES for path in (top / package).rglob("*") if path.is_file())
    return {str(path.relative_to(top)) for path in files if "__pycache__" not in path.parts}


def test_it_holds_every_file_of_the_packages_and_nothing_else(installed: Installed) -> None:
    assert data_of(installed.packages) == data_of(ROOT)
    assert len(data_of(ROOT)) > 300
    own = {
        path.name for path in installed.packages.iterdir() if not path.name.startswith(("pledgewatch", "dependencies"))
    }
    assert own == set(PACKAGES) | ({"__pycache__"} & own)


def test_what_is_imported_is_the_wheel_and_not_the_checkout(installed: Installed) -> None:
    script = (
        "import importlib, sys; print(*(importlib.import_module(name).__file__ for name in sys.argv[1:]), sep='\\n')"
    )
    for line in installed.run("python", "-c", script, *PACKAGES, "pledgewatch").splitlines():
        assert Path(line).is_relative_to(installed.packages)


def test_the_demonstration_runs(installed: Installed) -> None:
    said = installed.run(
        "python", "-m", "pledgewatch", "demo", "--no-serve", "--data", str(installed.elsewhere / "data")
    )
    assert "fetched = stored + unchanged + quarantined + dropped + pending" in said
    counted = installed.run(
        "pledgewatch", "sql", "--format", "json", "--data", str(installed.elsewhere / "data"),
        "SELECT count(*) AS articles FROM articles",
    )  # fmt: skip
    assert json.loads(counted)[0]["articles"] > 50
    asked = installed.run(
        "pledgewatch", "sql", "--cookbook", "coverage-share", "--format", "csv", "--data", str(installed.elsewhere / "data")
    )  # fmt: skip
    assert "Community Care" in asked
    put_forward = installed.run(
        "pledgewatch", "sql", "--format", "json", "--data", str(installed.elsewhere / "data"),
        "SELECT DISTINCT policy_id FROM candidates",
    )  # fmt: skip
    assert len({row["policy_id"] for row in json.loads(put_forward)} & set(NEWSROOMS)) >= 11


def test_its_files_for_people_are_found(installed: Installed) -> None:
    assert "communitycare" in installed.run("pledgewatch", "outlets")
    assert "regional-adoption-agencies" in installed.run("pledgewatch", "policies")


def test_spacy_finds_every_component(installed: Installed) -> None:
    script = """
import importlib.metadata, spacy, sys
nlp = spacy.blank("en")
for name in sys.argv[1:]:
    nlp.add_pipe(name)
doc = nlp("Slough council's services are rated inadequate; ministers give it £2m.")
print(doc.spans["councils"][0].kb_id_, importlib.metadata.distribution("pledgewatch").locate_file(""))
"""
    code, where = installed.run("python", "-c", script, *NAMES).split()
    assert code == "E06000039"
    assert Path(where).resolve() == installed.packages.resolve()
