"""The process that reads pages for `pipelines.isolation.workers`: one page in, one answer out, under limits of its own.

Frames on both pipes are a length of four bytes and a pickle; both ends are ours. It ends when its input ends.
"""

from __future__ import annotations

import gc
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable
from typing import IO, Any

from pipelines.errors import QuarantineError
from pipelines.isolation.resident import peak_bytes

LENGTH = struct.Struct(">I")
COLLECT_EVERY = 25  # pages: the collector's own timing walks every live tree again and again


def send(stream: IO[bytes], message: Any) -> None:
    """Write one frame."""
    payload = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(payload)))
    stream.write(payload)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one frame. Raises EOFError where the other end is gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    payload = stream.read(LENGTH.unpack(head)[0])
    if len(payload) < LENGTH.unpack(head)[0]:
        raise EOFError
    return pickle.loads(payload)  # noqa: S301 -- from our own parent or child, never from a network


def main() -> None:
    """Read pages until there are no more. Arguments: bytes of address space, CPU seconds for each page."""
    memory, seconds = int(sys.argv[1]), float(sys.argv[2])
    pages, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print must not break the frames
    import logging

    logging.disable(logging.CRITICAL)
    from pipelines.extract import extract

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The signal keeps its default, which ends the process at once: a handler in Python would wait for the C code.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    gc.collect()
    gc.freeze()
    gc.disable()
    read = 0
    while True:
        try:
            page = receive(pages)
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_PROF, seconds)
        answer = _answer(extract, page, memory)
        signal.setitimer(signal.ITIMER_PROF, 0)
        del page
        read += 1
        if read % COLLECT_EVERY == 0:
            gc.collect()
        peak = peak_bytes()
        send(answers, (answer, peak))


def _answer(extract: Callable[[Any], Any], page: Any, memory: int) -> Any:
    """Return what was read of a page, or why it was not read."""
    try:
        return extract(page)
    except QuarantineError as refusal:
        return refusal
    except MemoryError:
        return QuarantineError("memory limit", f"over {memory // 2**20} MB")
    except RecursionError as error:
        return QuarantineError("too deep", str(error))
    except Exception as error:
        return QuarantineError("extraction failed", f"{type(error).__name__}: {error}"[:300])


if __name__ == "__main__":
    main()
