"""The process that reads the archive for `desk.trials.runner`: one trial on standard input, its outcome on standard output, both JSON."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pydantic import TypeAdapter

from desk.trials.backtest import backtest
from desk.trials.trial import Backtest, TrialRequest
from warehouse.folder import DataFolder
from warehouse.search.index import SearchIndex
from warehouse.store import Store

NICE = 5  # it gives way to the desk, whose editors wait for milliseconds


def main() -> None:
    """Answer the request on standard input."""
    asked = TypeAdapter(TrialRequest).validate_json(sys.stdin.buffer.read())
    os.nice(NICE)
    folder = DataFolder(Path(asked.folder))
    with Store(folder) as store:
        outcome = backtest(
            store,
            SearchIndex(folder.search),
            asked.policies(),
            asked.policy_id,
            since=asked.since,
            today=asked.today,
            until=asked.until,
        )
    sys.stdout.buffer.write(TypeAdapter(Backtest).dump_json(outcome))


if __name__ == "__main__":
    main()
