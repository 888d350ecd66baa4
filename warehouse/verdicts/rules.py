"""What a verdict is held to before it is kept. Every rule that it breaks is told, each in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from warehouse.verdicts.rows import PinnedEvidence, PinnedPolicy, PolicyVerdict
from warehouse.vocabulary.policies import is_rated, may_follow

MAX_TEXT_CHARACTERS = 20_000
MAX_AUTHOR_CHARACTERS = 200
LONDON = ZoneInfo("Europe/London")
CITATION = re.compile(r"\[(\d{1,3})\]")
SITE_NAME_WORDS = 3  # at most, behind the name of a document in a page's title
_BEFORE_SITE_NAME = re.compile(r"\s+[|–—-]\s+")


@dataclass(frozen=True, slots=True)
class PolicyStanding:
    """What was written of a policy until now."""

    statuses: tuple[str, ...]  # that the tracker's vocabulary holds
    status: str  # in force, or the policy file's
    status_before: str | None  # that a verdict may go back to, as a mistake taken back
    rated: bool  # whether any verdict before had a status that rests on evidence


def cited_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of the citations in a text, each once, in their order."""
    return tuple(dict.fromkeys(int(number) for number in CITATION.findall(text)))


def refusals(
    verdict: PolicyVerdict, policy: PinnedPolicy, standing: PolicyStanding, evidence: Sequence[PinnedEvidence]
) -> tuple[str, ...]:
    """Return a sentence for every rule that a verdict breaks; none where it may be kept."""
    return (
        *_of_words(verdict, len(evidence)),
        *_of_status(verdict, standing, evidence),
        *_of_days(verdict, policy, evidence),
        *(sentence for one in evidence for sentence in evidence_refusals(policy, one)),
    )


def _of_words(verdict: PolicyVerdict, cited: int) -> Iterator[str]:
    if not verdict.text.strip():
        yield "The verdict has no text: say in a sentence or more what happened."
    if len(verdict.text) > MAX_TEXT_CHARACTERS:
        yield f"The text is longer than {MAX_TEXT_CHARACTERS:,} characters."
    if not verdict.author.strip():
        yield "Nobody's name stands under the verdict."
    if len(verdict.author) > MAX_AUTHOR_CHARACTERS:
        yield f"The author's name is longer than {MAX_AUTHOR_CHARACTERS} characters."
    if len(set(verdict.evidence)) < len(verdict.evidence):
        yield "The same passage is cited twice: each has one number."
    for number in cited_numbers(verdict.text):
        if not 1 <= number <= cited:
            yield f"The text cites [{number}], and the verdict rests on {_pieces(cited)}."


def _of_status(verdict: PolicyVerdict, standing: PolicyStanding, evidence: Sequence[PinnedEvidence]) -> Iterator[str]:
    if verdict.status not in standing.statuses:
        yield f"'{verdict.status}' is no status of this tracker; there are: {', '.join(standing.statuses)}."
        return
    if not may_follow(verdict.status, standing.status) and verdict.status != standing.status_before:
        yield f"A policy that is '{standing.status}' cannot become '{verdict.status}'."
    if not evidence and (is_rated(verdict.status) or standing.rated):
        yield f"There is no status without accepted evidence: '{verdict.status}' rests on none."


def _of_days(verdict: PolicyVerdict, policy: PinnedPolicy, evidence: Sequence[PinnedEvidence]) -> Iterator[str]:
    if verdict.effective > verdict.written_at.astimezone(LONDON).date():
        yield f"{_day(verdict.effective)} has not come yet: a status holds from a day that has."
    if policy.since and verdict.effective < policy.since:
        yield f"{_day(verdict.effective)} is before the promise, which is of {_day(policy.since)}."
    late = [one.number for one in evidence if one.accepted_at > verdict.written_at]
    if late:
        yield f"The verdict is older than the acceptance of {_listed(late)}."


def evidence_refusals(policy: PinnedPolicy, one: PinnedEvidence) -> Iterator[str]:
    """Give a sentence for each reason why an accepted passage is no evidence for this policy."""
    for reason in hindrances(policy, one.url, one.title, one.published_day):
        yield f"[{one.number}] “{one.title}” ({one.outlet}) {reason}."


def hindrances(policy: PinnedPolicy, url: str, title: str, published: date | None) -> Iterator[str]:
    """Give the end of a sentence for each reason why an article is no evidence for this policy, whoever accepted it."""
    if is_own_document(policy, url, title):
        yield "is the document that made the promise: a source cannot prove itself"
    if policy.since is None:
        return
    if published is None:
        yield "has no date, so nothing shows that it is not older than its promise"
    elif published < policy.since:
        yield f"is of {_day(published)} and older than its promise, which is of {_day(policy.since)}"


def is_own_document(policy: PinnedPolicy, url: str, title: str) -> bool:
    """Return whether a page is the document that made the promise, by its address or by its title."""
    if _address(url, policy.source) == _address(policy.source, policy.source):
        return True
    document = policy.document.strip().casefold()
    name, *rest = _BEFORE_SITE_NAME.split(title.strip().casefold())
    return bool(document) and (
        title.strip().casefold() == document
        or (name == document and len(rest) == 1 and len(rest[0].split()) <= SITE_NAME_WORDS)
    )


def _address(url: str, like: str) -> tuple[str, str, str]:
    """Return a page's host and path, with its query where the address that it is compared with has one."""
    try:
        parts, wanted = urlsplit(url), urlsplit(like)
    except ValueError:
        return "", url, ""
    if not parts.hostname:  # no web address: the same one is the same page all the same
        return "", url, ""
    return parts.hostname.removeprefix("www."), parts.path.rstrip("/"), parts.query if wanted.query else ""


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _pieces(number: int) -> str:
    return "no evidence" if number == 0 else f"{number} piece{'s' if number > 1 else ''} of evidence"


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(f"[{number}]" for number in numbers)
