"""Copies of database files that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from warehouse.spool import sync_folder


def copy_durably(source: Path, target: Path, *, check: Callable[[Path], None] = lambda _: None) -> None:
    """Copy a file so that whoever opens `target` finds the old one or the whole new one, also after a crash.

    `check` may open the copy before it takes its place, and raise.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{uuid4().hex}.tmp")
    try:
        shutil.copyfile(source, temporary)
        with temporary.open("rb+") as copied:
            os.fsync(copied.fileno())
        check(temporary)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
