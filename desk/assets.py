"""The files that browsers load: the style sheet, the modules of the script and the icon, as they ship."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files


@cache
def assets() -> dict[str, bytes]:
    """Return the content of every static file by its name."""
    folder = files("desk").joinpath("static")
    return {entry.name: entry.read_bytes() for entry in sorted(folder.iterdir(), key=lambda each: each.name)}


@cache
def assets_version() -> str:
    """Return a mark of all contents: modules name one another without one, so they share the folder that bears it."""
    digest = hashlib.sha256()
    for name, content in assets().items():
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def asset(name: str) -> str:
    """Return the address of a static file, with the mark, so that browsers may keep it for ever."""
    return f"/static/{assets_version()}/{name}"


@cache
def script_modules() -> tuple[str, ...]:
    """Return the addresses of the script's modules, for a page to name at once: browsers would find them one by one."""
    return tuple(asset(name) for name in assets() if name.endswith(".js"))
