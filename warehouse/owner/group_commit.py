"""What several threads ask for at once, done as one piece of work (group commit): whoever comes first does it for all that wait."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

MOST_AT_ONCE = 50  # more wait for the next group, so that nobody waits for a whole newsroom's


@dataclass(slots=True)
class _Request(Generic[Asked, Answer]):
    asked: Asked
    answer: Answer | BaseException | None = None


class GroupCommit(Generic[Asked, Answer]):
    """Runs `work` on groups of what is asked, one group at a time, in the order of asking. An answer is never None."""

    def __init__(
        self, turn: threading.Lock, work: Callable[[Sequence[Asked]], Sequence[Answer | BaseException]]
    ) -> None:
        """`work` is called under the lock `turn`, and returns an answer, or what is to be raised, for each that was asked."""
        self._turn = turn
        self._work = work
        self._lock = threading.Lock()
        self._waiting: list[_Request[Asked, Answer]] = []

    def ask(self, asked: Asked) -> Answer:
        """Return the answer to this, once the work that it was a part of is done. Raises what the work raises."""
        request: _Request[Asked, Answer] = _Request(asked)
        with self._lock:
            self._waiting.append(request)
        with self._turn:
            while request.answer is None:
                self._do_next()
        if isinstance(request.answer, BaseException):
            raise request.answer
        return request.answer

    def _do_next(self) -> None:
        with self._lock:
            group, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
        try:
            answers = self._work([each.asked for each in group])
        except BaseException as error:
            answers = [error] * len(group)
        for each, answer in zip(group, answers, strict=True):
            each.answer = answer
