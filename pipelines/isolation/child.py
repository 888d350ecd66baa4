"""The process that reads pages for `pipelines.isolation.workers`: one page in, one answer out, under limits of its own.

Other programs of children are `answer_messages` with another thing to do (`flows.passes.text_child`).
Frames on both pipes are a length of four bytes and a pickle; both ends are ours. It ends when its input ends.
"""

from __future__ import annotations

import gc
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable, Sequence
from typing import IO, Any

from pipelines.errors import QuarantineError
from pipelines.isolation.resident import peak_bytes

LENGTH = struct.Struct(">I")
EXTRACTION = "extraction"  # the step that failed, where a page does
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
    """Read pages until there are no more."""
    answer_messages(_extractor, EXTRACTION)


def _extractor(_: Sequence[str]) -> Callable[[Any], Any]:
    from pipelines.extract import extract

    return extract


def answer_messages(load: Callable[[Sequence[str]], Callable[[Any], Any]], step: str) -> None:
    """Do what `load` returns with one message of standard input after the other, until there are no more.

    Arguments of the program: bytes of address space, CPU seconds for each message, then what `load` takes. `step` names
    what failed where it raises.
    """
    messages, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print must not break the frames
    answer_frames(load(sys.argv[3:]), step, (int(sys.argv[1]), float(sys.argv[2])), (messages, answers))


def answer_socket(work: Callable[[Any], Any], step: str, limits: tuple[int, float]) -> None:
    """Do some work with one message after the other of the socket that is standard input, until there are no more.

    `limits` are the bytes of address space, and the CPU seconds for each message.
    """
    with open(0, "rb", closefd=False) as messages, open(0, "wb", closefd=False) as answers:
        answer_frames(work, step, limits, (messages, answers))


def answer_frames(
    work: Callable[[Any], Any], step: str, limits: tuple[int, float], streams: tuple[IO[bytes], IO[bytes]]
) -> None:
    """Do some work with each message of a stream and write the answer to another, until there are no more."""
    import logging

    logging.disable(logging.CRITICAL)
    memory, seconds = limits
    messages, answers = streams
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The signal keeps its default, which ends the process at once: a handler in Python would wait for the C code.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    gc.collect()
    gc.freeze()
    gc.disable()
    done = 0
    while True:
        try:
            message = receive(messages)
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_PROF, seconds)
        answer = _answer(work, message, memory, step)
        signal.setitimer(signal.ITIMER_PROF, 0)
        del message
        done += 1
        if done % COLLECT_EVERY == 0:
            gc.collect()
        peak = peak_bytes()
        send(answers, (answer, peak))


def _answer(work: Callable[[Any], Any], message: Any, memory: int, step: str) -> Any:
    """Return what was made of a message, or why nothing was."""
    try:
        return work(message)
    except QuarantineError as refusal:
        return refusal
    except MemoryError:
        return QuarantineError("memory limit", f"over {memory // 2**20} MB")
    except RecursionError as error:
        return QuarantineError("too deep", str(error))
    except Exception as error:
        return QuarantineError(f"{step} failed", f"{type(error).__name__}: {error}"[:300])


if __name__ == "__main__":
    main()
