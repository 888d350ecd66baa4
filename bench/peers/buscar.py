"""BUSCAR as its authors publish it, in a process of its own: `python buscar.py SHARE`, readings as JSON on standard input.

It imports nothing of ours, so that another environment's Python can run it. Asked after every SHARE of a pool, it prints as JSON
after how many cards it stops in each.
"""

from __future__ import annotations

import json
import sys


def where_it_stops(labels: list[int], share: float) -> int:
    """Return after how many cards the chance that the target is missed falls below 5%."""
    from buscarpy import calculate_h0

    step = max(1, int(share * len(labels)))
    for read in range(step, len(labels), step):
        chance = calculate_h0(labels[:read], len(labels), recall_target=0.95)
        if chance is not None and chance < 0.05:
            return read
    return len(labels)


if __name__ == "__main__":
    print(json.dumps([where_it_stops(labels, float(sys.argv[1])) for labels in json.load(sys.stdin)]))
