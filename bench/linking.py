"""Linking as articles come, beside grouping them all at once: `python -m bench.linking`, and what it costs as the warehouse grows (`--cost`) and as a story does (`--story`).

The documents are those that score stories and that nothing was learned from, in a mixed order, ten at a time. The peer of the scores is
the same model over all documents together; the peer of the cost is the same batch when the warehouse was small.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

from bench.generated_articles import batch
from bench.stories import BLIND, b_cubed, pair_scores
from flows.passes import linking
from nlp.stories.clustering import cluster
from nlp.training.train_stories import LabelledArticle, read_stories
from tests.flows import linkable
from warehouse import Owner, spool
from warehouse.folder import DataFolder

AT_ONCE = 10  # documents that come together
SIZES = (500, 4_000)
FILL = 500
BATCH = 50
LARGEST_STORY = 140  # reports of one event: the largest of a busy week
EVENT = (
    "The government will give councils £84m over five years to strengthen families, the Department for Education said. "
    "Torbay Council will get £4m of it for family group conferences, which began there in 2022. Inspectors praised them in March."
)


def linked_stories(scored: list[LabelledArticle], folder: DataFolder, seed: int = 0) -> list[UUID]:
    """Return the story of each document after they came to a warehouse in a mixed order."""
    rows = [
        {"id": article.article_id, "title": article.title, "text": article.text, "outlet": article.outlet,
         "published": article.published.isoformat() if article.published else None}
        for article in (one.signs.article for one in scored)
    ]  # fmt: skip
    random.Random(seed).shuffle(rows)
    with Owner(folder, background=False) as owner:
        for start in range(0, len(rows), AT_ONCE):
            linkable.spool_articles(folder, rows[start : start + AT_ONCE], edition=start + 1)
            owner.drain()
            linking.link_waiting(owner, folder)  # type: ignore[arg-type]  # an owner answers as a store does
        with owner._cursor() as cursor:
            found = dict(cursor.execute("SELECT article_id, story_id FROM records.story_articles").fetchall())
    return [found[linkable.article_id(one.signs.article.article_id)] for one in scored]


def costs(folder: DataFolder) -> list[tuple[int, float]]:
    """Return the CPU seconds of linking a batch of generated articles at each size of the warehouse."""
    found, stored = [], 0
    with Owner(folder, background=False) as owner:
        for size in SIZES:
            while stored < size:
                spool.write_batch(folder, f"fill {stored}", batch(range(stored, stored + FILL), stored // FILL))
                stored += FILL
                owner.drain()
                linking.link_waiting(owner, folder)  # type: ignore[arg-type]
            owner.publish()
            spool.write_batch(folder, f"measured {stored}", batch(range(stored, stored + BATCH), stored))
            stored += BATCH
            owner.drain()
            began = time.process_time()
            linking.link_waiting(owner, folder)  # type: ignore[arg-type]
            found.append((size, time.process_time() - began))
    return found


def story_costs(folder: DataFolder) -> list[tuple[int, float]]:
    """Return the CPU seconds of linking AT_ONCE more reports of one event, by how many reports its story had."""
    found = []
    with Owner(folder, background=False) as owner:
        for size in range(0, LARGEST_STORY + 1, AT_ONCE):
            rows = [
                {"id": f"report {number}", "title": "Torbay's families to share £84m", "outlet": f"outlet{number}", "published": "2025-05-01",
                 "text": f"{EVENT} Reporter {number} was told so on day {number % 9}."}
                for number in range(size, size + AT_ONCE)
            ]  # fmt: skip
            linkable.spool_articles(folder, rows, edition=size + 1)
            owner.drain()
            began = time.process_time()
            linking.link_waiting(owner, folder)  # type: ignore[arg-type]
            found.append((size, time.process_time() - began))
    return found


def main() -> int:
    """Print the scores and the costs, and return 0."""
    scored = read_stories(BLIND)
    true = [one.story for one in scored]
    with tempfile.TemporaryDirectory(prefix="pledgewatch-linking-") as place:
        came = linked_stories(scored, DataFolder(Path(place) / "scored").create())
        for name, found in (("all at once", cluster([one.signs for one in scored])), ("as they come", came)):
            precision, recall, f1 = pair_scores(true, found)
            print(
                f"{name:13} pairs precision {precision:.2f} recall {recall:.2f} F1 {f1:.2f}, B-cubed {b_cubed(true, found):.2f}"
            )
        if "--cost" in sys.argv:
            for size, seconds in costs(DataFolder(Path(place) / "grown").create()):
                print(f"{size:>7,} articles stored: {seconds / BATCH * 1000:.1f} ms of CPU to link one")
        if "--story" in sys.argv:
            for size, seconds in story_costs(DataFolder(Path(place) / "story").create()):
                print(f"{size:>7,} reports in the story: {seconds / AT_ONCE * 1000:.1f} ms of CPU to link one more")
    return 0


if __name__ == "__main__":
    sys.exit(main())
