"""What opens a verdict again: the articles that it rests on, compared with what they showed when it was written."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from warehouse.records import identifier
from warehouse.verdicts.rows import Difference, PinnedEvidence, Reopening, WrittenVerdict
from warehouse.vocabulary.stances import Field
from warehouse.vocabulary.verdicts import EvidenceChange


@dataclass(frozen=True, slots=True)
class ShownText:
    """One text of an article, by its parts."""

    revision_id: UUID
    capture_id: UUID
    content_sha256: str
    extractor: str
    title: str
    standfirst: str
    text: str
    corrections: tuple[str, ...]

    def part(self, field: Field) -> str:
        """Return the characters that offsets in a part count."""
        return "\n\n".join(self.corrections) if field is Field.CORRECTIONS else str(getattr(self, field.value))


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """What an outlet shows of an article now."""

    latest: ShownText
    withdrawn: bool
    reason: str  # why it counts as withdrawn


@dataclass(frozen=True, slots=True)
class KnownText:
    """A text that a verdict knew, with every reading of the same captures: by another version, it is no edit."""

    text: ShownText
    readings: frozenset[tuple[str, str]]  # content_sha256 and extractor of each


def differences(before: ShownText, after: ShownText) -> tuple[Difference, ...]:
    """Return, for each part of two texts that is not the same, the paragraphs that went and those that came."""
    found = []
    for field in Field:
        old, new = (before.part(field).split("\n\n"), after.part(field).split("\n\n"))
        removed: list[str] = []
        added: list[str] = []
        for kind, first, last, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind != "equal":
                removed += [paragraph for paragraph in old[first:last] if paragraph]
                added += [paragraph for paragraph in new[start:end] if paragraph]
        if removed or added:
            found.append(Difference(field, tuple(removed), tuple(added)))
    return tuple(found)


def reopenings(
    written: WrittenVerdict,
    shown: Mapping[UUID, ShownArticle],
    known: Mapping[UUID, KnownText],
    taken_back: Mapping[UUID, str],
    now: datetime,
) -> Iterator[Reopening]:
    """Give a row for each change of what a verdict rests on, with the same identifier each time.

    `shown` is by article, `known` by revision, and `taken_back` gives a sentence for each candidate that is no longer
    accepted.
    """
    by_article: dict[UUID, list[PinnedEvidence]] = {}
    for one in written.evidence:
        by_article.setdefault(one.article_id, []).append(one)
    for article_id, pins in by_article.items():
        article, base = shown.get(article_id), known.get(pins[0].shown_revision_id)
        if article and base and _is_edit(article.latest, base, pins):
            yield _edited(written, pins, base.text, article.latest, now)
        if article and article.withdrawn and not pins[0].withdrawn:
            yield _row(written, pins, EvidenceChange.WITHDRAWN, "", article.reason, now)
        for pin in pins:
            if said := taken_back.get(pin.candidate_id):
                yield _row(written, [pin], EvidenceChange.TAKEN_BACK, str(pin.decision_id), said, now)


def _is_edit(latest: ShownText, base: KnownText, pins: list[PinnedEvidence]) -> bool:
    """Say whether an outlet shows another text. One that only another version of the extractor reads so is none."""
    held = {content for content, _ in base.readings} | {pin.content_sha256 for pin in pins}
    if latest.content_sha256 in held or latest.content_sha256 == base.text.content_sha256:
        return False
    if latest.extractor in {extractor for _, extractor in base.readings} | {base.text.extractor}:
        return True
    return any(_is_gone(pin, latest) for pin in pins)


def _is_gone(pin: PinnedEvidence, latest: ShownText) -> bool:
    return pin.passage not in latest.part(pin.field)


def _edited(
    written: WrittenVerdict, pins: list[PinnedEvidence], before: ShownText, after: ShownText, now: datetime
) -> Reopening:
    corrected = any(note not in before.corrections for note in after.corrections)
    change = EvidenceChange.CORRECTED if corrected else EvidenceChange.EDITED
    reason = "a note of correction stands in it now" if corrected else "it shows another text now"
    row = _row(written, pins, change, after.content_sha256, reason, now)
    return Reopening(
        **{name: getattr(row, name) for name in _SAME},
        title=after.title,
        passage_gone=any(_is_gone(pin, after) for pin in pins),
        revision_id=after.revision_id,
        capture_id=after.capture_id,
        differences=differences(before, after),
    )


_SAME = (
    "reopening_id", "verdict_id", "policy_id", "change", "reopened_at", "article_id", "url", "numbers", "reason",
)  # fmt: skip


def _row(
    written: WrittenVerdict, pins: list[PinnedEvidence], change: EvidenceChange, what: str, reason: str, now: datetime
) -> Reopening:
    """Return the row of a change. An edit and a correction of one text are one change: they have one identifier."""
    verdict = written.verdict
    kind = "text" if change in {EvidenceChange.EDITED, EvidenceChange.CORRECTED} else str(change)
    return Reopening(
        reopening_id=identifier("reopened", str(verdict.verdict_id), str(pins[0].article_id), kind, what),
        verdict_id=verdict.verdict_id,
        policy_id=verdict.policy_id,
        change=change,
        reopened_at=now,
        article_id=pins[0].article_id,
        url=pins[0].url,
        title=pins[0].title,
        numbers=tuple(pin.number for pin in pins),
        passage_gone=change is EvidenceChange.WITHDRAWN,
        reason=reason,
        revision_id=None,
        capture_id=None,
        differences=(),
    )
