"""What draining the spool came to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DrainReport:
    """How many batches were loaded, were loaded before, and did not fit."""

    loaded: int = 0
    duplicates: int = 0
    refused: tuple[str, ...] = ()  # one sentence each: the batch and why

    def __add__(self, other: DrainReport) -> DrainReport:
        return DrainReport(
            self.loaded + other.loaded, self.duplicates + other.duplicates, (*self.refused, *other.refused)
        )
