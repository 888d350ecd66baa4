"""An editor's "bad extraction" becomes a fixture: the page as it was served, and what was made of it, ready for a test.

A person mends `expected.json`, moves the folder to `tests/extraction/pages/`, and the case is tested from then on.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipelines.archive import warc
from pipelines.decode import decode
from pipelines.errors import QuarantineError
from warehouse.folder import DataFolder
from warehouse.store import Store

log = logging.getLogger(__name__)


def save(folder: DataFolder, row: Mapping[str, Any]) -> Path | None:
    """Write the fixture of one rejected text, unless it is there; return its folder if it was written.

    Raises:
        ArchiveError: the archive does not hold the page as it should.
        QuarantineError: the page's bytes cannot be decoded.
    """
    made = folder.fixture_of(row["outlet_id"], row["revision_id"])
    if made.exists():
        return None
    response = warc.read_response(folder.archive, row["warc_file"], row["warc_offset"])
    page = decode(response.body, row["content_type"], response.header("content-encoding"))
    expected = {
        "url": row["url"],
        "captured_at": row["captured_at"].isoformat(),
        "title": row["title"],
        "standfirst": row["standfirst"],
        "published": row["published"].isoformat() if row["published"] else None,
        "text": row["text"].split("\n\n"),
        "corrections": list(row["corrections"] or ()),
        "wall": row["wall"],
    }
    said = f"Rejected by {row['editor']} on {row['decided_at']:%d %B %Y}, as read by {row['extractor']}: {row['note'] or 'no note'}"
    made.mkdir(parents=True)
    (made / "page.html").write_text(page.text, encoding="utf-8")
    (made / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    (made / "why.txt").write_text(said + "\n", encoding="utf-8")
    return made


def saved(folder: DataFolder, row: Mapping[str, Any]) -> Path | None:
    """Write a fixture as `save` does; None, and a line in the log, where that fails."""
    try:
        return save(folder, row)
    except (warc.ArchiveError, QuarantineError, OSError) as error:
        log.warning("no fixture of %s: %s", row["url"], error)
        return None


def save_all(store: Store, folder: DataFolder) -> list[Path]:
    """Write a fixture for every text that an editor called badly extracted; return the new ones. One that fails is logged."""
    found = (saved(folder, row) for row in store.query("bad_extractions"))
    return [made for made in found if made is not None]
