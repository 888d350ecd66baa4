"""A file that is whole or not there, and never takes the place of yesterday's by half."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import ENOENT
from pathlib import Path

from warehouse.spool import sync_folder


@contextmanager
def whole_file(to: Path) -> Iterator[Path]:
    """Give a place beside the file, which takes the file's place when the block ends well.

    After a full disk, an error or a kill, what was there before is there still. A link keeps leading to the file; what is
    no file, such as /dev/stdout, is written itself.

    Raises:
        OSError: it cannot be written; where its folder is not there, the folder is named.
    """
    to = to.resolve()
    if not to.parent.is_dir():
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(to.parent))
    if to.exists() and not to.is_file():
        yield to
        return
    _clear(to)
    part = to.with_name(f".{to.name}.{os.getpid()}.part")
    try:
        yield part
        if to.exists():
            shutil.copymode(to, part)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(to)
        sync_folder(to.parent)
    finally:
        part.unlink(missing_ok=True)


def _clear(to: Path) -> None:
    """Remove what writers of the same file left that were killed."""
    pattern = re.compile(re.escape(f".{to.name}.") + r"(\d+)\.part")
    with suppress(OSError):
        for beside in to.parent.iterdir():
            found = pattern.fullmatch(beside.name)
            if found and not Path("/proc", found[1]).exists():
                beside.unlink(missing_ok=True)
