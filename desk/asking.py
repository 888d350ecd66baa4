"""The cookbook's questions, asked for a page: each in a process of its own with hard limits, few at a time."""

from __future__ import annotations

import io
from collections.abc import Mapping
from threading import BoundedSemaphore

from desk.forms import BadRequestError
from warehouse.analyst import cookbook
from warehouse.analyst.cookbook import QuestionAnswer
from warehouse.analyst.exports import WORDS_OF_OUTLETS
from warehouse.analyst.formats import write_csv_bom
from warehouse.cookbook import CookbookQuestion
from warehouse.folder import DataFolder

ASK_SECONDS = 10.0  # that a question may take; then its process is killed
ASK_MEMORY = "500MB"  # that it may use
ASKED_AT_ONCE = 2  # questions; one more is told to come again, so that no thread of the desk waits for one


class QuestionRunner:
    """Asks questions on the published snapshot. The desk goes on answering whatever a question does."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._places = BoundedSemaphore(ASKED_AT_ONCE)

    def ask(self, question: CookbookQuestion, given: Mapping[str, str]) -> QuestionAnswer:
        """Return the answer.

        Raises:
            BadRequestError: 503 where as many questions as may be are being answered.
            SqlError: a parameter is wrong, or the question was stopped at a limit.
            WarehouseError: there is no snapshot, and none can be made.
        """
        if not self._places.acquire(blocking=False):
            raise BadRequestError(503, f"{ASKED_AT_ONCE} questions are being answered already. Try again in a moment.")
        try:
            return cookbook.ask(self._folder, question, given, seconds=ASK_SECONDS, memory=ASK_MEMORY)
        finally:
            self._places.release()


def as_csv(answer: QuestionAnswer) -> bytes:
    """Return an answer's rows as CSV for a spreadsheet, without the columns of an outlet's own words."""
    shown = [name for name in answer.rows.column_names if name not in WORDS_OF_OUTLETS]
    file = io.StringIO(newline="")
    write_csv_bom(answer.rows.select(shown), file)
    return file.getvalue().encode("utf-8")
