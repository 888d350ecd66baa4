"""The warehouse: records, the spool, and the DuckDB file that one process owns.

`connect` is the way in for everybody; the desk, which holds the warehouse for its whole life, makes an `Owner`.
Nothing heavy is imported before it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.folder import DataFolder

if TYPE_CHECKING:
    from warehouse.owner.owner import Owner
    from warehouse.store import Store

__all__ = ["DataFolder", "Owner", "Store", "connect"]


def connect(folder: DataFolder, *, wait: float = 10.0) -> Store:
    """Return the warehouse of a data folder, as a context manager.

    If no process owns it, this one does until the store is closed: it opens and migrates the file, loads what waits in
    the spool, and serves others. If another one does, calls go to it. Callers cannot tell which.

    Raises:
        WarehouseBusyError: the owner did not answer for `wait` seconds.
        WarehouseTooNewError: a newer version wrote the warehouse.
        WarehouseUnwellError: it cannot be opened.
    """
    from warehouse.store import Store

    return Store(folder, wait=wait)


def __getattr__(name: str) -> Any:
    if name == "Store":
        from warehouse.store import Store

        return Store
    if name == "Owner":
        from warehouse.owner.owner import Owner

        return Owner
    raise AttributeError(f"module 'warehouse' has no attribute {name!r}")
