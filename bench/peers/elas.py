"""ASReview's simulation with its default model, ELAS u4, in a process of its own: `python elas.py FILE SEED`.

It imports nothing of ours, so that another environment's Python can run it. It prints JSON: the labels in the order in which
the records were read, and ASReview's version.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from importlib.metadata import version
from pathlib import Path


def main(file: str, seed: int) -> None:
    """Simulate one screening with one relevant and one irrelevant record known, and print it."""
    import asreview
    import numpy as np
    import pandas as pd
    from asreview.models.models import get_ai_config

    with gzip.open(Path(file), "rt", encoding="utf-8") as text:
        records = pd.read_csv(text)
    labels = records["label_included"].astype(int)
    numbers = random.Random(seed)
    priors = [numbers.choice(np.flatnonzero(labels == side).tolist()) for side in (1, 0)]
    cycle = asreview.ActiveLearningCycle.from_meta(get_ai_config("elas_u4")["value"])
    simulation = asreview.Simulate(records[["title", "abstract"]], labels, [cycle], print_progress=False)
    simulation.label(priors)
    simulation.review()
    found = [int(label) for label in simulation._results["label"]]
    print(json.dumps({"labels": found, "version": version("asreview")}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
