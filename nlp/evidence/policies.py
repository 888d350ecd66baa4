"""The tracked policies, read from a TOML file. A mistake in it is refused with its line and with what is allowed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator, model_validator

from warehouse.toml.allowed import Allowed
from warehouse.toml.model import Text, TomlModel, TomlPlaceError
from warehouse.toml.places import TomlPlaces
from warehouse.toml.reader import TomlFileError, parse_toml, read_toml
from warehouse.vocabulary.policies import CriterionKind, PolicyStatus

DEFAULT_FILE = Path(__file__).with_name("policies.toml")
STATUSES = tuple(status.value for status in PolicyStatus)
"""The status vocabulary of a file that gives none of its own; docs/policies.md says which tracker each comes from."""
NOT_RATED = PolicyStatus.NOT_RATED.value
NATIONS = ("England", "Wales", "Scotland", "Northern Ireland")
VERSION_CHARACTERS = 16  # of the digest of a policy's words: 64 bits tell the versions of one policy apart
MOST_WEIGHT = 10.0  # of a policy in the order: ten times as much as another one; more would hide the others for good
SLUG_WORDS = "small letters and digits, joined by single hyphens"


class PolicyFileError(TomlFileError):
    """A policy file that cannot be used: `<file>, line <n>: <key>: <what is wrong>; allowed: <what is>`."""


def _web_address(value: str) -> str:
    if urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc:
        raise ValueError(f"'{value}'; allowed: the http or https address of the promise")
    return value


def _nation(value: str) -> str:
    if value not in NATIONS:
        raise ValueError(f"'{value}'; allowed: {', '.join(NATIONS)}")
    return value


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$"), Allowed(SLUG_WORDS)]
Texts = Annotated[tuple[Text, ...], Field(min_length=1)]


class Criteria(TomlModel):
    """What would count as delivery, progress and failure, in sentences that each say one thing."""

    completion: Texts
    """What would count as delivery."""
    progress: Texts
    """Steps on the way."""
    failure: Texts
    """Dropped, refused, reversed, put off, or shown failing."""

    def numbered(self) -> Iterator[tuple[str, str]]:
        """Yield each criterion's name ("progress 2") and sentence, in the file's order."""
        for kind in CriterionKind:
            for number, sentence in enumerate(getattr(self, kind), start=1):
                yield f"{kind} {number}", sentence


class Policy(TomlModel):
    """A promise that is tracked. Everything the matcher knows of it is in these words."""

    policy_id: Slug = Field(alias="id")
    """Candidates and decisions are kept under it: never change one, never use one twice."""
    title: Text
    """A line for the queue."""
    party: Text
    """Who promised it."""
    year: Annotated[int, Field(ge=1900, le=2100)]
    """Of the general election or programme."""
    source: Annotated[Text, AfterValidator(_web_address), Allowed("the http or https address of the promise")]
    """A page on which the promise can be read."""
    document: Text
    """The document that made the promise. It is no evidence for it."""
    page: Annotated[int, Field(ge=1, le=1000)] | None = None
    """Of the document."""
    promise: Text
    """What was promised, in our own words."""
    nations: Annotated[tuple[Annotated[str, AfterValidator(_nation)], ...], Field(min_length=1)] = ("England",)
    """Where it holds."""
    since: date
    """The day from which events count. What happened before is context."""
    criteria: Criteria
    hints: tuple[Text, ...] = ()
    """Words that the press uses for it and that its own text does not hold, such as abbreviations. Optional."""
    threshold: Annotated[float, Field(ge=0, le=1)] | None = None
    """The least score, 0 to 1, of a candidate for it; the matcher's own where it is not given."""
    weight: Annotated[float, Field(gt=0, le=MOST_WEIGHT, repr=False)] = 1.0
    """How much its cards count in the order of the queue beside those of others: 2 puts them twice as high. It changes no candidate."""
    status: Text = NOT_RATED
    """One of the file's statuses. The policies that are shipped have none but "not rated"."""
    status_date: date | None = None
    """The day on which the status was last judged."""
    verdict: str = ""
    """What happened, in sentences; empty until somebody has written it."""

    @property
    def version(self) -> str:
        """A digest of the policy's words: how it stands, and how much it counts, is none of them."""
        words = self.model_dump(mode="json", exclude={"status", "status_date", "verdict", "weight"})
        if self.threshold is None:
            del words["threshold"]  # verdicts have pinned versions of before there was one
        text = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:VERSION_CHARACTERS]


class PolicyFile(TomlModel):
    """A whole policies.toml."""

    statuses: Annotated[tuple[Text, ...], Field(min_length=1)] = STATUSES
    """The tracker's status vocabulary."""
    policy: Annotated[tuple[Policy, ...], Field(min_length=1)]

    @field_validator("statuses")
    @classmethod
    def _holds_not_rated(cls, statuses: tuple[str, ...]) -> tuple[str, ...]:
        if NOT_RATED not in statuses:
            raise ValueError(
                f"allowed: a list that holds '{NOT_RATED}', which a policy has before anybody has judged it"
            )
        return statuses

    @model_validator(mode="after")
    def _fits_together(self, info: ValidationInfo) -> PolicyFile:
        seen: dict[str, int] = {}
        for index, policy in enumerate(self.policy):
            if policy.policy_id in seen:
                line = _line(info.context, seen[policy.policy_id])
                taken = f"'{policy.policy_id}' is the id of the policy{line} already"
                raise TomlPlaceError("policy", index, "id", message=taken)
            seen[policy.policy_id] = index
            if policy.status not in self.statuses:
                words = f"'{policy.status}'; allowed: {', '.join(self.statuses)}"
                raise TomlPlaceError("policy", index, "status", message=words)
        return self


def _line(context: Any, index: int) -> str:
    lines = context.get("lines") if isinstance(context, dict) else None
    return f" on line {lines.line('policy', index, 'id')}" if isinstance(lines, TomlPlaces) else ""


def load_policy_file(path: Path | None = None) -> PolicyFile:
    """Return the file of policies, or the one that comes with the product: its policies and its status vocabulary.

    Raises:
        PolicyFileError: for a file that cannot be read, is not TOML, or says something that is not allowed.
    """
    return _load_shipped() if path is None else read_toml(path, PolicyFile, error=PolicyFileError)


def parse_policy_file(text: str, path: Path) -> PolicyFile:
    """Return the policies of a file's text; `path` is what messages call it.

    Raises:
        PolicyFileError: for a text that is not TOML, or says something that is not allowed.
    """
    return parse_toml(text, path, PolicyFile, error=PolicyFileError)


def load_policies(path: Path | None = None) -> tuple[Policy, ...]:
    """Return the policies of the file, or of the one that comes with the product, in the file's order.

    Raises:
        PolicyFileError: for a file that cannot be read, is not TOML, or says something that is not allowed.
    """
    return load_policy_file(path).policy


@cache
def _load_shipped() -> PolicyFile:
    return read_toml(DEFAULT_FILE, PolicyFile, error=PolicyFileError)
