"""How fast a page of the queue is read with a million candidates: `python -m bench.queue_reads [CANDIDATES]`.

Rows are generated: 50,000 articles of 600 words, 40,000 decisions (of a tenth of the candidates where they are fewer). Each named query is measured through the owner, as the
desk calls it, beside the query that one would write without the narrow table: the fifty best that nobody decided, and then their
texts. Wall-clock figures depend on what else the machine does: the load is printed, and ratios are of CPU, in one run.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from bench.figure import Figure
from warehouse import Owner, migrations
from warehouse.folder import DataFolder
from warehouse.owner import settling

ARTICLES = 50_000
DECISIONS = 40_000
ROUNDS = 60
POLICY = "policy-with-a-name-3"
LIMIT_MS = 50.0  # p95 of the queue page's data, of the brief

SENSIBLE = """
WITH decided AS (
    SELECT candidate_id FROM records.decisions
    GROUP BY candidate_id HAVING arg_max(action, sequence) <> 'reopen'
), page AS (
    SELECT score, candidate_id, revision_id FROM records.candidates ANTI JOIN decided USING (candidate_id)
    WHERE current {where} ORDER BY score DESC, candidate_id LIMIT 50
)
SELECT page.score, page.candidate_id, passage, title, text, published, mentions
FROM page
JOIN records.candidates USING (candidate_id)
JOIN records.revisions ON revisions.revision_id = page.revision_id
JOIN records.taggings ON taggings.revision_id = page.revision_id
ORDER BY page.score DESC, page.candidate_id
"""  # what one would write over the same tables: the fifty first, and only then their texts

OF_COUNCIL = "AND revision_id IN (SELECT revision_id FROM records.covered WHERE council = $council)"


_RECORDS = """
SELECT setseed(0.5);
INSERT INTO records.revisions BY NAME
SELECT uuid() AS revision_id, uuid() AS article_id, uuid() AS capture_id, 'outlet-' || (range % 12) AS outlet_id,
    'https://gazette.example/' || range AS url, 'Headline number ' || range AS title,
    TIMESTAMPTZ '2026-01-01' + to_minutes(range) AS published,
    md5(random()::VARCHAR) || repeat(' word of an article', 150) || md5(random()::VARCHAR) AS text,
    'open' AS wall, 0.9 AS confidence, 'extract/1' AS extractor, range::VARCHAR AS content_sha256,
    now() AS made_at, now() AS first_captured_at, now() AS last_captured_at
FROM range({articles});
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
FROM range({candidates}) JOIN numbered ON numbered.number = range % {articles};
INSERT INTO records.decisions BY NAME
SELECT uuid() AS decision_id, 0 AS sequence, candidate_id, 'accept' AS action, 'Ann' AS editor, '' AS note,
    now() AS decided_at
FROM records.candidates LIMIT {decisions};
INSERT INTO records.waiting_candidates BY NAME
SELECT *, leads_of(policy_id, story_id, state, outlet_id, stance, direction, score, candidate_id) AS leads
FROM (
    SELECT score, candidate_id, 'open' AS state, policy_id, outlet_id, stance, direction, article_id,
        revision_id, article_id AS story_id
    FROM records.candidates
    WHERE candidate_id NOT IN (SELECT candidate_id FROM records.decisions)
);
INSERT INTO records.waiting_counts BY NAME
SELECT policy_id, outlet_id, stance, direction, state, floor(score * 16)::INTEGER AS band, leads, count(*) AS number
FROM records.waiting_candidates GROUP BY ALL;
UPDATE bookkeeping.queue_order SET came = {candidates};
"""
"""Articles, their tags, the candidates of both, the decisions, and the narrow tables that the queue reads."""


def generate(folder: DataFolder, candidates: int) -> None:
    """Fill a new warehouse."""
    decisions = min(DECISIONS, candidates // 10)
    folder.create()
    with duckdb.connect(str(folder.warehouse)) as connection:
        migrations.migrate(connection, folder.warehouse, folder.backups)
        settling.settle(connection)
        connection.execute(_RECORDS.format(articles=ARTICLES, candidates=candidates, decisions=decisions))


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


@dataclass(frozen=True, slots=True)
class Timing:
    """What a read took, in milliseconds."""

    name: str
    p50: float
    p95: float
    cpu: float
    peer: float | None  # CPU of the sensible query


def timings(candidates: int, rounds: int = ROUNDS) -> list[Timing]:
    """Generate the candidates, read the pages as the desk does, and print and return what they took."""
    with tempfile.TemporaryDirectory() as place:
        folder = DataFolder(Path(place))
        began = time.monotonic()
        generate(folder, candidates)
        print(f"{candidates:,} candidates, {ARTICLES:,} articles, generated in {time.monotonic() - began:.0f} s")
        with Owner(folder, background=False) as owner:
            owner.publish()
            found = [_timed(owner, name, call, rounds, where, values) for name, call, where, values in _reads(owner)]
    print(f"load average {os.getloadavg()[0]:.1f}")
    return found


def _reads(owner: Owner) -> Iterator[tuple[str, Callable[[], object], str | None, dict[str, Any]]]:
    """Give each read: its name, its call, and the condition of the sensible query with its values."""
    council = owner.query("queue")[0]["mentions"][0]["identifier"]
    deep = owner.query("queue", number=5000)[-1]
    after = {"after_place": deep["place"], "after_id": deep["candidate_id"]}
    beyond = {"score": deep["score"], "id": deep["candidate_id"]}
    yield "first page", lambda: owner.query("queue"), "", {}
    yield "first page, first asked for after a load", lambda: _after_a_load(owner), "", {}
    yield (
        "first page of a policy",
        lambda: owner.query("queue", policy_id=POLICY),
        "AND policy_id = $policy",
        {"policy": POLICY},
    )
    yield "first page of a council", lambda: owner.query("queue", council=council), OF_COUNCIL, {"council": council}
    yield (
        "after the 5,000th",
        lambda: owner.query("queue", **after),
        "AND (score < $score OR score = $score AND candidate_id > $id)",
        beyond,
    )
    yield "counts by policy, outlet, stance", lambda: owner.query("queue_counts"), None, {}
    yield "the same of a council", lambda: owner.query("queue_counts", council=council), None, {}
    yield "one candidate, with its text", lambda: owner.query("candidate", candidate_id=deep["candidate_id"]), None, {}


def _after_a_load(owner: Owner) -> None:
    """Read the first page as it is read once after each load: what is kept of rows between loads is forgotten."""
    with owner._cache.changing():
        pass
    owner.query("queue")


def _timed(
    owner: Owner, name: str, call: Callable[[], object], rounds: int, where: str | None, values: dict[str, Any]
) -> Timing:
    p50, p95, cpu = measured(call, rounds)
    peer = None
    if where is not None:
        with owner._connection.cursor() as cursor:
            sql = SENSIBLE.format(where=where)
            peer = measured(
                lambda: cursor.execute(sql, values).fetchall() if values else cursor.execute(sql).fetchall(), 8
            )[2]
    print(
        f"{name:36} p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  CPU {cpu:7.1f} ms"
        + (f"  sensible query {peer:7.1f} ms CPU" if peer else "")
    )
    return Timing(name, p50, p95, cpu, peer)


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table."""
    rows = []
    for candidates in (35_000,) if quick else (35_000, 1_000_000):
        rounds = 15 if quick else ROUNDS
        for one in timings(candidates, rounds):
            measure = f"Queue with {candidates:,} candidates, {one.name}, in process, warm, wall ms p50 (p95); CPU ms"
            rows.append(Figure(measure, f"{one.p50:.0f} ({one.p95:.0f}); {one.cpu:.0f}",
                               f"CPU {one.peer:.0f}: a sensible query over the same tables" if one.peer else "none: a read by key, or of counts",
                               one.peer / one.cpu if one.peer else None, one.cpu * rounds / 1000, one.peer * 8 / 1000 if one.peer else None))  # fmt: skip
    return rows


def main(candidates: int) -> int:
    """Print the figures; return 1 if a page takes longer than it may."""
    worst = max(one.p95 for one in timings(candidates))
    print(f"worst p95 {worst:.1f} ms (may be {LIMIT_MS:.0f} on a quiet machine)")
    return worst > LIMIT_MS


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
