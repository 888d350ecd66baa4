"""A program for the tests of the fork server: its first argument says what it does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

SEEN: list[str] = []  # of this process


def before_forks(arguments: Sequence[str]) -> None:
    """Remember what was loaded for all forks."""
    SEEN.extend(arguments)


def main(arguments: Sequence[str]) -> int:
    """Do what the first argument says."""
    what, *rest = arguments
    SEEN.append(what)
    if what == "say":
        print(*rest, os.environ.get("SAID", ""), os.getpid() != os.getppid(), len(SEEN), flush=True)
        return 3
    if what == "answer":
        with open(0, "rb", closefd=False) as asked, open(0, "wb", closefd=False) as answers:
            answers.write(b" ".join([*(one.encode() for one in SEEN), asked.readline()]))
        return 4
    if what == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "raise":
        raise ValueError("something broke")
    if what == "start another":
        print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid, flush=True)
    if what == "never answer":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print(os.getpid(), flush=True)
    time.sleep(60)
    return 0
