-- The runs that began before $before (NULL: all), the latest first, $number of them, each with its books.
WITH shown AS MATERIALIZED (
    SELECT * FROM records.runs WHERE $before::TIMESTAMPTZ IS NULL OR started_at < $before::TIMESTAMPTZ
    ORDER BY started_at DESC, run_id LIMIT $number
),
fetched AS (
    SELECT run_id, fetch_id FROM records.fetches WHERE kind = 'article' AND run_id IN (SELECT run_id FROM shown)
),
outcomes AS (
    SELECT fetch_id, arg_max(outcome, made_at) AS outcome FROM records.fetch_outcomes
    WHERE fetch_id IN (SELECT fetch_id FROM fetched) GROUP BY fetch_id
),
books AS (
    SELECT
        run_id, count(*) AS fetched, count(*) FILTER (outcome = 'stored') AS stored,
        count(*) FILTER (outcome = 'unchanged') AS unchanged, count(*) FILTER (outcome = 'quarantined') AS quarantined,
        count(*) FILTER (outcome = 'dropped') AS dropped,
        count(*) FILTER (outcome IS NULL OR outcome = 'pending') AS pending
    FROM fetched LEFT JOIN outcomes USING (fetch_id) GROUP BY run_id
)
SELECT
    shown.run_id, shown.kind, shown.outlet_id, coalesce(outlets.name, shown.outlet_id) AS outlet_name, shown.started_at,
    shown.finished_at, shown.state, shown.detail, coalesce(books.fetched, 0) AS fetched,
    coalesce(books.stored, 0) AS stored, coalesce(books.unchanged, 0) AS unchanged,
    coalesce(books.quarantined, 0) AS quarantined, coalesce(books.dropped, 0) AS dropped,
    coalesce(books.pending, 0) AS pending
FROM shown
LEFT JOIN books USING (run_id)
LEFT JOIN records.outlets USING (outlet_id)
ORDER BY shown.started_at DESC, shown.run_id
