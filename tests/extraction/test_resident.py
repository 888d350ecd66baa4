"""Memory is a process's own: what its parent once held is not counted against it."""

import subprocess
import sys
from pathlib import Path

from pipelines.isolation.resident import peak_bytes

ROOT = Path(__file__).resolve().parents[2]
LARGE_BYTES = 400 * 1024**2

PARENT = f"""
import subprocess, sys
held = b"x" * {LARGE_BYTES}
script = "from pipelines.isolation.resident import peak_bytes; print(peak_bytes())"
print(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout)
"""


def test_the_child_of_a_large_process_is_not_large() -> None:
    said = subprocess.run([sys.executable, "-c", PARENT], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert int(said) < LARGE_BYTES / 2


def test_the_peak_grows_with_what_is_held() -> None:
    before = peak_bytes()
    held = b"x" * (before + 64 * 1024**2)
    assert peak_bytes() >= len(held)
