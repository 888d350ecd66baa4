"""Everything after the archive, made again: `pledgewatch reprocess`.

The same captures go through the steps as they are now. A run that is cut short goes on where it was when the same
command is given again: what was done is noted beside the runs, and batches have keys.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.console import Console

from flows.passes import dead_runs, linking, one_at_a_time, process, steps
from flows.passes.process import Pending, Read
from flows.passes.steps import Steps
from flows.passes.texts import Text, text_of
from flows.progress import bars
from flows.settings import BATCH_PAGES, Settings, SettingsError, check_installed, read_day
from pipelines.errors import QuarantineError as Refusal
from pipelines.extract import EXTRACTOR
from warehouse import connect, spool
from warehouse.folder import DataFolder
from warehouse.records import Article, FetchOutcome, Outcome, Record, identifier
from warehouse.store import Store

STEPS = ("extract", "tag", "stories")
"""Where the work begins again: with the pages in the archive, with the texts in the warehouse, or with what was tagged in them."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which captures are made again."""

    outlet: str | None
    since: date | None
    until: date | None
    stale: bool

    def key(self, loaded: Steps) -> str:
        """Return what names this selection under these versions of the steps."""
        said = f"{self}|{loaded.tagger}|{loaded.matcher}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]


class Progressed:
    """How far a reprocess has come, in a file beside the runs: the captures that were spooled."""

    def __init__(self, folder: DataFolder, key: str) -> None:
        self._path: Path = folder.runs / f"reprocess-{key}.json"
        self.done: set[str] = set(json.loads(self._path.read_text())) if self._path.exists() else set()

    def note(self, captures: Sequence[UUID]) -> None:
        """Note that these captures were spooled."""
        self.done.update(map(str, captures))
        self._path.write_text(json.dumps(sorted(self.done)))

    def finish(self) -> None:
        """Forget: the selection was made again to its end."""
        self._path.unlink(missing_ok=True)


def reprocess_batch(store: Store, folder: DataFolder, batch: Sequence[Pending], loaded: Steps) -> Counter[str]:
    """Take captures through the steps again and spool what came of them; return what changed, counted in words."""
    made_at = datetime.now(UTC)
    results = list(process.read_batch(store, folder, batch, loaded))
    changes: Counter[str] = Counter()
    records: list[Record] = []
    revisions = []
    for result in results:
        if isinstance(result, Read):
            revisions.append(process.revision(result, made_at))
            pending, held = result.pending, result.identity.held
            if held is None:
                changes["readable now"] += 1
                article = Article(result.article_id, pending.outlet_id, result.identity.url, pending.captured_at)
                reason = "read by a later version"
                records += [article, FetchOutcome(pending.fetch_id, pending.run_id, Outcome.STORED, reason, made_at)]
            else:
                same = held.content_sha256 == result.content_sha256
                changes["the same text" if same else "another text"] += 1
        else:
            pending, refusal = result
            changes[f"not readable: {refusal.reason}"] += 1
            if isinstance(refusal, Refusal):
                records.extend(process.refused(pending, refusal, made_at))
    records += [
        *revisions,
        *process.tag_and_match([text_of(one, loaded.outlets) for one in revisions], loaded, made_at),
    ]
    spool.write_batch(
        folder, f"reprocess-{identifier(made_at.isoformat(), *(str(p.capture_id) for p in batch))}", records
    )
    return changes


def counts(store: Store) -> dict[str, int]:
    """Return how many mentions of each label and open candidates there are."""
    found = {f"{row['label']} mentions": row["mentions"] for row in store.query("mention_counts")}
    found["open candidates"] = sum(row["open"] for row in store.query("candidate_counts"))
    return found


def retag(store: Store, folder: DataFolder, loaded: Steps, outlet: str | None) -> int:
    """Tag and match again the latest texts that other versions of these steps read; return how many those were.

    Cut short, it goes on when it is called again: what was done is no longer of another version.
    """
    versions = {"tagger": loaded.tagger, "matcher": loaded.matcher}
    done, after = 0, None
    while rows := store.query("texts_to_retag", outlet_id=outlet, after_id=after, batch=BATCH_PAGES, **versions):
        texts = [Text(**{field.name: row[field.name] for field in fields(Text)}) for row in rows]
        records = process.tag_and_match(texts, loaded, datetime.now(UTC))
        key = identifier(*versions.values(), *(str(text.revision_id) for text in texts))
        spool.write_batch(folder, f"retag-{key}", records)
        store.drain()
        done += len(texts)
        after = texts[-1].revision_id
    return done


def reprocess(
    settings: Settings,
    *,
    outlet: str | None,
    since: str | None,
    until: str | None,
    stale: bool,
    step: str,
    jobs: int | None,
) -> None:
    """Make everything after the archive again for a selection of captures, and print what changed.

    With `step` "tag" the archive is left alone: stored texts that other versions read are tagged and matched again.
    With "stories" every article is put into its story again, and every sum into its commitment; they keep their names.

    Raises:
        SettingsError: a day or a step that is none, or an outlet that is not there.
        AlreadyRunning: another run works in this folder.
    """
    console = Console()
    selection = Selection(outlet, _day("--since", since), _day("--until", until), stale)
    _check(selection, step, settings.folder)
    check_installed(settings.folder)
    folder = settings.folder.create()
    with (
        one_at_a_time.lock(folder),
        connect(folder) as store,
        steps.open_steps(folder, jobs or settings.jobs) as loaded,
    ):
        dead_runs.close_dead_runs(store, folder)
        before = counts(store)
        if step == "stories":
            console.print(f"{linking.link_again(store, folder):,} articles put into stories again.")
        elif step == "tag":
            console.print(f"{retag(store, folder, loaded, outlet):,} texts tagged and matched again.")
        else:
            _tell_changes(console, *_make_again(console, store, folder, selection, loaded))
        linking.link_waiting(store, folder)
        store.publish()
        tell_counts(console, before, counts(store))


def _day(option: str, text: str | None) -> date | None:
    return read_day(option, text) if text is not None else None


def _check(selection: Selection, step: str, folder: DataFolder) -> None:
    """Raise SettingsError for a step that is none, days that it does not take, or an outlet that is not there."""
    if step not in STEPS:
        raise SettingsError(f"--step {step}: there are {' and '.join(STEPS)}")
    if step == "stories" and (selection.outlet or selection.since or selection.until or selection.stale):
        raise SettingsError(
            "--step stories takes every article: a story spans outlets and days, and takes no selection"
        )
    if step == "tag" and (selection.since or selection.until or selection.stale):
        raise SettingsError(
            "--step tag takes what other versions read, of all days: --since, --until and --stale are not for it"
        )
    known = steps.outlets_of(folder)
    if selection.outlet is not None and selection.outlet not in known:
        raise SettingsError(f"there is no outlet {selection.outlet!r}; there are: {', '.join(known)}")


def _make_again(
    console: Console, store: Store, folder: DataFolder, selection: Selection, loaded: Steps
) -> tuple[int, int, Counter[str]]:
    """Take the captures that are left of a selection through the steps, batch by batch.

    Returns how many were made again, how many had been before a cut, and what changed, counted in words.
    """
    progressed = Progressed(folder, selection.key(loaded))
    rows = _captures(store, selection, loaded)
    waiting = [one for one in map(Pending.from_row, rows) if str(one.capture_id) not in progressed.done]
    changes: Counter[str] = Counter()
    with bars(console, transient=True) as progress:
        task = progress.add_task("making again", total=len(waiting))
        for start in range(0, len(waiting), BATCH_PAGES):
            batch = waiting[start : start + BATCH_PAGES]
            changes += reprocess_batch(store, folder, batch, loaded)
            store.drain()
            progressed.note([one.capture_id for one in batch])
            progress.advance(task, len(batch))
    progressed.finish()
    return len(waiting), len(rows) - len(waiting), changes


def _captures(store: Store, selection: Selection, loaded: Steps) -> list[dict[str, Any]]:
    stale = selection.stale
    return store.query(
        "captures_to_reprocess",
        outlet_id=selection.outlet,
        since=selection.since,
        until=selection.until,
        extractor=EXTRACTOR if stale else None,
        tagger=loaded.tagger if stale else None,
        matcher=loaded.matcher if stale else None,
    )


def _tell_changes(console: Console, made: int, before_a_cut: int, changes: Counter[str]) -> None:
    console.print(f"{made:,} captures made again ({before_a_cut:,} had been, before a cut).")
    for what, number in changes.most_common():
        console.print(f"  {number:,} {what}", highlight=False)


def tell_counts(console: Console, before: dict[str, int], after: dict[str, int]) -> None:
    """Print what there is now, and how much more or less that is than before."""
    for what in sorted(before | after):
        was, now = before.get(what, 0), after.get(what, 0)
        console.print(f"  {what}: {now:,}" + ("" if was == now else f" ({now - was:+,})"), highlight=False)
