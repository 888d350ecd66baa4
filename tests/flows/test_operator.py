"""What an operator meets at the command line: mistyped folders, the version, logs, progress, the systemd unit."""

import configparser
import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console

from flows import progress
from flows.settings import SETTINGS, SettingsError, make_folder, read_settings
from tests.flows.conftest import ROOT, pledgewatch
from warehouse.folder import DataFolder

READING = [
    ("sql", "SELECT 1"), ("export",), ("archive", "verify"), ("reprocess",), ("backup", "elsewhere"),
    ("policies", "try", "nlp/evidence/policies.toml"), ("doctor",),
]  # fmt: skip


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_command_that_reads_makes_no_folder_where_the_name_was_mistyped(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "newsdesk").mkdir()
    said = pledgewatch(*command, "--data", str(tmp_path / "newsdeks"), status=1)
    assert "newsdeks" in said
    assert not (tmp_path / "newsdeks").exists()
    assert command == ("doctor",) or f"is it {tmp_path / 'newsdesk'}?" in said.replace("\n", "")


def test_a_command_that_makes_a_data_folder_says_so_and_which_it_may_have_meant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_folder(DataFolder(tmp_path / "newsdesk"))
    assert capsys.readouterr().err == f"pledgewatch: {tmp_path}/newsdesk is a new data folder\n"
    make_folder(DataFolder(tmp_path / "newsdesk"))
    assert capsys.readouterr().err == ""
    make_folder(DataFolder(tmp_path / "newsdeks"))
    assert f"is a new data folder (is it {tmp_path}/newsdesk?)" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["desk", "live", "backfill"])
def test_each_command_that_makes_one_makes_it_so(command: str) -> None:
    text = (ROOT / "flows" / f"{command}.py").read_text(encoding="utf-8")
    assert "make_folder(settings.folder)" in text
    assert "folder.create()" not in text


@pytest.mark.parametrize("nothing", ["", "  "])
def test_a_data_folder_that_is_named_by_nothing_is_an_error(nothing: str) -> None:
    with pytest.raises(SettingsError, match="PLEDGEWATCH_DATA is set to nothing"):
        read_settings({"PLEDGEWATCH_DATA": nothing})
    assert read_settings({"PLEDGEWATCH_DATA": nothing}, data=Path("here")).folder.root.name == "here"


def test_the_version_is_printed() -> None:
    assert pledgewatch("--version").strip().count(".") == 2


def test_the_log_goes_to_a_file_with_times(tmp_path: Path) -> None:
    log, data = tmp_path / "logs" / "pledgewatch.log", tmp_path / "data"
    data.mkdir()
    (data / "outlets").mkdir()
    (data / "outlets" / "gazette.toml").write_text("half")
    script = "import logging; from flows import logs; from pathlib import Path; import sys\n"
    script += "logs.start_logging(verbose=False, file=Path(sys.argv[1])); logging.getLogger('flows.x').info('told')\n"
    script += "logging.getLogger('flows.x').warning('warned')"
    done = subprocess.run(
        [sys.executable, "-c", script, str(log)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    lines = log.read_text().splitlines()
    assert [line.split(": ")[-1] for line in lines] == ["told", "warned"]
    assert all(line[:2] == "20" and " UTC " in line for line in lines)
    assert "warned" in done.stderr
    assert "told" not in done.stderr


def test_in_a_pipe_a_long_command_says_lines_with_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "LINE_SECONDS", 0.05)
    out = io.StringIO()
    console = Console(file=out)
    with progress.working(console, "crawling 24 outlets"):
        time.sleep(0.2)
    with progress.bars(console) as bars:
        task = bars.add_task("reading a.warc.gz", total=1000)
        bars.update(task, completed=250)
        time.sleep(0.2)
    lines = out.getvalue().splitlines()
    assert any("UTC: crawling 24 outlets since 0 min" in line for line in lines)
    assert any("UTC: reading a.warc.gz: 250 of 1,000" in line for line in lines)


def test_the_systemd_unit_runs_the_command_with_settings_that_there_are() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    text = (ROOT / "docs" / "pledgewatch.service").read_text()
    unit.read_string(text)
    assert unit["Service"]["ExecStart"].endswith("pledgewatch run")
    assert unit["Service"]["KillMode"] == "mixed"
    assert int(unit["Service"]["TimeoutStopSec"]) > 10
    named = [line.split("=")[1] for line in text.splitlines() if line.startswith("Environment=PLEDGEWATCH")]
    assert named
    assert set(named) <= set(SETTINGS)


@pytest.mark.parametrize("python", ["/usr/bin/false", "/nowhere/python3"])
def test_make_says_what_to_do_where_python_is_too_old(tmp_path: Path, python: str) -> None:
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    done = subprocess.run(
        ["make", "setup", f"PYTHON={python}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in done.stdout
    assert not (tmp_path / ".venv").exists()


GOOD = {"id": "1", "title": "A title", "text": "Kent County Council was given £2 million."}


@pytest.mark.parametrize("command", ["tag", "match", "extract"])
def test_a_filter_ends_with_a_count_after_bad_lines_and_answers_the_others(command: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body><h1>A title</h1><p>A sentence of the article.</p></body></html>")
    lines = [json.dumps({**GOOD, "path": str(page), "url": "https://gazette.example/news/1"}), "no JSON", "[]"]
    done = subprocess.run(
        [sys.executable, "-m", "pledgewatch", command],
        input="\n".join(lines) + "\n", cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert "2 lines could not be" in done.stderr
    assert [sorted(one.keys() & {"error", "text", "title"}) for one in answers[1:]] == [["error"], ["error"]]
    assert answers[0]["id"] == "1"
    assert "error" not in answers[0]
