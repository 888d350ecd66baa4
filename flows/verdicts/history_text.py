"""A policy's history for people and for programs: the same history always gives the same bytes."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from flows.verdicts.proof import PinProof
from warehouse.verdicts.history import AcceptedEvidence, PolicyHistory
from warehouse.verdicts.rows import PinnedEvidence, Reopening, WrittenVerdict
from warehouse.vocabulary.verdicts import EVIDENCE_CHANGES

WIDTH = 110  # characters of a line
_HISTORY: TypeAdapter[PolicyHistory] = TypeAdapter(PolicyHistory)
_PROOFS: TypeAdapter[list[PinProof]] = TypeAdapter(list[PinProof])


def as_json(history: PolicyHistory, proofs: Sequence[PinProof] | None) -> str:
    """Return a history, and its proof where one was asked for, as one JSON object."""
    plain: dict[str, Any] = _HISTORY.dump_python(history, mode="json")
    if proofs is not None:
        plain["proof"] = _PROOFS.dump_python(list(proofs), mode="json")
        plain["proved"] = all(one.proved for one in proofs)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def as_text(history: PolicyHistory, proofs: Sequence[PinProof] | None) -> str:
    """Return a history, and its proof where one was asked for, as lines for people."""
    lines = [*_head(history), *_book(history), *_evidence(history)]
    if proofs is not None:
        lines += _proof(proofs)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _head(history: PolicyHistory) -> Iterator[str]:
    yield f"{history.policy_id}, as of {moment_words(history.as_of)}"
    yield ""
    if history.verdict is None:
        yield "No verdict had been written."
        return
    verdict, policy = history.verdict.verdict, history.verdict.policy
    yield f"{policy.title} ({policy.party}, {policy.year}), version {policy.version or 'not told'}"
    yield from _wrapped(policy.promise, "  ")
    yield ""
    yield f"Status: {verdict.status}, from {verdict.effective:%-d %B %Y}"
    yield f"Written by {verdict.author} on {moment_words(verdict.written_at)}"
    yield from _wrapped(verdict.text, "  ")
    for one in history.verdict.evidence:
        yield ""
        yield from _pinned(one)
    if history.reopened:
        yield ""
        yield "This verdict is open again:"
        for change in history.reopened:
            yield from _reopening(change)


def _pinned(one: PinnedEvidence) -> Iterator[str]:
    published = f", {one.published_day:%-d %B %Y}" if one.published_day else ""
    yield f"  [{one.number}] “{one.title}”, {one.outlet}{published}"
    yield f"      {one.stance}" + (f", {one.criterion}" if one.criterion else "") + f"; {one.url}"
    yield from _wrapped(f"“{one.passage}”", "      ")
    yield f"      accepted by {one.accepted_by} on {moment_words(one.accepted_at)}"
    yield f"      characters {one.start}-{one.end} of the {one.field}, in revision {one.revision_id} ({one.extractor}, {one.tagger}, {one.matcher})"
    yield f"      capture {one.capture_id}, {one.warc_file} at {one.warc_offset}, SHA-256 {one.payload_sha256}"


def _reopening(change: Reopening) -> Iterator[str]:
    named = ", ".join(f"[{number}]" for number in change.numbers)
    yield f"  {moment_words(change.reopened_at)}: {named} {EVIDENCE_CHANGES[change.change].done} ({change.reason})"
    if change.passage_gone:
        yield "      the cited passage no longer stands there"
    for difference in change.differences:
        yield f"      in the {difference.field}:"
        for mark, paragraphs in (("-", difference.removed), ("+", difference.added)):
            for paragraph in paragraphs:
                yield from _wrapped(paragraph, f"      {mark} ")


def _book(history: PolicyHistory) -> Iterator[str]:
    yield ""
    yield "The book of verdicts until then:"
    for row in history.book:
        yield f"  {row.sequence}. {moment_words(row.at)}: {_said(row.written, row.reopening)}"
        yield f"      {row.sha256}"
    if not history.book:
        yield "  nothing"


def _said(written: WrittenVerdict | None, reopening: Reopening | None) -> str:
    if written:
        verdict = written.verdict
        cited = f"resting on {len(written.evidence)} passages" if written.evidence else "resting on nothing"
        return f"{verdict.author} wrote “{verdict.status}” from {verdict.effective:%-d %B %Y}, {cited}"
    assert reopening is not None
    return f"open again: “{reopening.title}” {EVIDENCE_CHANGES[reopening.change].done}"


def _evidence(history: PolicyHistory) -> Iterator[str]:
    yield ""
    yield f"Evidence that stood accepted: {len(history.evidence)}"
    for one in history.evidence:
        yield ""
        yield from _accepted(one)


def _accepted(one: AcceptedEvidence) -> Iterator[str]:
    published = f", {moment_words(one.published)}" if one.published else ""
    yield f"  {one.candidate_id}: “{one.title}”, {one.outlet_id}{published}"
    yield f"      {one.stance}" + (f", {one.criterion}" if one.criterion else "") + f"; {one.url}"
    yield from _wrapped(f"“{one.passage}”", "      ")
    yield f"      accepted by {one.accepted_by} on {moment_words(one.accepted_at)}" + (
        f": {one.note}" if one.note else ""
    )
    yield f"      characters {one.start}-{one.end} of the {one.field}, in revision {one.revision_id}, capture {one.capture_id}"


def _proof(proofs: Sequence[PinProof]) -> Iterator[str]:
    failed = sum(not one.proved for one in proofs)
    yield ""
    yield f"Proof against the archive: {len(proofs) - failed} of {len(proofs)} proved"
    for one in proofs:
        yield f"  {'proved' if one.proved else 'FAILED'}: {one.about}: {one.sentence}"


def _wrapped(text: str, indent: str) -> Iterator[str]:
    later = " " * len(indent)
    for at, paragraph in enumerate(text.splitlines() or [""]):
        yield from textwrap.wrap(
            paragraph, WIDTH, initial_indent=indent if at == 0 else later, subsequent_indent=later,
            break_long_words=False, break_on_hyphens=False,
        ) or [""]  # fmt: skip


def moment_words(moment: datetime) -> str:
    """Return "1 May 2026, 12:00:00 UTC"."""
    return f"{moment.astimezone(UTC):%-d %B %Y, %H:%M:%S} UTC"
