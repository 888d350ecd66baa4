-- The latest runs with their books, the newest first; with $before, those that began before it. With $last_ingests, of those runs the
-- last ingest of each outlet alone.
-- The first statement says when the first of them began, and since when they fetched and had outcomes: a backfill books what
-- was fetched long before it, and a run that began in the future is of a recording.
SELECT min(started_at) AS first, if(bool_and(kind = 'ingest' AND started_at <= now()), min(started_at) - INTERVAL 1 DAY, '-infinity'::TIMESTAMPTZ) AS since
FROM (
    SELECT kind, started_at FROM records.runs
    WHERE ($outlet_id::VARCHAR IS NULL OR outlet_id = $outlet_id)
        AND ($before::TIMESTAMPTZ IS NULL OR started_at < $before)
    ORDER BY started_at DESC LIMIT coalesce($number::BIGINT, 200)
);
SELECT runs.*, coalesce(outlets.name, runs.outlet_id) AS outlet_name
FROM runs LEFT JOIN records.outlets ON outlets.outlet_id = runs.outlet_id
WHERE ($outlet_id::VARCHAR IS NULL OR runs.outlet_id = $outlet_id)
    AND ($before::TIMESTAMPTZ IS NULL OR runs.started_at < $before) AND runs.started_at >= $bound.first
    AND runs.kind = 'ingest' -- with $last_ingests
QUALIFY row_number() OVER (PARTITION BY runs.outlet_id ORDER BY runs.started_at DESC) = 1 -- with $last_ingests
ORDER BY runs.started_at DESC LIMIT coalesce($number::BIGINT, 200);
-- As the view `books` has them, for these runs alone.
WITH named AS (
    SELECT unnest([$found.run_id]) AS run_id
), asked AS MATERIALIZED (
    SELECT fetch_id, run_id, capture_id FROM records.fetches
    WHERE kind = 'article' AND started_at >= $bound.since AND run_id IN ($found.run_id)
), said AS MATERIALIZED (
    SELECT fetch_id, run_id, outcome, made_at FROM records.fetch_outcomes WHERE run_id IN ($found.run_id) AND made_at >= $bound.since
    UNION
    SELECT fetch_id, run_id, outcome, made_at FROM records.fetch_outcomes
    WHERE fetch_id IN (SELECT fetch_id FROM asked) AND made_at >= $bound.since
), strays AS (
    SELECT fetch_id FROM said WHERE fetch_id NOT IN (SELECT fetch_id FROM asked)
), elsewhere AS (
    SELECT fetch_id FROM records.fetches WHERE kind = 'article' AND fetch_id IN (SELECT fetch_id FROM strays)
), standing AS (
    SELECT fetch_id, max_by(outcome, made_at) AS outcome, max_by(run_id, made_at) AS run_id
    FROM said WHERE fetch_id NOT IN (SELECT fetch_id FROM elsewhere) GROUP BY fetch_id
), counted AS (
    SELECT coalesce(asked.run_id, standing.run_id) AS run_id,
        count(*) FILTER (asked.fetch_id IS NOT NULL) AS fetched,
        count(*) FILTER (standing.outcome = 'stored') AS stored,
        count(*) FILTER (standing.outcome = 'unchanged') AS unchanged,
        count(*) FILTER (standing.outcome = 'quarantined') AS quarantined,
        count(*) FILTER (standing.outcome = 'dropped') AS dropped,
        count(*) FILTER (standing.outcome = 'pending' OR standing.fetch_id IS NULL) AS pending,
        count(*) FILTER (standing.outcome = 'stored' AND texts.capture_id IS NULL) AS lost
    FROM asked FULL JOIN standing USING (fetch_id)
    LEFT JOIN (SELECT DISTINCT capture_id FROM records.sightings WHERE capture_id IN (SELECT capture_id FROM asked)) AS texts
        ON texts.capture_id = asked.capture_id
    GROUP BY ALL
)
SELECT run_id, coalesce(fetched, 0) AS fetched, coalesce(stored, 0) AS stored, coalesce(unchanged, 0) AS unchanged,
    coalesce(quarantined, 0) AS quarantined, coalesce(dropped, 0) AS dropped, coalesce(pending, 0) AS pending,
    coalesce(lost, 0) AS lost,
    counted.fetched IS NULL
        OR counted.fetched = counted.stored + counted.unchanged + counted.quarantined + counted.dropped + counted.pending
        AND counted.lost = 0 AS balanced
FROM named LEFT JOIN counted USING (run_id);
