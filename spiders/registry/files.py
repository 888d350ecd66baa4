"""The outlets: one TOML file each, read and checked. An error names the file, the line, the key and what is allowed."""

from __future__ import annotations

import re
from pathlib import Path

from spiders.registry.outlet import Outlet
from warehouse.toml.reader import Mistake, TomlFileError, read_toml

SHIPPED = Path(__file__).resolve().parents[1] / "outlets"
SCHEMA = SHIPPED / "outlet.schema.json"  # of an outlet's file, for editors; written by `make docs`
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{1,39}")


class OutletFileError(TomlFileError):
    """An outlet's file says something that it may not; the message has one line for each mistake."""


def load_outlets(extra_folder: Path | None = None) -> dict[str, Outlet]:
    """Return every outlet by its identifier: the shipped ones, and those of `extra_folder`, which may replace them.

    Raises OutletFileError at the first file that does not hold.
    """
    paths = {path.stem: path for path in sorted(SHIPPED.glob("*.toml"))}
    if extra_folder is not None and extra_folder.is_dir():
        paths |= {path.stem: path for path in sorted(extra_folder.glob("*.toml"))}
    return {outlet_id: read_outlet(path) for outlet_id, path in sorted(paths.items())}


def read_outlet(path: Path) -> Outlet:
    """Return the outlet that a file describes; its identifier is the file's name. Raises OutletFileError."""
    if not IDENTIFIER.fullmatch(path.stem):
        message = "the file's name is the outlet's identifier: 2 to 40 small letters, digits and _, a letter first"
        raise OutletFileError(path, [Mistake(1, "", message)])
    return read_toml(path, Outlet, error=OutletFileError)
