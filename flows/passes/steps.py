"""The steps after the archive, loaded once for a whole run: extraction, tagging, matching."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nlp import tagger
from nlp.evidence import policies
from nlp.evidence.matching import Matcher
from nlp.evidence.policies import Policy, PolicyFile, PolicyFileError
from nlp.tagger import Tagger
from pipelines.isolation.workers import ExtractionPool
from spiders.registry import files
from spiders.registry.files import OutletFiles
from spiders.registry.outlet import Outlet
from warehouse.folder import DataFolder


@dataclass(frozen=True, slots=True)
class Steps:
    """What a batch goes through."""

    pool: ExtractionPool
    tagger: Tagger
    matcher: Matcher
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
    """Load the tagger and the policies and start the extraction processes; end them afterwards."""
    with ExtractionPool(jobs) as pool:
        yield Steps(
            pool=pool,
            tagger=tagger.load_tagger(),
            matcher=Matcher(tracked_policies(folder)),
            outlets=outlets_of(folder),
        )
