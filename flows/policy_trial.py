"""What a policy file would find in the stored archive, before anything is changed: `pledgewatch policies try`, `new`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.table import Table

from flows.passes import steps
from flows.progress import bars
from flows.settings import Settings
from nlp.evidence.matching import Matcher
from nlp.evidence.policies import Policy, load_policies
from warehouse import connect
from warehouse.records import Tags
from warehouse.store import Store

YEAR = timedelta(days=365)  # of the archive that is tried, unless told otherwise
BATCH_TEXTS = 200
SHOWN = 12  # articles of each kind that are printed: the counts say the rest


@dataclass(frozen=True, slots=True)
class TriedCandidate:
    """The best candidate of an article for a policy, as it stands or as it would."""

    policy_id: str
    article_id: UUID
    direction: str
    score: float
    title: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What would change."""

    texts: int
    new: tuple[TriedCandidate, ...]
    lost: tuple[TriedCandidate, ...]
    changed: tuple[tuple[TriedCandidate, TriedCandidate], ...]  # another direction: before, after
    same: int
    missed: tuple[TriedCandidate, ...] = ()  # accepted evidence whose article would not have been put forward
    accepted: int = 0  # articles with accepted evidence

    @property
    def reads(self) -> int:
        """Articles that an editor would have had to look at."""
        return len(self.new) + len(self.changed) + self.same


def changed_policies(tried: Sequence[Policy], installed: Sequence[Policy]) -> list[Policy]:
    """Return the policies of a file that are new or say something else than the installed ones."""
    known = {one.policy_id: one for one in installed}
    return [one for one in tried if known.get(one.policy_id) != one]


def trial_of(
    store: Store,
    policies: Sequence[Policy],
    ids: set[str],
    since: date,
    advance: Callable[[int], None] = lambda _: None,
) -> Trial:
    """Match the texts since a day with these policies and compare what the ones named by `ids` find with what stands.

    Nothing is written. `advance` hears of each batch's size.
    """
    rows = store.query("candidates_to_try", policy_ids=sorted(ids), since=since)
    before = {(row["policy_id"], row["article_id"]): TriedCandidate(**row) for row in rows}
    after: dict[tuple[str, UUID], TriedCandidate] = {}
    texts = 0
    matcher = Matcher(policies)
    for batch in _texts(store, since):
        for tried in (one for row in batch for one in _tried(matcher, row, ids)):
            after.setdefault((tried.policy_id, tried.article_id), tried)
        texts += len(batch)
        advance(len(batch))
    evidence = [TriedCandidate(**row) for row in store.query("accepted_to_try", policy_ids=sorted(ids), since=since)]
    both = before.keys() & after.keys()
    turned = [(before[key], after[key]) for key in both if before[key].direction != after[key].direction]
    return Trial(
        texts=texts,
        new=_best_first(after[key] for key in after.keys() - both),
        lost=_best_first(before[key] for key in before.keys() - both),
        changed=tuple(sorted(turned, key=lambda pair: (-pair[1].score, pair[1].title))),
        same=len(both) - len(turned),
        missed=_best_first(one for one in evidence if (one.policy_id, one.article_id) not in after),
        accepted=len(evidence),
    )


def _tried(matcher: Matcher, row: dict[str, Any], ids: set[str]) -> Iterator[TriedCandidate]:
    """Yield what is put forward of a text for the policies that are tried, the best first."""
    candidates = matcher.match(
        row["article_id"],
        row["title"],
        row["text"],
        Tags(),
        row["published_day"],
        standfirst=row["standfirst"] or "",
        url=row["url"],
    )
    for one in candidates:
        if one.policy_id in ids:
            yield TriedCandidate(one.policy_id, row["article_id"], str(one.direction), one.score, row["title"])


def try_policies(settings: Settings, file: Path, since: date | None) -> None:
    """Print what a file's policies would find that the installed ones do not, and what they would lose.

    Raises:
        PolicyFileError: the file cannot be used; the message names file, line and what is allowed.
    """
    tried = load_policies(file)
    installed = load_policies(steps.own_policies(settings.folder))
    ids = {one.policy_id for one in changed_policies(tried, installed)}
    console = Console()
    if not ids:
        console.print(f"{file}: every policy says what the installed one says; nothing would change.", highlight=False)
        return
    show_trial(console, settings, tried, ids, since)


def show_trial(
    console: Console, settings: Settings, policies: Sequence[Policy], ids: set[str], since: date | None
) -> None:
    """Run a trial with progress, and print it."""
    first = since or (datetime.now(UTC) - YEAR).date()
    with connect(settings.folder) as store, bars(console, transient=True) as progress:
        task = progress.add_task("matching the stored texts", total=None)
        trial = trial_of(store, policies, ids, first, lambda count: progress.advance(task, count))
    console.print(
        f"{trial.texts:,} texts since {first}, {len(ids)} new or changed {'policy' if len(ids) == 1 else 'policies'}: "
        f"{len(trial.new)} articles gained, {len(trial.lost)} lost, {len(trial.changed)} turned, {trial.same} as before.",
        highlight=False,
    )
    for line in cost_of(trial, max(1, (datetime.now(UTC).date() - first).days)):
        console.print(line, highlight=False)
    _show(console, "accepted as evidence, and missed", trial.missed)
    _show(console, "gained", trial.new)
    _show(console, "lost", trial.lost)
    _show(console, "turned", [after for _, after in trial.changed])


def cost_of(trial: Trial, days: int) -> tuple[str, str]:
    """Return in two sentences what a trial over so many days would have missed of what editors accepted, and asked them to read."""
    missed = f"{len(trial.missed)} of {trial.accepted} articles that editors accepted would have been missed."
    return missed, f"An editor would have had {trial.reads / days:.2g} articles a day to read."


def _show(console: Console, heading: str, candidates: Sequence[TriedCandidate]) -> None:
    if not candidates:
        return
    table = Table("policy", "score", "direction", "article", title=heading, title_justify="left")
    for one in candidates[:SHOWN]:
        table.add_row(one.policy_id, f"{one.score:.2f}", one.direction, one.title)
    console.print(table)
    if len(candidates) > SHOWN:
        console.print(f"  and {len(candidates) - SHOWN:,} more", highlight=False)


def _texts(store: Store, since: date) -> Iterator[list[dict[str, Any]]]:
    after: object = None
    while rows := store.query("texts_to_try", since=since, after_id=after, batch=BATCH_TEXTS):
        after = rows[-1]["revision_id"]
        yield rows


def _best_first(candidates: Iterator[TriedCandidate]) -> tuple[TriedCandidate, ...]:
    return tuple(sorted(candidates, key=lambda one: (-one.score, one.policy_id, one.title)))
