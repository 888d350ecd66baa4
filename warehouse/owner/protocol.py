"""What the owner's socket speaks: one JSON object a line, each way.

A request is {"call": name, "with": {...}}; the answer {"gives": value} or {"raises": [class, message, extra]}.
Values that JSON lacks travel as an object with one key that begins with a dollar sign.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import tempfile
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

from warehouse import errors
from warehouse.folder import DataFolder
from warehouse.owner.drained import DrainReport
from warehouse.owner.journal import DecisionReceipt
from warehouse.records import Action, Decision, Direction, Stance
from warehouse.reference import OutletRow, PolicyRow

LONGEST_SOCKET_PATH = 100  # bytes; the kernel's limit for a Unix socket's address is 107
MAXIMUM_LINE_BYTES = 256 * 1024 * 1024  # of one request or answer; a page of the queue is under 100 kB

_RECORDS: dict[str, type] = {
    each.__name__: each for each in (Decision, DecisionReceipt, DrainReport, PolicyRow, OutletRow)
}


def socket_path(folder: DataFolder) -> Path:
    """Return where the owner of a folder listens: in the folder, or under a short name in a private temporary one."""
    inside = folder.root.resolve() / "owner.sock"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_PATH:
        return inside
    digest = hashlib.sha256(os.fsencode(folder.root.resolve())).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"pledgewatch-{os.getuid()}" / f"{digest}.sock"


def encode(value: Any) -> bytes:
    """Return a value as one line."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


def decode(line: bytes) -> Any:
    """Return the value of a line."""
    return json.loads(line.decode("utf-8", "surrogatepass"), object_hook=_restored)


def raised(error: errors.WarehouseError) -> list[Any]:
    """Return an error as it travels."""
    standing = error.standing if isinstance(error, errors.AlreadyDecidedError) else None
    return [type(error).__name__, str(error), standing]


def restore_error(parts: list[Any]) -> errors.WarehouseError:
    """Return the error that travelled."""
    name, message, standing = parts
    if standing is not None:
        return errors.AlreadyDecidedError(standing)
    found = getattr(errors, name, errors.WarehouseError)
    made: errors.WarehouseError = found(message)
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return str(value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, UUID):
        return {"$uuid": str(value)}
    if isinstance(value, datetime):
        return {"$time": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, Path):
        return {"$path": str(value)}
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    if type(value).__name__ in _RECORDS and dataclasses.is_dataclass(value):
        fields = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"$record": type(value).__name__, "fields": fields}
    raise TypeError(f"{type(value).__name__} does not travel")


def _restored(found: dict[str, Any]) -> Any:
    if "$uuid" in found:
        return UUID(found["$uuid"])
    if "$time" in found:
        return datetime.fromisoformat(found["$time"])
    if "$date" in found:
        return date.fromisoformat(found["$date"])
    if "$path" in found:
        return Path(found["$path"])
    if "$record" in found:
        return _record(_RECORDS[found["$record"]], found["fields"])
    return found


def _record(kind: type, fields: dict[str, Any]) -> Any:
    if kind is Decision:
        stance, direction = fields["stance"], fields.get("direction")
        fields = {
            **fields,
            "action": Action(fields["action"]),
            "stance": Stance(stance) if stance else None,
            "direction": Direction(direction) if direction else None,
        }
    return kind(**{name: tuple(each) if isinstance(each, list) else each for name, each in fields.items()})
