"""The outlets: one TOML file each, read and checked. An error names the file, the line, the key and what is allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from spiders.registry.outlet import Outlet
from warehouse.toml.reader import Mistake, TomlFileError, read_toml

SHIPPED = Path(__file__).resolve().parents[1] / "outlets"
SCHEMA = SHIPPED / "outlet.schema.json"  # of an outlet's file, for editors; written by `make docs`
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{1,39}")


class OutletFileError(TomlFileError):
    """An outlet's file says something that it may not; the message has one line for each mistake."""


@dataclass(frozen=True, slots=True)
class OutletFiles:
    """All the files, each by the outlet's identifier: a file that cannot be used costs its own outlet alone."""

    sound: dict[str, Outlet]
    broken: dict[str, OutletFileError]


def read_outlets(extra_folder: Path | None = None) -> OutletFiles:
    """Return what the files say: the shipped ones, and those of `extra_folder`, which may replace them."""
    found = OutletFiles({}, {})
    for outlet_id, path in sorted(_paths(extra_folder).items()):
        try:
            found.sound[outlet_id] = read_outlet(path)
        except OutletFileError as error:
            found.broken[outlet_id] = error
    return found


def load_outlets(extra_folder: Path | None = None) -> dict[str, Outlet]:
    """Return every outlet by its identifier. Raises OutletFileError where any file does not hold."""
    found = read_outlets(extra_folder)
    for error in found.broken.values():
        raise error
    return found.sound


def load_outlet(outlet_id: str, extra_folder: Path | None = None) -> Outlet | None:
    """Return one outlet, or None where there is no file of that name; the other files are left unread.

    Raises OutletFileError where its file does not hold.
    """
    path = _paths(extra_folder).get(outlet_id)
    return read_outlet(path) if path else None


def _paths(extra_folder: Path | None) -> dict[str, Path]:
    paths = {path.stem: path for path in SHIPPED.glob("*.toml")}
    if extra_folder is not None and extra_folder.is_dir():
        paths |= {path.stem: path for path in extra_folder.glob("*.toml")}
    return paths


def read_outlet(path: Path) -> Outlet:
    """Return the outlet that a file describes; its identifier is the file's name. Raises OutletFileError."""
    if not IDENTIFIER.fullmatch(path.stem):
        message = "the file's name is the outlet's identifier: 2 to 40 small letters, digits and _, a letter first"
        raise OutletFileError(path, [Mistake(1, "", message)])
    return read_toml(path, Outlet, error=OutletFileError)
