"""The tracked policies, read from a TOML file. A mistake in it is refused with its line and with what is allowed."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from nlp.evidence.phrases import Phrase, PhraseError, parse
from nlp.evidence.toml_lines import Place, TomlLines
from warehouse.records import Stance

DEFAULT_FILE = Path(__file__).with_name("policies.toml")
STATUSES = (
    "not started",
    "in progress",
    "on track",
    "off track",
    "achieved",
    "partly achieved",
    "broken",
    "not rated",
    "not in government",
)
TAG_FEATURES = ("trust", "inadequate", "requires improvement", "good", "outstanding", "funding")
EVENTS = (  # the tagger's kinds of event, and two that the grades of an article tell
    "trust planned",
    "trust established",
    "takeover or direction",
    "commissioner appointed",
    "services returned",
    "inspection published",
    "section 114 notice",
    "funding announced",
    "grade rose",
    "grade fell",
)
MAXIMUM_WEIGHT = 10.0  # of a phrase or tag: three make an article worth showing, so ten is already certainty
FIRST_YEAR = 1900  # of a manifesto: anything earlier is a typing slip
_POLICY_KEYS = (
    "id",
    "title",
    "party",
    "year",
    "source",
    "promise",
    "status",
    "status_date",
    "verdict",
    "criteria",
    "search",
)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Criteria:
    """What would count as delivery, progress and failure, in sentences."""

    completion: tuple[str, ...]
    progress: tuple[str, ...]
    failure: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase that speaks for the policy, with the weight that it adds."""

    phrase: Phrase
    weight: float


@dataclass(frozen=True, slots=True)
class Cue:
    """Phrases and events that tell which way a passage points, with words for it: "the passage says that <says>"."""

    stance: Stance
    says: str
    weight: float
    phrases: tuple[Phrase, ...]
    events: tuple[str, ...]  # of EVENTS


@dataclass(frozen=True, slots=True)
class Search:
    """How passages are found for a policy."""

    context: tuple[Phrase, ...]  # at least one must stand in the article; none given: no such condition
    excluded: tuple[Phrase, ...]  # what they cover counts for nothing
    terms: tuple[Term, ...]
    tags: tuple[tuple[str, float], ...]  # one of TAG_FEATURES, weight


@dataclass(frozen=True, slots=True)
class Policy:
    """A promise that is tracked."""

    policy_id: str
    title: str
    party: str
    year: int
    source: str
    page: int | None
    promise: str
    status: str  # one of STATUSES
    status_date: date
    verdict: str
    criteria: Criteria
    search: Search
    cues: tuple[Cue, ...]


class PolicyFileError(ValueError):
    """A policy file that cannot be used: `<file>, line <n>: <key>: <what is wrong>; allowed: <what is>`."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}, line {line}: {message}")
        self.path = path
        self.line = line


def load_policies(path: Path | None = None) -> tuple[Policy, ...]:
    """Return the policies of the file, or of the one that comes with the product, in the file's order.

    Raises:
        PolicyFileError: for a file that cannot be read, is not TOML, or says something that is not allowed.
    """
    return _load_default() if path is None else _load(path)


@cache
def _load_default() -> tuple[Policy, ...]:
    return _load(DEFAULT_FILE)


def _load(path: Path) -> tuple[Policy, ...]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyFileError(path, 1, f"cannot be read: {error}") from error
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        position = re.search(r"line (\d+)", str(error))
        line = int(position[1]) if position else len(text.splitlines()) or 1
        raise PolicyFileError(path, line, f"not TOML: {error}") from error
    return _Reader(path, TomlLines(text)).policies(document)


class _Reader:
    """Reads values out of the parsed file, and refuses with the place."""

    def __init__(self, path: Path, lines: TomlLines) -> None:
        self._path = path
        self._lines = lines

    def policies(self, document: dict[str, Any]) -> tuple[Policy, ...]:
        self._keys(document, (), required=("policy",))
        tables = document["policy"]
        if not isinstance(tables, list) or not tables or not all(isinstance(t, dict) for t in tables):
            self._refuse(("policy",), "allowed: one [[policy]] table for each policy, and at least one")
        seen: dict[str, int] = {}
        policies = []
        for index, table in enumerate(tables):
            policy = self._policy(table, ("policy", index))
            if policy.policy_id in seen:
                taken = f"'{policy.policy_id}' is the id of the policy on line {seen[policy.policy_id]} already"
                self._refuse(("policy", index, "id"), taken)
            seen[policy.policy_id] = self._lines.line("policy", index, "id")
            policies.append(policy)
        return tuple(policies)

    def _policy(self, table: dict[str, Any], at: Place) -> Policy:
        self._keys(table, at, required=_POLICY_KEYS, optional=("page", "cues"))
        policy_id = self._text(table, at, "id")
        if not _SLUG.fullmatch(policy_id):
            self._refuse((*at, "id"), f"'{policy_id}'; allowed: small letters and digits, joined by single hyphens")
        source = self._text(table, at, "source")
        if urlsplit(source).scheme not in {"http", "https"} or not urlsplit(source).netloc:
            self._refuse((*at, "source"), f"'{source}'; allowed: the http or https address of the promise")
        status = self._text(table, at, "status")
        if status not in STATUSES:
            self._refuse((*at, "status"), f"'{status}'; allowed: {', '.join(STATUSES)}")
        status_date = table["status_date"]
        if not isinstance(status_date, date) or isinstance(status_date, datetime):
            self._refuse((*at, "status_date"), "allowed: a date without quotes, such as 2024-07-04")
        return Policy(
            policy_id=policy_id,
            title=self._text(table, at, "title"),
            party=self._text(table, at, "party"),
            year=self._integer(table, at, "year", FIRST_YEAR, 2100),
            source=source,
            page=self._integer(table, at, "page", 1, 1000) if "page" in table else None,
            promise=self._text(table, at, "promise"),
            status=status,
            status_date=status_date,
            verdict=self._text(table, at, "verdict", empty=True),
            criteria=self._criteria(self._table(table, at, "criteria"), (*at, "criteria")),
            search=self._search(self._table(table, at, "search"), (*at, "search")),
            cues=tuple(self._cue(cue, (*at, "cues", i)) for i, cue in enumerate(self._tables(table, at, "cues"))),
        )

    def _criteria(self, table: dict[str, Any], at: Place) -> Criteria:
        self._keys(table, at, required=("completion", "progress", "failure"))
        completion, progress, failure = (self._texts(table, at, key) for key in ("completion", "progress", "failure"))
        return Criteria(completion, progress, failure)

    def _search(self, table: dict[str, Any], at: Place) -> Search:
        self._keys(table, at, required=("terms",), optional=("context", "excluded", "tags"))
        terms = []
        for index, group in enumerate(self._tables(table, at, "terms")):
            place = (*at, "terms", index)
            self._keys(group, place, required=("weight", "phrases"))
            weight = self._weight(group["weight"], (*place, "weight"))
            terms += [Term(phrase, weight) for phrase in self._phrases(group, place, "phrases")]
        tags = []
        for feature, value in (self._table(table, at, "tags") if "tags" in table else {}).items():
            if feature not in TAG_FEATURES:
                self._refuse((*at, "tags"), f"'{feature}'; allowed: {', '.join(TAG_FEATURES)}")
            tags.append((feature, self._weight(value, (*at, "tags"))))
        return Search(
            context=self._phrases(table, at, "context") if "context" in table else (),
            excluded=self._phrases(table, at, "excluded") if "excluded" in table else (),
            terms=tuple(terms),
            tags=tuple(tags),
        )

    def _cue(self, table: dict[str, Any], at: Place) -> Cue:
        self._keys(table, at, required=("stance", "says", "phrases"), optional=("weight", "events"))
        stance = self._text(table, at, "stance")
        if stance not in {Stance.ADVANCES, Stance.CONTRADICTS}:
            self._refuse((*at, "stance"), f"'{stance}'; allowed: advances, contradicts (with no cue it is context)")
        weight = self._weight(table.get("weight", 1.0), (*at, "weight"))
        events = self._texts(table, at, "events") if "events" in table else ()
        if unknown := [event for event in events if event not in EVENTS]:
            self._refuse((*at, "events"), f"'{unknown[0]}'; allowed: {', '.join(EVENTS)}")
        return Cue(Stance(stance), self._text(table, at, "says"), weight, self._phrases(table, at, "phrases"), events)

    def _keys(
        self, table: dict[str, Any], at: Place, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> None:
        allowed = (*required, *optional)
        for key in table:
            if key not in allowed:
                self._refuse((*at, key), f"there is no such key; allowed: {', '.join(allowed)}")
        for key in required:
            if key not in table:
                self._refuse((*at, key), f"is missing; required: {', '.join(required)}")

    def _text(self, table: dict[str, Any], at: Place, key: str, *, empty: bool = False) -> str:
        value = table[key]
        if not isinstance(value, str) or not (empty or value.strip()):
            self._refuse((*at, key), "allowed: text" + ("" if empty else " that is not empty"))
        return value.strip()

    def _texts(self, table: dict[str, Any], at: Place, key: str) -> tuple[str, ...]:
        values = table[key]
        if not isinstance(values, list) or not values or not all(isinstance(v, str) and v.strip() for v in values):
            self._refuse((*at, key), "allowed: a list of texts, and at least one")
        return tuple(v.strip() for v in values)

    def _phrases(self, table: dict[str, Any], at: Place, key: str) -> tuple[Phrase, ...]:
        phrases = []
        for source in self._texts(table, at, key):
            try:
                phrases.append(parse(source))
            except PhraseError as error:
                self._refuse((*at, key), str(error))
        return tuple(phrases)

    def _table(self, table: dict[str, Any], at: Place, key: str) -> dict[str, Any]:
        value = table[key]
        if not isinstance(value, dict):
            self._refuse((*at, key), "allowed: a table")
        return value

    def _tables(self, table: dict[str, Any], at: Place, key: str) -> list[dict[str, Any]]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self._refuse((*at, key), f"allowed: tables, each headed [[{_dotted((*at, key))}]]")
        return value

    def _integer(self, table: dict[str, Any], at: Place, key: str, least: int, most: int) -> int:
        value = table[key]
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self._refuse((*at, key), f"allowed: a whole number from {least} to {most}")
        return value

    def _weight(self, value: object, at: Place) -> float:
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= MAXIMUM_WEIGHT:
            self._refuse(at, f"allowed: a weight above 0 and up to {MAXIMUM_WEIGHT:g}")
        return float(value)

    def _refuse(self, at: Place, message: str) -> NoReturn:
        raise PolicyFileError(self._path, self._lines.line(*at), f"{_dotted(at)}: {message}")


def _dotted(place: Place) -> str:
    return ".".join(part for part in place if isinstance(part, str))
