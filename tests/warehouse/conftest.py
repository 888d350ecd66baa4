"""A data folder of its own for every test."""

from pathlib import Path

import pytest

from warehouse.folder import DataFolder


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data").create()
