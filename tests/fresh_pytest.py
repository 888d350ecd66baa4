"""pytest, run after run, each in a fork of a process that has imported what is not ours: what is ours is imported anew.

As a program it runs in the tree that is tested. It reads the arguments of a run from each line of its input, and answers with
the exit status and what was said. By itself a run imports for a CPU second and a half, and compiles what it imports.
"""

import json
import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

ALONE = (
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "-p",
    "no:anyio",
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
)
BROKEN = 70  # where pytest itself did not end: none of its own statuses


class FreshPytest:
    """Runs tests of a tree whose files change between the runs."""

    def __init__(self, tree: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-B", str(tree / "tests" / Path(__file__).name)],
            cwd=tree,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        """Return the exit status of a run and what it said."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(arguments) + "\n")
        self._process.stdin.flush()
        status, said = json.loads(self._process.stdout.readline())
        return int(status), str(said)

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def _answer(arguments: list[str]) -> tuple[int, str]:
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        pid = os.fork()
        if pid == 0:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            status = BROKEN
            try:
                status = int(pytest.main([*ALONE, *arguments]))
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        said.seek(0)
        return status, said.read()


if __name__ == "__main__":
    sys.path[0] = str(Path.cwd())
    import duckdb  # noqa: F401 -- imported, not used: a fork has them then
    import fastapi  # noqa: F401 -- likewise
    import httpx  # noqa: F401 -- likewise
    import hypothesis.strategies  # noqa: F401 -- likewise
    import lxml.html  # noqa: F401 -- likewise
    import numpy as np  # noqa: F401 -- likewise
    import pyarrow.compute
    import pyarrow.parquet  # noqa: F401 -- likewise
    import pydantic  # noqa: F401 -- likewise
    import pytest
    import uvicorn  # noqa: F401 -- likewise

    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), flush=True)
