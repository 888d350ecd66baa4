"""What a step raises, each named for what the caller is to do.

StepError
├── Retry             the input may be whole another time: ask for it again later
├── QuarantineError   the input cannot pass this step: keep it, with the reason, for a person or a later version
└── Drop              the input is sound and not wanted: count it, with the reason, and go on
"""

from __future__ import annotations


class StepError(Exception):
    """A step did not pass its input on. `reason` is a short phrase that can be counted, `detail` is for a reader."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        """Give the reason, and the detail where there is one."""
        return f"{self.reason}: {self.detail}" if self.detail else self.reason


class Retry(StepError):  # noqa: N818 -- named for the action that it asks for
    """The input may be whole another time."""


class QuarantineError(StepError):
    """The input cannot pass this step and is kept."""


class Drop(StepError):  # noqa: N818
    """The input is sound and not wanted."""
