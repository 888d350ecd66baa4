"""The steps after the archive, in child processes for a whole run: extraction, and tagging with matching."""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.passes.texts import TextPool, forks_of
from flows.processes.forks import ForkServer
from nlp import tagger
from nlp.evidence import policies
from nlp.evidence.matching import Matcher
from nlp.evidence.policies import Policy, PolicyFile, PolicyFileError
from pipelines.isolation.workers import KEEP_MEMORY, ExtractionPool
from spiders.registry import files
from spiders.registry.files import OutletFiles
from spiders.registry.outlet import Outlet
from warehouse.folder import DataFolder

EXTRACTIONS = ForkServer("pipelines.isolation.preloaded", environment=KEEP_MEMORY)


@dataclass(frozen=True, slots=True)
class Steps:
    """What a batch goes through."""

    pool: ExtractionPool
    texts: TextPool  # tags and matches
    tagger: str  # its version
    matcher: str  # its version, which holds that of the policies
    outlets: Mapping[str, Outlet]


def own_policies(folder: DataFolder) -> Path | None:
    """Return the installation's own policies.toml, which goes before the one that we ship, or None."""
    return folder.policies if folder.policies.exists() else None


def last_sound_policies(folder: DataFolder) -> Path:
    """Return where the installation's own policies are kept as they were when they last could be used."""
    return folder.runs / "policies.sound.toml"


def tracked_policy_file(folder: DataFolder) -> PolicyFile:
    """Return the file of policies, or, where it cannot be used, the last version of it that could.

    Raises:
        PolicyFileError: the file cannot be used, and never could.
    """
    own, sound = own_policies(folder), last_sound_policies(folder)
    try:
        tracked = policies.load_policy_file(own)
    except PolicyFileError:
        if not sound.exists():
            raise
        return policies.load_policy_file(sound)
    if own is not None and (not sound.exists() or sound.read_bytes() != own.read_bytes()):
        sound.parent.mkdir(parents=True, exist_ok=True)
        temporary = sound.with_suffix(".part")
        temporary.write_bytes(own.read_bytes())
        temporary.replace(sound)
    return tracked


def tracked_policies(folder: DataFolder) -> tuple[Policy, ...]:
    """Return the policies of that file. Raises PolicyFileError."""
    return tracked_policy_file(folder).policy


def usable_policies(folder: DataFolder) -> tuple[Policy, ...] | None:
    """Return the policies; None where their file cannot be used and never could."""
    try:
        return tracked_policies(folder)
    except PolicyFileError:
        return None


def outlet_files(folder: DataFolder) -> OutletFiles:
    """Return the outlets whose files can be used, and why the others cannot: ours, and the installation's own."""
    return files.read_outlets(folder.root / "outlets")


def outlets_of(folder: DataFolder) -> dict[str, Outlet]:
    """Return the outlets by identifier, without those whose file cannot be used."""
    return outlet_files(folder).sound


@contextmanager
def open_steps(folder: DataFolder, jobs: int) -> Iterator[Steps]:
    """Give the steps with their child processes; the children that extract end afterwards.

    Those that read texts take seconds to load, so they stay for the next pass of this process, unless the policies change.
    """
    matcher = Matcher(tracked_policies(folder)).version
    with ExtractionPool(jobs, forks_of(EXTRACTIONS, folder.runs / "extraction.log")) as pool:
        yield Steps(
            pool=pool,
            texts=_kept_texts(folder, jobs, matcher),
            tagger=tagger.tagger_version(),
            matcher=matcher,
            outlets=outlets_of(folder),
        )


_KEPT: dict[str, TextPool] = {}
"""The children that read texts in this process, by what they read with: one pool at most."""


def _kept_texts(folder: DataFolder, jobs: int, matcher: str) -> TextPool:
    key = f"{folder.root}|{jobs}|{matcher}"
    if key not in _KEPT:
        close_texts()
        _KEPT[key] = TextPool(folder, jobs)
    return _KEPT[key]


@atexit.register
def close_texts() -> None:
    """End the children that read texts."""
    for pool in _KEPT.values():
        pool.close()
    _KEPT.clear()
