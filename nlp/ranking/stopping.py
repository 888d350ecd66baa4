"""When may I stop? A test, as the reading goes on, of whether more than 1 in 20 pieces of evidence are still unread.

The last so many reads and all that is unread are an urn. Had the target been missed, so many pieces of evidence would lie
unread; the chance that the last reads then held as few as they did is the test (BUSCAR: Callaghan and Müller-Hansen, 2020).
There the reads are supposed to come from the urn at random, which makes it wait long: an order that is worth anything draws evidence
sooner. Here evidence is drawn with the odds `ODDS` to one (Fisher's noncentral hypergeometric distribution), and the level is the
stricter for it; `python -m bench.stopping` says how often the promise is kept, and at what cost.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

TARGET = 0.95  # of the evidence: recall
LEVEL = 0.02  # chance at which the reading may stop: it is asked often, and one of many asks may be lucky
ODDS = 1.5  # at which the order draws a piece of evidence before another card; 2 and more broke the promise where a tenth is hidden
WINDOWS = 24  # lengths of the last reads that are tried, each some 1.3 times the next shorter one
SHORTEST = 10  # reads of a window

Labels = npt.NDArray[np.bool_]


def chance_of_so_few(window: int, found: int, unread: int, missed: int, odds: float = ODDS) -> float:
    """Return the chance that `window` reads out of an urn hold at most `found` pieces of evidence.

    The urn is the window with `unread` cards behind it, `missed` pieces of evidence among them.
    """
    relevant, others = found + missed, window + unread - found - missed
    least, most = max(0, window - others), min(window, relevant)
    if others < 0 or found >= most:
        return 1.0
    counts = np.arange(least, most + 1)
    ways = (
        -_log_factorials(counts)
        - _log_factorials(relevant - counts)
        - _log_factorials(window - counts)
        - _log_factorials(others - window + counts)
        + counts * np.log(odds)
    )
    shares = np.exp(ways - ways.max())
    return float(shares[counts <= found].sum() / shares.sum())


def may_stop(
    labels: Sequence[bool], pool: int, *, target: float = TARGET, level: float = LEVEL, odds: float = ODDS
) -> bool:
    """Return whether the reading may stop: `labels` says of each card that was read, in order, whether it was evidence.

    Raises ValueError where more was read than the pool holds.
    """
    read, unread = np.asarray(labels, dtype=bool), pool - len(labels)
    if unread < 0:
        raise ValueError(f"{len(labels)} cards were read of a pool of {pool}")
    if not unread:
        return True
    total = int(read.sum())
    if not total:
        return False
    missed = int(np.floor(total / target)) - total + 1  # the fewest unread pieces with which the target is missed
    if missed > unread:
        return True
    lengths = np.unique(np.geomspace(min(SHORTEST, len(read)), len(read), WINDOWS).astype(int))
    counted = np.cumsum(read[::-1])
    return any(
        chance_of_so_few(int(length), int(counted[length - 1]), unread, missed, odds) < level for length in lengths
    )


def _log_factorials(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return the logarithms of factorials, by Stirling's series; right to 1e-9 from 8 on, and by a table below."""
    small = np.array([0.0, 0.0, *np.cumsum(np.log(np.arange(2, 10)))])
    large = np.maximum(numbers, 1).astype(np.float64)
    series = large * np.log(large) - large + 0.5 * np.log(2 * np.pi * large) + 1 / (12 * large) - 1 / (360 * large**3)
    logs: npt.NDArray[np.float64] = np.where(numbers < 10, small[np.clip(numbers, 0, 9)], series)
    return logs
