"""A file of a result is whole or yesterday's: after a full disk, a kill, a link, a device."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from warehouse.analyst.whole_file import whole_file
from warehouse.vocabulary.exports import ResultFormat

ROOT = Path(__file__).resolve().parents[2]
TO_FILES = [str(each) for each in ResultFormat]
FULL_AT_BYTES = 20_000  # where the disk of the test ends

WRITE = """
import sys
from pathlib import Path
import pyarrow as pa
from warehouse.analyst import formats
from warehouse.vocabulary.exports import ResultFormat
rows = pa.table({"n": range(30_000), "t": [str(n * 7919) for n in range(30_000)]})
try:
    formats.WRITERS[ResultFormat(sys.argv[1])](rows, Path(sys.argv[2]))
except OSError as error:
    sys.exit(f"said: {error}")
"""


def writer(output: str, to: Path, most_bytes: int | None = None) -> subprocess.Popen[str]:
    def limit() -> None:
        if most_bytes is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return subprocess.Popen(
        [sys.executable, "-c", WRITE, output, str(to)], cwd=ROOT, stderr=subprocess.PIPE, text=True, preexec_fn=limit
    )


@pytest.mark.parametrize("output", TO_FILES)
def test_where_the_disk_is_full_yesterdays_file_stays_and_the_error_is_told(output: str, tmp_path: Path) -> None:
    to = tmp_path / "rows"
    to.write_text("yesterday's")
    with writer(output, to, FULL_AT_BYTES) as run:
        _, said = run.communicate(timeout=120)
    assert run.returncode == 1
    assert "said: " in said
    assert to.read_text() == "yesterday's"
    assert [path.name for path in tmp_path.iterdir()] == ["rows"]


@pytest.mark.parametrize("output", ["csv", "xlsx", "sqlite"])
def test_a_killed_writer_leaves_yesterdays_file_and_the_next_one_clears_up(output: str, tmp_path: Path) -> None:
    to = tmp_path / "rows"
    to.write_text("yesterday's")
    with writer(output, to) as run:
        while not list(tmp_path.glob(".rows.*.part")) and run.poll() is None:
            time.sleep(0.002)
        run.kill()
    assert to.read_text() == "yesterday's"
    with whole_file(to) as part:
        part.write_text("today's")
    assert to.read_text() == "today's"
    assert list(tmp_path.glob(".rows.*.part")) == []


def test_a_link_keeps_leading_to_the_file_and_rights_stay(tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "rows.csv"
    kept.parent.mkdir()
    kept.write_text("old")
    kept.chmod(0o600)
    link = tmp_path / "latest.csv"
    link.symlink_to(kept)
    with whole_file(link) as part:
        part.write_text("new")
    assert link.is_symlink()
    assert kept.read_text() == "new"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_pipe_is_written_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with whole_file(pipe) as part, part.open("w") as out:
        out.write("rows")
    assert os.read(reader, 100) == b"rows"
    os.close(reader)
    assert pipe.is_fifo()
