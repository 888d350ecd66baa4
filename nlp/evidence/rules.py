"""The rules of evidence: what a passage can never show, whatever its words are like. From the trackers' own mistakes.

Each rule is a row of RULES; the words that it looks for stand in nlp/data/evidence_rules.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from nlp.evidence.policies import Policy
from nlp.evidence.stance_reader import StanceReading
from warehouse.vocabulary.stances import Direction, Stance

CERTAIN = 0.9  # of the reader in a direction: above it a call's words stand beside a deed, and the deed counts


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A passage with a policy, as the rules look at it."""

    policy: Policy
    sentence: str
    title: str
    published: date | None
    url: str | None
    reading: StanceReading


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `applies` says whether it speaks of an exhibit; `then` gives the reading that it leaves, None for no evidence."""

    name: str
    words: str  # said of the candidate: "lowered: ..."
    applies: Callable[[Exhibit], bool]
    then: Callable[[StanceReading], StanceReading | None]


def _context(reading: StanceReading) -> StanceReading:
    return replace(reading, stance=Stance.CONTEXT, direction=Direction.CONTEXT)


def _nothing(_: StanceReading) -> None:
    return None


def _own_document(exhibit: Exhibit) -> bool:
    same_page = exhibit.url is not None and _address(exhibit.url) == _address(exhibit.policy.source)
    return same_page or exhibit.title.strip().casefold() == exhibit.policy.document.casefold()


def _before_the_promise(exhibit: Exhibit) -> bool:
    return exhibit.published is not None and exhibit.published < exhibit.policy.since


def _only_announced(exhibit: Exhibit) -> bool:
    if exhibit.reading.stance is not Stance.DELIVERS:
        return False
    return says("announced", exhibit.sentence) and not says("done", exhibit.sentence)


def _asked_for(exhibit: Exhibit) -> bool:
    if exhibit.reading.direction is not Direction.ADVANCES or exhibit.reading.certainty > CERTAIN:
        return False
    return says("call", exhibit.sentence)


RULES = (
    Rule("own document", "a source cannot prove itself", _own_document, _nothing),
    Rule("before the promise", "it happened before the promise was made", _before_the_promise, _context),
    Rule(
        "announcement",
        "an announcement alone delivers nothing",
        _only_announced,
        lambda reading: replace(reading, stance=Stance.ADVANCES),
    ),
    Rule("call", "somebody asks for it, and it has not happened", _asked_for, _context),
)


def apply_rules(exhibit: Exhibit) -> tuple[StanceReading | None, tuple[str, ...]]:
    """Return the reading that the rules leave (None: no evidence), and the words of those that changed it."""
    reading: StanceReading | None = exhibit.reading
    words: list[str] = []
    for rule in RULES:
        if reading is None or not rule.applies(replace(exhibit, reading=reading)):
            continue
        left = rule.then(reading)
        if left != reading:
            words.append(rule.words)
            reading = left
    return reading, tuple(words)


def says(kind: str, sentence: str) -> bool:
    """Return whether the sentence holds one of the words of a kind of evidence_rules.toml."""
    return _words()[kind].search(sentence) is not None


def nations_of(text: str) -> frozenset[str]:
    """Return the nations that the text names; "elsewhere" stands for any outside the United Kingdom."""
    return frozenset(nation for nation, pattern in _nations().items() if pattern.search(text))


def of_another_nation(policy: Policy, text: str) -> bool:
    """Return whether the text names nations, and none of those for which the promise holds."""
    named = nations_of(text)
    return bool(named) and not named & set(policy.nations)


def of_another_body(policy: Policy, passage: str) -> bool:
    """Return whether a passage is about an NHS trust, an academy, a dog, and so neither about the policy nor about councils."""
    if not says("others", passage) or says("of_councils", passage):
        return False
    own = " ".join((policy.title, policy.promise, *(text for _, text in policy.criteria.numbered())))
    return not says("others", own)


@cache
def _table() -> dict[str, object]:
    return tomllib.loads(files("nlp").joinpath("data/evidence_rules.toml").read_text(encoding="utf-8"))


@cache
def _words() -> dict[str, re.Pattern[str]]:
    return {kind: _any_of(words) for kind, words in _table().items() if isinstance(words, list)}


@cache
def _nations() -> dict[str, re.Pattern[str]]:
    nations = _table()["nations"]
    assert isinstance(nations, dict)
    return {nation: _any_of(words) for nation, words in nations.items()}


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in words) + r")(?!\w)", re.IGNORECASE)


def _address(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/")
