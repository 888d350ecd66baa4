"""The history of decisions (audit trail): who decided what and when, of a card and of an editor, and of a policy's verdicts."""

from __future__ import annotations
