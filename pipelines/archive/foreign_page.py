"""A page of an archive that others made, and why such an archive cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class ForeignArchiveError(Exception):
    """A foreign archive cannot be read as it should; the message names the file and the line or offset."""


@dataclass(frozen=True, slots=True)
class ForeignPage:
    """One page of a foreign archive, its body as it should lie in ours: what `headers` say of it holds."""

    url: str
    captured_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    source: str  # the file
    position: int  # bytes from its beginning; for saved pages the line of the manifest, or their place among the files
