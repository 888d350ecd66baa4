"""In what order the workers of one run take the files."""

from pathlib import Path

import pytest

from tests.conftest import DEMONSTRATION, LONGEST_FIRST, needs_demonstration

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("file", [file for file in LONGEST_FIRST if file != DEMONSTRATION])
def test_a_file_that_begins_first_is_there_and_on_its_own(file: str) -> None:
    assert (ROOT / file).exists()
    assert not needs_demonstration(ROOT / file), "it goes with the demonstration, which begins first"


@pytest.mark.parametrize(
    ("file", "needs"),
    [("flows/test_demonstration.py", True), ("flows/test_history.py", False), ("test_command.py", False)],
)
def test_the_files_that_look_at_the_demonstration_are_known(file: str, needs: bool) -> None:
    assert needs_demonstration(ROOT / "tests" / file) == needs
