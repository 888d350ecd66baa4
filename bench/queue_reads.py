"""How fast a page of the queue is read with a million candidates: `python -m bench.queue_reads [CANDIDATES]`.

Rows are generated: 50,000 articles of 600 words, 40,000 decisions. Each named query is measured through the owner, as the
desk calls it, beside the plain query that a page would be without the narrow table: candidates that nobody decided, joined
with their articles, sorted, cut. Wall-clock figures depend on what else the machine does: the load is printed, and the ratio
is of one run.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import duckdb

from warehouse import Owner, migrations
from warehouse.folder import DataFolder
from warehouse.owner import settling

ARTICLES = 50_000
DECISIONS = 40_000
ROUNDS = 60
LIMIT_MS = 50.0  # p95 of the queue page's data, of the brief

PLAIN = """
SELECT candidates.score, candidates.candidate_id, candidates.passage, revisions.title, revisions.text, revisions.published
FROM records.candidates
JOIN records.revisions USING (revision_id)
LEFT JOIN (
    SELECT candidate_id, arg_max(action, sequence) AS action FROM records.decisions GROUP BY candidate_id
) AS said USING (candidate_id)
WHERE current AND said.action IS NULL
ORDER BY score DESC, candidates.candidate_id LIMIT 50
"""


def generate(folder: DataFolder, candidates: int) -> None:
    """Fill a new warehouse."""
    folder.create()
    with duckdb.connect(str(folder.warehouse)) as connection:
        migrations.migrate(connection, folder.warehouse, folder.backups)
        settling.settle(connection)
        connection.execute(f"""
            SELECT setseed(0.5);
            INSERT INTO records.revisions BY NAME
            SELECT uuid() AS revision_id, uuid() AS article_id, uuid() AS capture_id, 'outlet-' || (range % 12) AS outlet_id,
                'https://gazette.example/' || range AS url, 'Headline number ' || range AS title,
                TIMESTAMPTZ '2026-01-01' + to_minutes(range) AS published,
                md5(random()::VARCHAR) || repeat(' word of an article', 150) || md5(random()::VARCHAR) AS text,
                'open' AS wall, 0.9 AS confidence, 'extract/1' AS extractor, range::VARCHAR AS content_sha256,
                now() AS made_at, now() AS first_captured_at, now() AS last_captured_at
            FROM range({ARTICLES});
            INSERT INTO records.taggings BY NAME
            SELECT revision_id, 'tag/1' AS tagger, now() AS made_at,
                [{{'label': 'COUNCIL', 'start': n * 40, 'end': n * 40 + 9, 'text': 'Somewhere',
                   'identifier': 'E0' || (6000000 + (hash(revision_id, n) % 153)), 'confidence': 0.9, 'rule': 'r'}}
                 FOR n IN range(8)] AS mentions
            FROM records.revisions;
            INSERT INTO records.covered BY NAME
            SELECT DISTINCT found.identifier AS council, article_id, revision_id
            FROM (SELECT revision_id, unnest(mentions) AS found FROM records.taggings)
            JOIN records.revisions USING (revision_id);
            CREATE TEMP TABLE numbered AS
            SELECT row_number() OVER () - 1 AS number, revision_id, article_id, outlet_id FROM records.revisions;
            INSERT INTO records.candidates BY NAME
            SELECT uuid() AS candidate_id, 'policy-with-a-name-' || (range % 13) AS policy_id, article_id, revision_id, outlet_id,
                40 AS start_offset, 400 AS end_offset, md5(random()::VARCHAR) || repeat(' word of a passage', 15) AS passage,
                round(random(), 4) AS score, ['advances', 'contradicts', 'context'][1 + range % 3] AS stance,
                stance AS direction, '' AS criterion, 'text' AS field, 40 AS sentence_start, 400 AS sentence_end,
                'It names a council and a trust.' AS reason, ['trust'] AS terms, 'match/1' AS matcher, now() AS made_at,
                now() AS first_made_at, true AS current
            FROM range({candidates}) JOIN numbered ON numbered.number = range % {ARTICLES};
            INSERT INTO records.decisions BY NAME
            SELECT uuid() AS decision_id, 0 AS sequence, candidate_id, 'accept' AS action, 'Ann' AS editor, '' AS note,
                now() AS decided_at
            FROM records.candidates LIMIT {DECISIONS};
            INSERT INTO records.waiting_candidates BY NAME
            SELECT score, candidate_id, 'open' AS state, policy_id, outlet_id, stance, direction, article_id,
                revision_id
            FROM records.candidates
            WHERE candidate_id NOT IN (SELECT candidate_id FROM records.decisions);
            INSERT INTO records.waiting_counts BY NAME
            SELECT policy_id, outlet_id, stance, direction, state, floor(score * 16)::INTEGER AS band, count(*) AS number
            FROM records.waiting_candidates GROUP BY ALL;
            UPDATE bookkeeping.queue_order SET came = {candidates};
        """)


def measured(call: Callable[[], object], rounds: int = ROUNDS) -> tuple[float, float, float]:
    """Return p50 and p95 of the wall time and p50 of the CPU time, in milliseconds."""
    call()
    walls, cpus = [], []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        call()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    walls.sort()
    return median(walls), walls[int(len(walls) * 0.95)], median(cpus)


def main(candidates: int) -> int:
    """Print the figures; return 1 if a page takes longer than it may."""
    with tempfile.TemporaryDirectory() as place:
        folder = DataFolder(Path(place))
        began = time.monotonic()
        generate(folder, candidates)
        print(f"{candidates:,} candidates, {ARTICLES:,} articles, generated in {time.monotonic() - began:.0f} s")
        with Owner(folder, background=False) as owner:
            owner.publish()
            deep = owner.query("queue", number=5000)[-1]
            council = owner.query("queue")[0]["mentions"][0]["identifier"]
            after = {"after_score": deep["score"], "after_id": deep["candidate_id"]}
            pages = {
                "first page": {},
                "first page of a policy": {"policy_id": "policy-with-a-name-3"},
                "first page of an outlet and a stance": {"outlet_id": "outlet-5", "stance": "advances"},
                "first page of a council": {"council": council},
                "after the 5,000th": after,
                "after the 5,000th, of a policy": {**after, "policy_id": "policy-with-a-name-3"},
            }
            calls: dict[str, Callable[[], object]] = {
                name: lambda given=given: owner.query("queue", **given)  # type: ignore[misc]
                for name, given in pages.items()
            }
            calls["counts by policy, outlet, stance"] = lambda: owner.query("queue_counts")
            calls["the page: first page and counts"] = lambda: (owner.query("queue"), owner.query("queue_counts"))
            calls["one candidate, with its text"] = lambda: owner.query("candidate", candidate_id=deep["candidate_id"])
            worst = 0.0
            for name, call in calls.items():
                p50, p95, cpu = measured(call)
                worst = max(worst, p95)
                print(f"{name:42} p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  CPU {cpu:7.1f} ms")
                if name.startswith("the page"):
                    page = p50, cpu
            with owner._connection.cursor() as cursor:
                p50, p95, cpu = measured(lambda: cursor.execute(PLAIN).fetchall(), rounds=8)
            print(f"{'plain: join, sort, cut':42} p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  CPU {cpu:7.1f} ms")
            print(f"ratio: the plain query takes {p50 / page[0]:.0f} times as long, {cpu / page[1]:.0f} times the CPU")
    print(f"worst p95 {worst:.1f} ms (may be {LIMIT_MS:.0f} on a quiet machine); load average {os.getloadavg()[0]:.1f}")
    return worst > LIMIT_MS


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
