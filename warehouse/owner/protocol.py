"""What the owner's socket speaks: one JSON object a line, each way.

A line is a Request or an Answer. Values that JSON lacks travel as an object with one key that begins with a dollar sign.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from warehouse import errors
from warehouse.folder import DataFolder
from warehouse.owner.drained import DrainReport
from warehouse.owner.journal import DecisionReceipt
from warehouse.records import Decision
from warehouse.reference import OutletRow, PolicyRow
from warehouse.saved_searches import SavedSearch
from warehouse.verdicts.rows import PolicyVerdict, VerdictReceipt, VerdictRow

LONGEST_SOCKET_PATH = 100  # bytes; the kernel's limit for a Unix socket's address is 107
MAXIMUM_LINE_BYTES = 256 * 1024 * 1024  # of one request or answer; a page of the queue is under 100 kB

_TRAVELLING: tuple[type, ...] = (
    Decision, DecisionReceipt, DrainReport, PolicyRow, OutletRow, PolicyVerdict, VerdictReceipt, VerdictRow,
    SavedSearch,
)  # fmt: skip
_RECORDS: dict[str, TypeAdapter[Any]] = {each.__name__: TypeAdapter(each) for each in _TRAVELLING}


def socket_path(folder: DataFolder) -> Path:
    """Return where the owner of a folder listens: in the folder, or under a short name in a private temporary one."""
    inside = folder.root.resolve() / "owner.sock"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_PATH:
        return inside
    digest = hashlib.sha256(os.fsencode(folder.root.resolve())).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"pledgewatch-{os.getuid()}" / f"{digest}.sock"


class Request(BaseModel):
    """A call of one of the owner's methods."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    call: str
    args: tuple[Any, ...] = ()
    parameters: dict[str, Any] = Field(default_factory=dict)


class Raised(BaseModel):
    """An error of the owner's, as it travels."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    error: str  # the name of its class
    message: str
    standing: Decision | None = None  # of an AlreadyDecidedError

    @classmethod
    def of(cls, error: errors.WarehouseError) -> Raised:
        """Return an error as it travels."""
        standing = error.standing if isinstance(error, errors.AlreadyDecidedError) else None
        return cls(error=type(error).__name__, message=str(error), standing=standing)

    def restored(self) -> errors.WarehouseError:
        """Return the error that travelled."""
        if self.standing is not None:
            return errors.AlreadyDecidedError(self.standing)
        made: errors.WarehouseError = getattr(errors, self.error, errors.WarehouseError)(self.message)
        return made


class Answer(BaseModel):
    """What a call gave, or the error that it raised."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    gives: Any = None
    raises: Raised | None = None


M = TypeVar("M", bound=BaseModel)


def encode(message: BaseModel) -> bytes:
    """Return a message as one line. Raises TypeError for a value that does not travel."""
    text = json.dumps(_plain(message), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


def decode(line: bytes, kind: type[M]) -> M:
    """Return the message of a line. Raises WarehouseError, in one line, for what is none of this kind."""
    try:
        return kind.model_validate(json.loads(line.decode("utf-8", "surrogatepass"), object_hook=_restored))
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}".lstrip(": ") for one in error.errors())
        raise errors.WarehouseError(f"the line is no {kind.__name__.lower()}: {wrong}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise errors.WarehouseError(f"the line is no {kind.__name__.lower()}: {error}") from error


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
    if isinstance(value, BaseModel):
        return {name: _plain(each) for name, each in value if each is not None}
    if type(value).__name__ in _RECORDS:
        fields = _RECORDS[type(value).__name__].dump_python(value, mode="json")
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
        return _RECORDS[found["$record"]].validate_python(found["fields"])
    return found
