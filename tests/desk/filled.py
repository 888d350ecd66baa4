"""The newsdesk's warehouse: filled once a process, and copied for every desk of a test."""

import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.desk.newsdesk import OUTLETS, POLICIES, bookkeeping, lead, queue_fillers
from warehouse import DataFolder, Owner, spool
from warehouse.records import Record


def fill(folder: DataFolder, *batches: tuple[Record, ...], review_share: float = 0.0) -> Owner:
    """Return the owner of a folder that holds these batches, or the whole newsdesk if none is given."""
    made = _newsdesk_without_articles() if batches else _newsdesk()
    shutil.copytree(made.name, folder.root, ignore=shutil.ignore_patterns("*.sock"), dirs_exist_ok=True)
    owner = Owner(folder, review_share=review_share)
    _load(owner, batches)
    return owner


@cache
def _newsdesk() -> TemporaryDirectory[str]:
    return _made((lead(), queue_fillers(), bookkeeping()))


@cache
def _newsdesk_without_articles() -> TemporaryDirectory[str]:
    return _made(())


def _made(batches: Sequence[tuple[Record, ...]]) -> TemporaryDirectory[str]:
    made = TemporaryDirectory(prefix="newsdesk-")
    with Owner(DataFolder(Path(made.name)), background=False) as owner:
        owner.load_policies(POLICIES)
        owner.load_outlets(OUTLETS)
        _load(owner, batches)
    return made


def _load(owner: Owner, batches: Sequence[tuple[Record, ...]]) -> None:
    for index, batch in enumerate(batches):
        spool.write_batch(owner.folder, f"desk-{index}", batch)
    report = owner.drain()
    assert not report.refused, report.refused
