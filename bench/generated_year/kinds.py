"""The kinds of event that a generated year tells of, with the parts of their sentences, as the TOML files give them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class SentenceParts:
    """What a kind of article is composed from; [a|b] is a choice and {n} a slot."""

    headline: tuple[str, ...]
    lead: tuple[str, ...]
    fact: tuple[str, ...]
    quote: tuple[str, ...]

    @classmethod
    def of(cls, row: dict[str, Any]) -> SentenceParts:
        """Return the parts of a table of the files."""
        return cls(*(tuple(row[name]) for name in ("headline", "lead", "fact", "quote")))


@dataclass(frozen=True, slots=True)
class EventKind:
    """What can happen to a policy: a theme of the year."""

    name: str
    policies: tuple[str, ...]  # that it is evidence for; the theme's own first
    also: tuple[str, ...]  # that an editor would accept it for, and need not find it for
    contradicts: bool
    funds: tuple[str, ...]  # names of schemes that pay for it; none where it brings no money
    parts: SentenceParts


@cache
def event_kinds() -> tuple[EventKind, ...]:
    """Return every kind of event, in the order of the files."""
    rows = [row for name in ("children", "councils") for row in _read(name)["kind"]]
    return tuple(
        EventKind(
            row["id"],
            tuple(row["policies"]),
            tuple(row.get("also", ())),
            row["stance"] == "contradicts",
            tuple(row.get("fund", ())),
            SentenceParts.of(row),
        )
        for row in rows
    )


@cache
def other_parts(name: str) -> tuple[SentenceParts, ...]:
    """Return the parts of news that is no evidence: "near" the subject, or "off" it."""
    return tuple(SentenceParts.of(row) for row in _read("others")[name])


@cache
def colour_sentences() -> tuple[str, ...]:
    """Return sentences that any event may carry and that say nothing of it."""
    return tuple(_read("others")["colour"]["sentences"])


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
