"""The steps after the archive, loaded once for a whole run: extraction, tagging, matching."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nlp import tagger
from nlp.evidence import policies
from nlp.evidence.matching import Matcher
from nlp.tagger import Tagger
from pipelines.isolation.workers import ExtractionPool
from spiders.registry import files
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
    path = folder.root / "policies.toml"
    return path if path.exists() else None


def outlets_of(folder: DataFolder) -> dict[str, Outlet]:
    """Return the outlets by identifier: the ones that we ship, and those of the installation's outlets folder."""
    own = folder.root / "outlets"
    return files.load_outlets(own if own.is_dir() else None)


@contextmanager
def open_steps(folder: DataFolder, jobs: int) -> Iterator[Steps]:
    """Load the tagger and the policies and start the extraction processes; end them afterwards."""
    with ExtractionPool(jobs) as pool:
        yield Steps(
            pool=pool,
            tagger=tagger.load_tagger(),
            matcher=Matcher(policies.load_policies(own_policies(folder))),
            outlets=outlets_of(folder),
        )
