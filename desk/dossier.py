"""A policy's dossier: everything that a verdict says and rests on, as of a moment, to be printed or sent.

It quotes no more of an outlet than may be republished, because a printed page leaves the house.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jinja2 import Environment
from markupsafe import Markup

from desk.assets import asset, assets
from desk.history.commitments import CommitmentHistory, commitment_histories
from desk.verdicts import PolicyVerdicts, verdicts_in
from desk.wording.words import LONDON
from warehouse.monitoring import completeness_sentence, silence_since
from warehouse.verdicts.history import AcceptedEvidence, BookReader, history_of
from warehouse.verdicts.rows import PinnedEvidence
from warehouse.vocabulary.outlets import REPUBLISH, Republish
from warehouse.vocabulary.policies import CRITERION_KINDS, CriterionKind
from warehouse.vocabulary.stances import STANCES, Direction, Stance

SHEET = "dossier.css"


@dataclass(frozen=True, slots=True)
class Citation:
    """One numbered source: what is quoted, of whom, when, and where its capture is."""

    number: int
    outlet: str
    title: str
    day: date | None
    url: str
    quotation: str  # "" where the outlet allows its headline alone
    cut: bool  # whether the quotation is shorter than the passage
    stance: Stance
    direction: Direction
    criterion: str
    capture_id: UUID
    captured_at: datetime | None
    payload_sha256: str | None
    warc_file: str | None
    pinned: bool  # by the verdict in force


@dataclass(frozen=True, slots=True)
class CitedCriterion:
    """The evidence of one criterion, by stance."""

    heading: str
    sentence: str
    stances: tuple[tuple[Stance, tuple[Citation, ...]], ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a dossier shows."""

    policy: Mapping[str, Any]
    as_of: datetime
    verdicts: PolicyVerdicts
    citations: tuple[Citation, ...]
    criteria: tuple[CitedCriterion, ...]
    commitments: tuple[CommitmentHistory, ...]  # of money, of which the evidence tells
    watch: str | None  # how complete the watch was from its first day; None where no day was assessed
    undecided: int | None  # candidates that wait; None as of a moment that has passed, when that is not known


def dossier_of(
    reader: BookReader, policy_id: str, as_of: datetime, now: datetime, *, demo: bool = False
) -> Dossier | None:
    """Return a policy's dossier as of a moment, or None where there is no such policy."""
    rows = reader.query("policies", policy_id=policy_id)
    if not rows:
        return None
    history = history_of(reader, policy_id, as_of)
    outlets = {row["outlet_id"]: row for row in reader.query("outlets_named")}
    pinned = history.verdict.evidence if history.verdict else ()
    cited = {one.candidate_id for one in pinned}
    later = [one for one in history.evidence if one.candidate_id not in cited]
    later.sort(key=lambda one: (_day(one.published) or date.max, one.accepted_at))
    citations = (
        *(_pinned(one, outlets) for one in pinned),
        *(_accepted(number, one, outlets) for number, one in enumerate(later, start=len(pinned) + 1)),
    )
    policy = rows[0]
    words = _words_then(policy, history.verdict.policy if history.verdict else None)
    undecided = int(policy["open"] + policy["deferred"]) if as_of >= now else None
    return Dossier(
        policy=words,
        as_of=as_of,
        verdicts=verdicts_in(history.book),
        citations=citations,
        criteria=tuple(_by_criterion(words, citations)),
        commitments=commitment_histories(reader, [*cited, *(one.candidate_id for one in later)], as_of),
        watch=_watch(reader, as_of, demo),
        undecided=undecided,
    )


def render_dossier(templates: Environment, dossier: Dossier, *, alone: bool, demo: bool = False) -> str:
    """Return a dossier as a page: with its style sheet inside where it is to stand `alone` in a file."""
    if alone:
        sheet = Markup("<style>{}</style>").format(Markup(assets()[SHEET].decode("utf-8")))  # noqa: S704 -- our own file
    else:
        sheet = Markup('<link rel="stylesheet" href="{}">').format(asset(SHEET))
    return templates.get_template("dossier.html").render(dossier=dossier, sheet=sheet, alone=alone, demo=demo)


def quotation(passage: str, republish: str | None) -> tuple[str, bool]:
    """Return as much of a passage as an outlet lets be republished, and whether that is less than all."""
    known = republish in set(Republish)
    most = REPUBLISH[Republish(republish)].characters if known and republish else 0
    if most is None or len(passage) <= most:
        return passage, False
    return (passage[:most].rstrip() + " …" if most else ""), True


def _pinned(one: PinnedEvidence, outlets: Mapping[str, Mapping[str, Any]]) -> Citation:
    quoted, cut = quotation(one.passage, outlets.get(one.outlet_id, {}).get("republish"))
    return Citation(
        one.number, one.outlet, one.title, one.published_day, one.url, quoted, cut, one.stance, one.direction,
        one.criterion, one.capture_id, one.captured_at, one.payload_sha256, one.warc_file, pinned=True,
    )  # fmt: skip


def _accepted(number: int, one: AcceptedEvidence, outlets: Mapping[str, Mapping[str, Any]]) -> Citation:
    outlet = outlets.get(one.outlet_id, {})
    quoted, cut = quotation(one.passage, outlet.get("republish"))
    return Citation(
        number, outlet.get("name") or one.outlet_id, one.title, _day(one.published), one.url, quoted, cut, one.stance,
        one.direction, one.criterion, one.capture_id, one.captured_at, one.payload_sha256, one.warc_file, pinned=False,
    )  # fmt: skip


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(LONDON).date() if moment else None


def _words_then(policy: Mapping[str, Any], pinned: Any) -> dict[str, Any]:
    """Return the policy's words as the verdict in force had them, or as the file has them now where there is none."""
    names = ("policy_id", "title", "promise", "party", "year", "source", "document", "since", "version")
    words = {name: getattr(pinned, name) if pinned else policy[name] for name in names}
    for kind in CriterionKind:
        words[str(kind)] = tuple((getattr(pinned, kind) if pinned else policy[kind]) or ())
    return words | {"status": policy["status"], "status_date": policy["status_date"], "verdict": policy["verdict"]}


def _by_criterion(words: Mapping[str, Any], citations: Sequence[Citation]) -> Iterable[CitedCriterion]:
    held: dict[str, list[Citation]] = {}
    for one in citations:
        held.setdefault(one.criterion, []).append(one)
    known = {
        f"{kind} {number}": (CRITERION_KINDS[kind], sentence)
        for kind in CriterionKind
        for number, sentence in enumerate(words[str(kind)], start=1)
    }
    for name in (*known, *sorted(each for each in held if each not in known)):
        if some := held.get(name):
            heading, sentence = known.get(name, ("", name))
            yield CitedCriterion(heading, sentence, tuple(_by_stance(some)))


def _by_stance(citations: Sequence[Citation]) -> Iterable[tuple[Stance, tuple[Citation, ...]]]:
    for stance in STANCES:
        if some := tuple(one for one in citations if one.stance is stance):
            yield stance, some


def _watch(reader: BookReader, as_of: datetime, demo: bool) -> str | None:
    silence = silence_since(reader, None, as_of.astimezone(LONDON).date(), 0, crawled_only=demo)
    return completeness_sentence(silence) if silence else None
