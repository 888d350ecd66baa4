"""Accounts: who may use a desk that others can reach, in which role, and the sessions of their browsers."""

from __future__ import annotations
