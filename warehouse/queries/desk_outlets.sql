-- Every outlet's health: its last run with that run's books, its last success, and what is kept of it.
WITH last_runs AS (
    SELECT outlet_id, run_id, state, started_at, detail FROM records.runs
    WHERE kind = 'ingest' AND outlet_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY outlet_id ORDER BY started_at DESC) = 1
),
successes AS (
    SELECT outlet_id, max(finished_at) AS last_success FROM records.runs
    WHERE kind = 'ingest' AND state = 'finished' GROUP BY outlet_id
),
fetched AS (
    SELECT run_id, fetch_id FROM records.fetches
    WHERE kind = 'article' AND run_id IN (SELECT run_id FROM last_runs)
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
),
captures AS (SELECT outlet_id, max(captured_at) AS data_as_of FROM records.captures GROUP BY outlet_id),
kept AS (
    SELECT outlet_id, count(DISTINCT article_id) AS articles, max(published) AS newest_article
    FROM records.revisions GROUP BY outlet_id
),
broken AS (
    SELECT outlet_id, count(*) AS open_incidents FROM (
        SELECT incident_id, outlet_id, closed_at FROM records.incidents
        QUALIFY row_number() OVER (PARTITION BY incident_id ORDER BY closed_at NULLS LAST, opened_at) = 1
    ) WHERE closed_at IS NULL GROUP BY outlet_id
)
SELECT
    outlets.outlet_id, outlets.name, outlets.home, outlets.enabled, outlets.why, outlets.schedule,
    successes.last_success, captures.data_as_of, last_runs.state AS run_state, last_runs.started_at AS run_started_at,
    last_runs.detail AS run_detail, coalesce(books.fetched, 0) AS fetched, coalesce(books.stored, 0) AS stored,
    coalesce(books.unchanged, 0) AS unchanged, coalesce(books.quarantined, 0) AS quarantined,
    coalesce(books.dropped, 0) AS dropped, coalesce(books.pending, 0) AS pending,
    coalesce(kept.articles, 0) AS articles, kept.newest_article, coalesce(broken.open_incidents, 0) AS open_incidents
FROM records.outlets
LEFT JOIN last_runs USING (outlet_id)
LEFT JOIN successes USING (outlet_id)
LEFT JOIN books ON books.run_id = last_runs.run_id
LEFT JOIN captures USING (outlet_id)
LEFT JOIN kept USING (outlet_id)
LEFT JOIN broken USING (outlet_id)
ORDER BY outlets.enabled DESC, outlets.tier, outlets.name
