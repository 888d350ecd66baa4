"""What many tests share: an empty data folder, a browser, and an environment without our settings."""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import hypothesis
import pytest

from tests.statement_forks import StatementFork
from warehouse import connect
from warehouse.analyst.sql import _StatementProcess
from warehouse.folder import DataFolder
from warehouse.owner import database, owner

CHROMIUM = "chromium"
LONGEST_FIRST = (
    "tests/flows/test_interrupted.py",
    "tests/extraction/test_places_of_evidence.py",
    "tests/flows/test_demonstration.py",
    "tests/flows/test_document_commands.py",
    "tests/flows/test_policy_trial.py",
    "tests/flows/test_backfill.py",
    "tests/test_wheel.py",
    "tests/flows/test_linking.py",
    "tests/warehouse/test_crash.py",
    "tests/flows/test_backup.py",
    "tests/collection/test_silence_bench.py",
    "tests/desk/test_learning_killed.py",
    "tests/flows/test_live.py",
    "tests/warehouse/test_migrations.py",
    "tests/collection/test_site_cases.py",
    "tests/collection/test_identify.py",
    "tests/warehouse/test_decisions.py",
    "tests/desk/test_browser.py",
    "tests/spiders/test_crawl.py",
    "tests/warehouse/test_counts.py",
    "tests/warehouse/test_verdict_crash.py",
)
"""Files that take ten seconds of a processor and more, or wait as long: they begin first, and many short ones even out the end.

Of the first two that run, one asks for the demonstration: the other worker does not wait for it."""
SEED_VARIABLE = "TESTS_HYPOTHESIS_SEED"  # by the environment, so that the workers of one run have one seed
HIGHEST_SEED = 2**32

hypothesis.settings.register_profile("repeatable", print_blob=True)  # a failure prints how to repeat it
hypothesis.settings.load_profile("repeatable")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose the seed of the random tests where none was given, before hypothesis looks for it."""
    if config.option.hypothesis_seed is None:
        os.environ.setdefault(SEED_VARIABLE, str(random.SystemRandom().randrange(HIGHEST_SEED)))
        config.option.hypothesis_seed = os.environ[SEED_VARIABLE]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say, where something failed, how the random tests of this run are repeated."""
    if terminalreporter.stats.get("failed"):
        terminalreporter.write_line(f"random tests: --hypothesis-seed={config.option.hypothesis_seed} repeats them")


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's own settings out of the tests, and the tests out of the developer's data."""
    for name in [name for name in os.environ if name.startswith("PLEDGEWATCH_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session", autouse=True)
def new_warehouses_are_copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let a new warehouse of this process be a copy of one that is made once: making one takes half a CPU second, and hundreds are wanted.

    The tests of migrations make theirs by themselves.
    """
    made = DataFolder(tmp_path_factory.mktemp("new-warehouse"))
    with pytest.MonkeyPatch.context() as patch:

        def open_file(folder: DataFolder) -> tuple[duckdb.DuckDBPyConnection, str | None]:
            if folder.warehouse.exists() or database.wal_of(folder).exists() or folder == made:
                return database.open_file(folder)
            if not made.warehouse.exists():
                with connect(made):
                    pass
            shutil.copyfile(made.warehouse, folder.warehouse)
            return database.open_file(folder)

        patch.setattr(owner, "open_file", open_file)
        yield


@pytest.fixture(scope="session", autouse=True)
def statements_run_in_forks() -> Iterator[None]:
    """Let the statements of analysts run in forks of a process that has imported their program."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_StatementProcess, "program", StatementFork)
        yield


@pytest.fixture
def statements_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let them run as in production, each in a process of its own."""
    monkeypatch.setattr(_StatementProcess, "program", subprocess.Popen)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """Return an empty data folder."""
    return DataFolder(tmp_path / "data").create()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the browser's tests where there is none."""
    skip_without_browser(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each file to one worker, the longest first."""
    from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

    class FileScheduling(LoadFileScheduling):  # type: ignore[misc]
        def _assign_work_unit(self, node: Any) -> None:
            """Take the longest file of those that wait: one that begins last would keep one worker busy alone."""
            for file in reversed([one for one in LONGEST_FIRST if one in self.workqueue]):
                self.workqueue.move_to_end(file, last=False)
            super()._assign_work_unit(node)

    return FileScheduling(config, log)


def skip_without_browser(items: list[pytest.Item]) -> None:
    """Skip the browser's tests, with a reason, where there is no browser; never where CI runs, which installs it."""
    if shutil.which(CHROMIUM) or os.environ.get("CI"):
        return
    reason = pytest.mark.skip(reason="needs Chromium: apt-get install chromium")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(reason)
