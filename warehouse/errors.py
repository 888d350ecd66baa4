"""What can go wrong with the warehouse, named for what the caller can do about it.

WarehouseError
├── WarehouseBusyError         another process holds it and does not answer: try again
├── WarehouseTooNewError       a newer Pledgewatch or DuckDB wrote it: upgrade
├── WarehouseUnwellError       the disk is full or cannot be read: an operator must act
├── BatchRefusedError          a batch does not fit: it was set aside with the reason
├── UnknownQueryError          no such named query, or parameters that it does not take
├── UnknownCandidateError      a decision about a candidate that the warehouse does not hold
├── AlreadyDecidedError        another decision came first; `standing` is that decision
├── ReusedDecisionError        a decision bears the identifier of another one: make a new identifier
├── SearchRefusedError         a saved search is another editor's, or its name is taken
├── VerdictRefusedError        a verdict breaks a rule; the message says each in a sentence
├── AlreadyWrittenError        another verdict stands than the one that this one replaces
├── ReusedVerdictError         a verdict bears the identifier of another one: make a new identifier
└── SqlError                   an analyst's statement failed; one line says why
"""

from __future__ import annotations

from warehouse.records import Decision


class WarehouseError(Exception):
    """The base of all: `str` of it is one line that a user can read."""


class WarehouseBusyError(WarehouseError):
    """Another process owns the warehouse and did not answer in time."""


class WarehouseTooNewError(WarehouseError):
    """The warehouse was written by a newer Pledgewatch, or by a newer DuckDB, than this one."""


class WarehouseUnwellError(WarehouseError):
    """The warehouse cannot be written or read: a full disk, a missing folder, a damaged file."""


class BatchRefusedError(WarehouseError):
    """A batch of the spool does not fit the warehouse."""


class UnknownQueryError(WarehouseError):
    """There is no named query of that name, or it does not take these parameters."""


class UnknownCandidateError(WarehouseError):
    """A decision names a candidate that the warehouse does not hold."""


class SearchRefusedError(WarehouseError):
    """A saved search cannot be kept or deleted. The message says why, to the editor."""


class SqlError(WarehouseError):
    """An analyst's statement failed."""


class ReusedDecisionError(WarehouseError):
    """A decision has the identifier of one that is kept, and says something else."""


class AlreadyDecidedError(WarehouseError):
    """A decision that its editor had not seen stands on the candidate. Name it in `replaces` to decide otherwise."""

    def __init__(self, standing: Decision) -> None:
        super().__init__(f"{standing.editor} chose to {standing.action} this at {standing.decided_at:%H:%M:%S} UTC")
        self.standing = standing


class VerdictRefusedError(WarehouseError):
    """A verdict breaks one rule or more; the message has a sentence for each."""


class AlreadyWrittenError(WarehouseError):
    """A verdict that its author had not seen stands. Name it in `replaces` to write another."""


class ReusedVerdictError(WarehouseError):
    """A verdict has the identifier of one that is kept, and says something else."""
