"""What many tests share: an empty data folder, a browser, and an environment without our settings."""

import os
import shutil
from pathlib import Path

import pytest

from warehouse.folder import DataFolder

CHROMIUM = "chromium"


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's own settings out of the tests, and the tests out of the developer's data."""
    for name in [name for name in os.environ if name.startswith("PLEDGEWATCH_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """Return an empty data folder."""
    return DataFolder(tmp_path / "data").create()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the browser's tests, with a reason, where there is no browser; never where CI runs, which installs it."""
    if shutil.which(CHROMIUM) or os.environ.get("CI"):
        return
    reason = pytest.mark.skip(reason="needs Chromium: apt-get install chromium")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(reason)
