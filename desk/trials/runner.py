"""Runs a trial in a process of its own, so that the desk answers its editors meanwhile; one at a time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from threading import BoundedSemaphore

from pydantic import TypeAdapter

from desk.forms import BadRequestError
from desk.trials.trial import Backtest, TrialRequest
from warehouse.folder import DataFolder

YEAR = timedelta(days=365)  # of the archive that is tried
SHORT_SECONDS = 8.5  # of reading and starting, so that the page is there within ten
LONG_SECONDS = 60.0
GRACE_SECONDS = 30.0  # on top, for a busy machine: then the process is killed
ERROR_CHARACTERS = 400  # of what a process that failed said


class BacktestRunner:
    """Tries policies on the archive of a data folder."""

    def __init__(self) -> None:
        self._place = BoundedSemaphore(1)

    def run(self, folder: DataFolder, file: str, policy_id: str, *, today: date, seconds: float) -> Backtest:
        """Return what the policy of this id finds with the words of a policy file's text, in so many seconds.

        Raises:
            BadRequestError: 503 where another trial is running, there is no search index yet, or the process failed.
        """
        if not folder.search.exists():
            raise BadRequestError(503, "The search index is being made. Try again in a moment.")
        if not self._place.acquire(blocking=False):
            raise BadRequestError(503, "Another trial is running. Try again when it is done.")
        try:
            asked = TrialRequest(
                str(folder.root.resolve()), file, policy_id, today - YEAR, today, time.monotonic() + seconds
            )
            return _answer(asked, seconds + GRACE_SECONDS)
        finally:
            self._place.release()


def _answer(asked: TrialRequest, most: float) -> Backtest:
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "desk.trials.child"],
            input=TypeAdapter(TrialRequest).dump_json(asked),
            capture_output=True,
            timeout=most,
            check=True,
            env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise BadRequestError(503, f"The trial was stopped after {most:.0f} seconds: the machine is busy.") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().splitlines() or ["nothing"]
        raise BadRequestError(503, f"The trial failed; it said: {said[-1][:ERROR_CHARACTERS]}") from error
    return TypeAdapter(Backtest).validate_json(done.stdout)
