"""A copy of an installation that proves itself, made while everything runs: `pledgewatch backup`.

The snapshot is published first and the journal of decisions copied after it, so that every decision that the snapshot
holds is in the journal too. A finished WARC file never changes: it is linked where the disk is the same, and copied
otherwise; one that a crawl still writes is copied as far as it goes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from flows.settings import Settings
from pipelines.archive.verify import MANIFEST as SEALED
from warehouse import connect
from warehouse.folder import DataFolder
from warehouse.proof import audit_in_journal, copy_journal, decisions_in_journal, table_counts, verdicts_in_journal
from warehouse.spool import sync_folder

MANIFEST = "manifest.json"
SNAPSHOT, DECISIONS, ACCOUNTS, ARCHIVE = (
    "snapshot/pledgewatch.duckdb",
    "decisions.sqlite",
    "accounts.sqlite",
    "archive",
)
NOT_COPIED = frozenset({"backups", "prefect", "snapshot", "archive"})
"""Folders that are made again, or copied in a way of their own."""
NOT_KEPT = frozenset(
    {"owner.lock", "running.lock", "warehouse.duckdb", "warehouse.duckdb.wal", "desk.log", DECISIONS, ACCOUNTS}
)
LAST_BACKUP = "last_backup.json"  # in the data folder's runs: when, and where to; `doctor` tells its age


class BackupFailed(Exception):  # noqa: N818 -- named for the state that it tells
    """The backup was not made, and what was there before is untouched; the message says why."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a backup."""

    path: str  # inside the backup
    bytes: int
    sha256: str


def backup(settings: Settings, to: Path) -> None:
    """Copy the installation into a folder: the whole backup is there, or the one that was there before.

    Raises:
        BackupFailed: there is no installation, or the folder holds something else.
        WarehouseError: the snapshot cannot be published.
    """
    console, folder, to = Console(), settings.folder, to.expanduser().resolve()
    if not folder.warehouse.exists() and not folder.snapshot.exists():
        raise BackupFailed(f"there is no installation in {folder.root}")
    if to.is_relative_to(folder.root):
        raise BackupFailed(f"{to} lies inside the data folder: name another place")
    if to.exists() and any(to.iterdir()) and not (to / MANIFEST).exists():
        raise BackupFailed(f"{to} holds something that is no backup: name an empty folder, or an earlier backup")
    part, old = to.with_name(f"{to.name}.part"), to.with_name(f"{to.name}.old")
    for left in (part, old):
        shutil.rmtree(left, ignore_errors=True)
    part.mkdir(parents=True)
    manifest = _write(folder, part)
    if to.exists():
        to.rename(old)
    part.rename(to)
    sync_folder(to.parent)
    shutil.rmtree(old, ignore_errors=True)
    _note(folder, to, manifest["made_at"])
    parts = manifest["files"]
    size = sum(one["bytes"] for one in parts) / 1024**2
    console.print(
        f"{len(parts):,} files, {size:,.1f} MB in {to}: {manifest['counts']['records.articles']:,} articles, "
        f"{manifest['decisions']['count']:,} decisions, {manifest['verdicts']['count']:,} rows of verdicts, as of {manifest['made_at']:.19} UTC",
        highlight=False,
        soft_wrap=True,
    )


def _write(folder: DataFolder, to: Path) -> dict[str, Any]:
    with connect(folder) as store:
        published = store.publish()
    (to / SNAPSHOT).parent.mkdir()
    shutil.copyfile(published, to / SNAPSHOT)
    made_at = datetime.now(UTC)
    if folder.decisions.exists():
        copy_journal(folder.decisions, to / DECISIONS)
    if folder.accounts.exists():
        (to / ACCOUNTS).touch(mode=0o600)  # hashes of passwords: for this user alone, as where they come from
        copy_journal(folder.accounts, to / ACCOUNTS)
    for source in _others(folder):
        _copy(source, to / source.relative_to(folder.root))
    digests = dict(_archive(folder, to))
    parts = [
        Part(name, path.stat().st_size, digests.get(name) or sha256_of(path))
        for path in sorted(to.rglob("*"))
        if path.is_file()
        for name in (path.relative_to(to).as_posix(),)
    ]
    manifest = {
        "made_at": made_at.isoformat(),
        "counts": table_counts(to / SNAPSHOT),
        "decisions": asdict(decisions_in_journal(to / DECISIONS)),
        "verdicts": asdict(verdicts_in_journal(to / DECISIONS)),
        "audit": asdict(audit_in_journal(to / DECISIONS)),
        "files": [asdict(part) for part in parts],
    }
    with (to / MANIFEST).open("w", encoding="utf-8") as out:
        json.dump(manifest, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    return manifest


def _others(folder: DataFolder) -> Iterator[Path]:
    """Give the installation's own files: outlets, policies, jobs and reports of crawls, batches that wait."""
    for path in sorted(folder.root.rglob("*")):
        inside = path.relative_to(folder.root)
        kept = (
            path.name not in NOT_KEPT
            and not path.name.startswith((f"{DECISIONS}-", f"{ACCOUNTS}-"))
            and path.suffix != ".part"
        )
        if kept and inside.parts[0] not in NOT_COPIED and path.is_file() and not path.is_symlink():
            yield path


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError:
        target.unlink(missing_ok=True)  # loaded, or written anew, in this moment


def _archive(folder: DataFolder, to: Path) -> Iterator[tuple[str, str]]:
    """Link or copy the archive, and give the digest of each finished file by its path in the backup."""
    for source in sorted(folder.archive.rglob("*")):
        if not source.is_file():
            continue
        target = to / source.relative_to(folder.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        seal = source.with_name(source.name + SEALED)
        if source.suffix == SEALED or seal.exists():
            try:
                os.link(source, target)
            except OSError:  # another disk, or one without links
                shutil.copyfile(source, target)
        else:
            shutil.copyfile(source, target)
        if seal.exists():
            yield target.relative_to(to).as_posix(), seal.read_text(encoding="ascii").split()[0]


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _note(folder: DataFolder, to: Path, made_at: str) -> None:
    (folder.runs / LAST_BACKUP).write_text(json.dumps({"made_at": made_at, "to": str(to)}), encoding="utf-8")
