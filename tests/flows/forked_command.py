"""`pledgewatch` for a fork server: with all imported that its commands import when they run, one to three CPU seconds each time."""

import atexit
import os
import sys
from collections.abc import Sequence

import flows.backfill
import flows.backups.backup
import flows.backups.restore
import flows.catalogue
import flows.demo
import flows.doctor
import flows.live
import flows.reprocess  # noqa: F401 -- imported, not used: a fork has them then
import pledgewatch


def main(arguments: Sequence[str]) -> int:
    """Run the command as a process of its own would; the first two arguments are the files for its output and its errors."""
    for number, path in enumerate(arguments[:2], start=1):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(file, number)
        os.close(file)
    sys.argv = [pledgewatch.__file__, *arguments[2:]]
    try:
        pledgewatch.main()
    except SystemExit as asked:
        if isinstance(asked.code, str):
            print(asked.code, file=sys.stderr)
            return 1
        return asked.code or 0
    finally:
        atexit._run_exitfuncs()
    return 0
