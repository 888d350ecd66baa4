"""The command `pledgewatch users`: the accounts of a desk that other machines can reach."""

from __future__ import annotations
