"""In what order the workers of one run take the files."""

from pathlib import Path

import pytest

from tests.conftest import LONGEST_FIRST

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("file", LONGEST_FIRST)
def test_a_file_that_begins_first_is_there(file: str) -> None:
    assert (ROOT / file).exists()


def test_one_of_the_two_files_that_begin_lets_the_other_make_the_demonstration() -> None:
    first, second, third = ((ROOT / file).read_text(encoding="utf-8") for file in LONGEST_FIRST[:3])
    assert "demonstration: Demonstration" in first
    assert "demonstration: Demonstration" not in second, "of the long suite"
    assert "demonstration: Demonstration" in third, "and of the quick one, which has nothing of the first"
