-- Articles of which the first text was stored after a moment ($since) and fetched by a crawl, with when it was stored: what a backfill or a rebuild brings is old.
WITH recent AS (
    SELECT article_id, min(made_at) AS stored_at, arg_min(capture_id, made_at) AS capture_id
    FROM records.revisions
    GROUP BY article_id
    HAVING min(made_at) > $since::TIMESTAMPTZ
), crawled AS (
    SELECT capture_id
    FROM records.fetches
    SEMI JOIN recent USING (capture_id)
    SEMI JOIN (SELECT run_id FROM records.runs WHERE kind = 'ingest') AS crawls USING (run_id)
)
SELECT article_id, stored_at FROM recent SEMI JOIN crawled USING (capture_id) ORDER BY stored_at, article_id;
