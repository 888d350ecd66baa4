"""The history (audit trail) of decisions, of a policy's verdicts, and of the money that evidence tells of."""

from __future__ import annotations
