"""How a command ends when it is asked to: SIGTERM and a closed terminal are Ctrl-C, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from types import FrameType

from flows.processes import children

LAST_SECONDS = 9.0  # after which what has not ended by itself is killed: the children had seven of them
INTERRUPTED = 128  # and the signal's number: the shell's convention for the exit status


_status: list[int] = []  # the exit status, from the moment when a signal asked this process to end


def listen() -> None:
    """Let SIGTERM, SIGINT and SIGHUP end this process in order: children first, locks free, within ten seconds."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup means what it says
            signal.signal(number, _asked)


def _asked(number: int, _: FrameType | None) -> None:
    if children.ending():
        return  # the second Ctrl-C changes nothing: the first one is being done
    _status.append(INTERRUPTED + number)
    children.ask_all_to_end()
    threading.Thread(target=_end_at_last, args=(INTERRUPTED + number,), daemon=True).start()
    raise KeyboardInterrupt


def finish() -> None:
    """End this process if a signal asked it to; otherwise return."""
    if _status:
        end_now(_status[0])


def _end_at_last(status: int) -> None:
    time.sleep(LAST_SECONDS)
    end_now(status)


def end_now(status: int) -> None:
    """End this process without waiting for its threads; what was committed is kept, and every lock is free."""
    children.kill_all()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            continue
    os._exit(status)
