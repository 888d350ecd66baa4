"""Tables that say something of every member of an enumeration."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

M = TypeVar("M", bound=StrEnum)
T = TypeVar("T")


class ForgottenWordError(ValueError):
    """A table of words does not say something of every member of its enumeration; the message says of which."""


def table_of(members: type[M], entries: Mapping[M, T], home: str) -> Mapping[M, T]:
    """Return the entries in the order of the enumeration; `home` is the table's own place, for the message.

    Raises:
        ForgottenWordError: a member has no entry.
    """
    if missing := [f"{members.__name__}.{each.name}" for each in members if each not in entries]:
        raise ForgottenWordError(f"{home} says nothing of {', '.join(missing)}")
    return MappingProxyType({each: entries[each] for each in members})
