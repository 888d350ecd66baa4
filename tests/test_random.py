"""Random tests can be repeated: a run that failed gives its seed, and each failure how to repeat it."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAILS = """
from hypothesis import given
from hypothesis import strategies as st

@given(st.integers())
def test_no_number_is_odd(number: int) -> None:
    assert number % 2 == 0, f"met {number}"

@given(st.integers())
def test_tells(number: int) -> None:
    with open("met", "a") as file:
        file.write(f"{number}\\n")
"""


def run(folder: Path, *options: str) -> str:
    """Run a failing random test under the suite's conftest, and return what was printed."""
    (folder / "test_fails.py").write_text(FAILS, encoding="utf-8")
    (folder / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *options]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False).stdout


def test_a_run_that_failed_can_be_repeated(tmp_path: Path) -> None:
    said = run(tmp_path)
    seed = re.search(r"random tests: (--hypothesis-seed=\d+) repeats them", said)
    assert seed
    assert "@reproduce_failure" in said
    first = (tmp_path / "met").read_text()
    (tmp_path / "met").unlink()
    run(tmp_path, seed[1])
    assert (tmp_path / "met").read_text() == first


def test_two_runs_have_two_seeds(tmp_path: Path) -> None:
    assert len({re.findall(r"--hypothesis-seed=(\d+) repeats", run(tmp_path))[0] for _ in range(2)}) == 2
