"""Verdicts of an invented tracker on the invented newsroom's articles."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from tests.warehouse import samples
from warehouse import Owner, spool
from warehouse.folder import DataFolder
from warehouse.records import Action, ArticleStatus, Decision, Record, Revision, identifier
from warehouse.reference import PolicyRow
from warehouse.verdicts.rows import PolicyVerdict, Reopening
from warehouse.vocabulary.collection import ArticleState

POLICY = samples.POLICIES[0]
PROMISED = date(2026, 1, 5)
DOCUMENT = "The Invented Party Programme 2026"
EDITED = samples.PASSAGE.replace("£12m", "£21m")
SOURCE = "https://party.example/programme/trusts"
ROW = PolicyRow(
    policy_id=POLICY,
    title="Give failing services to trusts",
    promise="Take services away from the councils that do worst, and give them to trusts.",
    party="Invented",
    year=2026,
    source=SOURCE,
    completion=("Every council that failed twice has handed its services over.",),
    progress=("A trust is set up.",),
    failure=("A trust is closed.",),
    status="not rated",
    document=DOCUMENT,
    since=PROMISED,
    version="policy-1",
)


def rows(**changes: object) -> list[PolicyRow]:
    """Return both of the newsroom's policies, the first with some fields changed."""
    other = replace(ROW, policy_id=samples.POLICIES[1], title="Settle for several years")
    return [replace(ROW, **changes), other]  # type: ignore[arg-type]


def load(owner: Owner, key: str, records: Iterable[Record]) -> None:
    """Load a batch."""
    spool.write_batch(owner.folder, key, records)
    report = owner.drain()
    assert not report.refused, report.refused


def opened(folder: DataFolder, number: int = 6) -> Owner:
    """Return the owner of a warehouse with so many articles, of which the policy's passages are accepted."""
    owner = Owner(folder, background=False)
    owner.load_policies(rows())
    load(owner, "articles", samples.articles(range(number)))
    for each in range(number):
        owner.decide(accepted(each))
    return owner


def opened_copy(filled: Path, to: Path) -> Iterator[Owner]:
    """Yield the owner of a copy of a warehouse at rest: making one anew takes a second."""
    shutil.copytree(filled, to / "copy")
    with Owner(DataFolder(to / "copy"), background=False) as made:
        yield made


def accepted(number: int, action: Action = Action.ACCEPT, again: int = 0, **changes: object) -> Decision:
    """Return the decision on an article's passage; `again` makes it another one, which replaces the one before."""
    made = Decision(
        identifier("accept", str(number), str(again)),
        samples.candidate_id(number),
        action,
        "Edith",
        "",
        samples.at(24 + again),
        replaces=identifier("accept", str(number), str(again - 1)) if again else None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def verdict(number: int = 1, evidence: Iterable[int] = (1, 2), **changes: object) -> PolicyVerdict:
    """Return the policy's verdict of this number, resting on these articles."""
    made = PolicyVerdict(
        verdict_id=identifier("verdict", str(number)),
        policy_id=POLICY,
        status="in progress",
        text=f"Steps were taken, as of the {number}. report [1].",
        effective=date(2026, 3, 2),
        author="Vera",
        written_at=samples.at(48 + number),
        evidence=tuple(samples.candidate_id(each) for each in evidence),
        replaces=identifier("verdict", str(number - 1)) if number > 1 else None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def edition(number: int, passage: str, hours: float, **changes: object) -> list[Record]:
    """Return what a later capture of an article brings, with another passage in its text."""
    fetched, captured = samples.fetch(number, hours=hours)
    made: Revision = replace(samples.revision(number, hours=hours, passage=passage), **changes)  # type: ignore[arg-type]
    made = replace(made, revision_id=identifier(str(made.article_id), made.content_sha256, made.extractor))
    return [fetched, captured, made, samples.tagging(made, hours=hours), samples.matching(made, hours=hours)]


def withdrawal(number: int, hours: float) -> ArticleStatus:
    """Return that an outlet took an article down."""
    return ArticleStatus(
        samples.article_id(number),
        ArticleState.WITHDRAWN,
        "the outlet answers 410",
        samples.START + timedelta(hours=hours),
    )


def reopenings(owner: Owner) -> list[Reopening]:
    """Return what opened verdicts again, in order."""
    return [row.reopening for row in owner.verdict_rows() if row.reopening]
