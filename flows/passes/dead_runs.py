"""Runs that were killed, closed by the next one: who holds the run lock knows that nobody else is at work."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from warehouse import spool
from warehouse.folder import DataFolder
from warehouse.records import Run
from warehouse.store import Store
from warehouse.vocabulary.collection import RunKind, RunState

KILLED = "killed before it ended; what it had stored is kept, and the next run takes the rest"

logger = logging.getLogger(__name__)


def close_dead_runs(store: Store, folder: DataFolder) -> int:
    """Write the end of every run that has none, and return how many those were. The caller holds the run lock."""
    store.drain()
    now = datetime.now(UTC)
    dead = [
        Run(row["run_id"], RunKind(row["kind"]), row["outlet_id"], row["started_at"], now, RunState.FAILED, KILLED)
        for row in store.query("unfinished_runs")
    ]
    for run in dead:
        logger.warning("run %s of %s was killed", run.run_id, run.outlet_id or "no outlet")
        spool.write_batch(folder, f"killed-{run.run_id}", [run])
    if dead:
        store.drain()
    return len(dead)
