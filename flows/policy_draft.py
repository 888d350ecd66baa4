"""A first file for a new policy, from a sentence: `pledgewatch policies new`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer
from rich.console import Console

from flows.passes import steps
from flows.policy_trial import show_trial
from flows.settings import Settings
from nlp.evidence.policies import load_policies

LONGEST_SLUG = 48  # characters
PROPOSED = {
    "completion": ("Ministers say that they have kept their promise to {deed}, and figures or a law show it.",),
    "progress": (
        "The government publishes a bill, regulations or a plan to {deed}.",
        "Ministers give money so as to {deed}.",
        "A first council or region begins to {deed}.",
        "Figures show progress in the effort to {deed}.",
    ),
    "failure": (
        "The government drops its promise to {deed}.",
        "Plans to {deed} are put off or left out of a bill.",
        "Money to {deed} is cut, withheld or runs out.",
        "An inspection, audit or evaluation finds that the effort to {deed} has failed.",
    ),
}
"""Proposals: whoever tracks the promise should put its own nouns and figures into them."""
_OPENING = re.compile(
    r"^(?:we|they|the government|ministers|labour|the party)\s+(?:will|would|shall|promise to|pledge to)\s+", re.I
)
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """What is known of a new policy."""

    promise: str
    title: str
    party: str
    source: str
    document: str
    since: date
    criteria: dict[str, tuple[str, ...]]

    @property
    def policy_id(self) -> str:
        """A slug of the title."""
        slug = _NOT_SLUG.sub("-", self.title.lower().replace("'", "")).strip("-")
        return slug[:LONGEST_SLUG].rstrip("-")

    def as_toml(self) -> str:
        """Return the policy's table."""
        lines = [
            "[[policy]]",
            f"id = {_quoted(self.policy_id)}",
            f"title = {_quoted(self.title)}",
            f"party = {_quoted(self.party)}",
            f"year = {self.since.year}",
            f"source = {_quoted(self.source)}",
            f"document = {_quoted(self.document)}",
            f"promise = {_quoted(self.promise)}",
            f"since = {self.since}",
            "",
            "[policy.criteria]",
        ]
        for kind, sentences in self.criteria.items():
            lines += [f"{kind} = [", *(f"  {_quoted(sentence)}," for sentence in sentences), "]"]
        return "\n".join(lines) + "\n"


def proposed_criteria(promise: str) -> dict[str, tuple[str, ...]]:
    """Return criteria for a promise that begins with a verb ("Run more buses."), to be edited by whoever tracks it."""
    deed = _OPENING.sub("", promise.strip()).rstrip(".")
    deed = deed[:1].lower() + deed[1:]
    return {kind: tuple(sentence.format(deed=deed) for sentence in given) for kind, given in PROPOSED.items()}


def asked_criteria(proposed: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Ask at the terminal for the criteria of each kind, one a line; an empty line keeps what was proposed."""
    answers: dict[str, tuple[str, ...]] = {}
    for kind, sentences in proposed.items():
        typer.echo(f"\nWhat would count as {kind}? One sentence a line; an empty line ends. Proposed:")
        for sentence in sentences:
            typer.echo(f"  {sentence}")
        given: list[str] = []
        while answer := typer.prompt(kind, default="", show_default=False).strip():
            given.append(answer)
        answers[kind] = tuple(given) or sentences
    return answers


def new_policy(settings: Settings, draft: PolicyDraft, to: Path, *, since: date | None) -> None:
    """Write the draft beside the policies that are tracked already, and show what it would find in the archive.

    Raises:
        FileExistsError: there is a file of that name.
        PolicyFileError: the draft cannot be used; the message names line and key.
    """
    console = Console()
    installed = steps.own_policies(settings.folder)
    with to.open("x", encoding="utf-8") as file:  # never over an editor's own file
        file.write(draft.as_toml())
    (policy,) = load_policies(to)
    console.print(f"wrote {to}: put the promise's own nouns and figures into the criteria.", highlight=False)
    if settings.folder.warehouse.exists():
        show_trial(console, settings, (*load_policies(installed), policy), {policy.policy_id}, since)
    console.print(f"To track it, add the table to {settings.folder.policies} (docs/policies.md).", highlight=False)


def _quoted(text: str) -> str:
    """Return a TOML basic string: JSON's escapes are TOML's, for text without control characters."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def joined(given: Sequence[str], proposed: tuple[str, ...]) -> tuple[str, ...]:
    """Return what was given, or what was proposed where nothing was."""
    return tuple(given) or proposed
