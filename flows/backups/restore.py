"""An installation put back from its backup, with proof: `pledgewatch restore`.

Every file is compared with the manifest on its way. A lost warehouse is made again from the archive, lost decisions
from the warehouse; what cannot be had again is named, and the command fails.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from flows.backups import rebuild
from flows.backups.backup import ARCHIVE, DECISIONS, MANIFEST, SNAPSHOT, Part, sha256_of
from flows.settings import Settings
from warehouse import connect
from warehouse.errors import WarehouseUnwellError
from warehouse.folder import DataFolder
from warehouse.proof import (
    ChainProof,
    DecisionProof,
    audit_in_journal,
    decisions_in_journal,
    journal_from_warehouse,
    lost_decisions,
    table_counts,
    verdicts_in_journal,
)


class RestoreFailed(Exception):  # noqa: N818 -- named for the state that it tells
    """Something of the backup is missing or cannot be proved; the message names it all."""


def restore(settings: Settings, source: Path) -> None:
    """Put a backup into an empty data folder and prove it: files, rows, decisions.

    Raises:
        RestoreFailed: there is no backup, the data folder is not empty, or something is missing; what could be put back was.
    """
    console, folder, source = Console(), settings.folder, source.expanduser().resolve()
    if not source.is_dir():
        raise RestoreFailed(f"there is no backup in {source}")
    if folder.root.exists() and any(folder.root.iterdir()):
        raise RestoreFailed(f"{folder.root} is not empty: name another data folder with --data")
    manifest, missing = _manifest(source)
    folder.create()
    missing += _copy_all(source, folder, [Part(**one) for one in manifest.get("files", [])])
    missing += _put_back(console, settings, manifest)
    with connect(folder) as store:
        store.drain()
        store.publish()
    wrong = _prove(console, folder, manifest)
    if not wrong:  # the same decisions came out of the warehouse: nothing is missing
        missing = [one for one in missing if not one.startswith(DECISIONS)]
    missing += wrong
    if missing:
        raise RestoreFailed(f"missing or not proved, while everything else is in {folder.root}: {'; '.join(missing)}")
    console.print(f"Everything is back in {folder.root}, and proved.", highlight=False, soft_wrap=True)


def _manifest(source: Path) -> tuple[dict[str, Any], list[str]]:
    try:
        found = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        return {name: found[name] for name in ("made_at", "counts", "decisions", "files")} | {
            "verdicts": found.get("verdicts")  # a backup of an earlier version has none
        }, []
    except (OSError, ValueError, KeyError, TypeError):
        if not any((source / part).exists() for part in (SNAPSHOT, DECISIONS, ARCHIVE)):
            raise RestoreFailed(f"there is no backup in {source}: no {MANIFEST}, and nothing that one holds") from None
        every = [path for path in sorted(source.rglob("*")) if path.is_file() and path.name != MANIFEST]
        files = [
            {"path": one.relative_to(source).as_posix(), "bytes": one.stat().st_size, "sha256": sha256_of(one)}
            for one in every
        ]
        return {"files": files}, [f"{MANIFEST}: without it nothing can be compared with what it was"]


def _copy_all(source: Path, folder: DataFolder, parts: list[Part]) -> list[str]:
    """Copy every file that is as the manifest says; return a clause for each other one."""
    wrong = []
    for part in parts:
        target = (folder.root / part.path).resolve()
        if not target.is_relative_to(folder.root):
            raise RestoreFailed(f"the manifest names {part.path!r}, which lies outside the data folder")
        held = source / part.path
        if not held.is_file():
            wrong.append(f"{part.path} is not in the backup")
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(held, target)
        shutil.copymode(held, target)
        if sha256_of(target) != part.sha256:
            wrong.append(f"{part.path} is damaged")
            if part.path in (SNAPSHOT, DECISIONS):
                target.unlink()  # better made again than opened
    return wrong


def _put_back(console: Console, settings: Settings, manifest: dict[str, Any]) -> list[str]:
    """Give the warehouse its file and the journal its decisions, each from the other or the archive where it is lost."""
    folder = settings.folder
    if folder.snapshot.exists():
        if not folder.decisions.exists():
            made = journal_from_warehouse(folder.snapshot, folder.decisions)
            wanted = manifest.get("decisions", {}).get("count", made)
            console.print(
                f"decisions.sqlite is lost: {made:,} decisions are taken from the warehouse.", highlight=False
            )
            lost = [f"{wanted - made:,} decisions that came after the snapshot"] if wanted > made else []
        else:
            lost = []
        folder.snapshot.replace(folder.warehouse)
        return lost
    if not any(folder.archive.rglob("*.warc.gz")):
        return ["there is neither a warehouse nor an archive: nothing can be made again"]
    console.print("The warehouse is lost: it is made again from the archive ...", highlight=False)
    outcomes = rebuild.rebuild(settings)
    console.print(f"{sum(outcomes.values()):,} pages were read again.", highlight=False)
    return []


def _prove(console: Console, folder: DataFolder, manifest: dict[str, Any]) -> list[str]:
    """Say what is proved, and return a clause for each thing that is not."""
    found = table_counts(folder.snapshot)
    wrong = list(_fewer_rows(found, manifest.get("counts", {})))
    console.print(
        f"{found['records.articles']:,} articles, {found['records.candidates']:,} candidates, "
        f"{sum(found.values()):,} rows in {len(found)} tables.",
        highlight=False,
    )
    try:
        decisions = decisions_in_journal(folder.decisions)
    except WarehouseUnwellError as error:
        return [*wrong, str(error)]
    wanted = manifest.get("decisions")
    if wanted and decisions.count != wanted["count"]:
        wrong.append(f"{decisions.count:,} decisions of {wanted['count']:,}")
    elif wanted and decisions != DecisionProof(**wanted):
        wrong.append("the decisions are as many as they were, and not the same")
    if decisions.count != (held := found["records.decisions"] + found["records.held_decisions"]):
        wrong.append(f"the warehouse holds {held:,} decisions of {decisions.count:,}")
    if lost := lost_decisions(folder.snapshot):
        wrong.append(f"{lost:,} decisions are about passages that the warehouse does not hold")
    console.print(f"{decisions.count:,} decisions, SHA-256 {decisions.sha256[:16]}...", highlight=False)
    edits = found["records.policy_edits"] + found["records.text_reviews"]
    verdicts = _KeptRows("rows of verdicts", manifest.get("verdicts"), found["records.verdicts"])
    audited = _KeptRows("policy edits and text reviews", manifest.get("audit"), edits)
    wrong += _prove_rows(console, verdicts, lambda: verdicts_in_journal(folder.decisions))
    # A log that was lost is made again from the warehouse's rows, by their times: as many, and their hashes may differ.
    return [*wrong, *_prove_rows(console, audited, lambda: audit_in_journal(folder.decisions), same=False)]


@dataclass(frozen=True, slots=True)
class _KeptRows:
    """What a backup kept of a hash-chained book."""

    words: str  # of its rows
    wanted: dict[str, Any] | None  # count and hash by the manifest; None in a backup of an earlier version
    in_warehouse: int  # rows


def _prove_rows(
    console: Console, kept: _KeptRows, read: Callable[[], ChainProof], *, same: bool = True
) -> Iterator[str]:
    """Say what a book holds, and give a clause for each thing of it that is not proved; with `same`, as many rows must be the same ones."""
    try:
        book = read()
    except WarehouseUnwellError as error:
        yield str(error)
        return
    console.print(f"{book.count:,} {kept.words}, SHA-256 {book.sha256[:16]}...", highlight=False)
    if kept.wanted and book.count < kept.wanted["count"]:
        yield f"{book.count:,} {kept.words} of {kept.wanted['count']:,}"
    elif same and kept.wanted and book.count == kept.wanted["count"] and book.sha256 != kept.wanted["sha256"]:
        yield f"the {kept.words} are as many as they were, and not the same"
    if book.count != kept.in_warehouse:
        yield f"the warehouse holds {kept.in_warehouse:,} {kept.words} of {book.count:,}"


def _fewer_rows(found: dict[str, int], wanted: dict[str, int]) -> Iterator[str]:
    """Give a clause for every table with fewer rows than were backed up; batches that waited may have added some."""
    for table, rows in wanted.items():
        if found.get(table, 0) < rows:
            yield f"{table} has {found.get(table, 0):,} rows of {rows:,}"
