"""What the command says when something goes wrong: one line; the traceback goes to a file."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from pathlib import Path

from warehouse.folder import WHAT_TO_DO, write_failure

OURS = ("warehouse", "pipelines", "nlp", "spiders", "desk", "flows")


def is_expected(error: BaseException) -> bool:
    """Return whether the error is one of ours, which carry a sentence for the user, or plainly the system's."""
    return type(error).__module__.split(".")[0] in OURS or isinstance(error, OSError)


def sentence(error: BaseException) -> str:
    """Return the error in one line."""
    text = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        return write_failure(error)
    return f"{text}; {WHAT_TO_DO}" if "no space left" in text.lower() else text  # as DuckDB says it


def report(error: BaseException) -> int:
    """Say in one line on standard error what went wrong, and return the exit status, which is never 0.

    An error that we did not foresee also leaves its traceback in a file, which the line names. With
    PLEDGEWATCH_DEBUG set the traceback is shown.
    """
    if os.environ.get("PLEDGEWATCH_DEBUG"):
        traceback.print_exception(error)
    elif is_expected(error):
        sys.stderr.write(f"pledgewatch: {sentence(error)}\n")
    else:
        with tempfile.NamedTemporaryFile("w", prefix="pledgewatch-", suffix=".log", delete=False) as log:
            traceback.print_exception(error, file=log)
        sys.stderr.write(
            f"pledgewatch: unexpected {type(error).__name__}: {sentence(error)} (the traceback is in {Path(log.name)})\n"
        )
    return 1
