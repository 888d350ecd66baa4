-- What each day brought of an outlet, by the day of publication on its own clock (of discovery, where no date is known):
-- articles named for the first time by a crawl, articles stored, and those of them with a passage for a tracked policy.
WITH named AS (
    SELECT fetches.url, min(fetches.started_at) AS seen,
        coalesce(min(fetches.listed_published), min(revisions.published)) AS published
    FROM records.fetches JOIN records.runs USING (run_id)
    LEFT JOIN records.revisions ON revisions.capture_id = fetches.capture_id
    WHERE fetches.outlet_id = $outlet_id AND fetches.kind = 'article' AND runs.kind = 'ingest'
    GROUP BY fetches.url HAVING min(fetches.started_at) >= $since::TIMESTAMPTZ
), written AS (
    SELECT article_id, min(first_captured_at) AS seen, arg_min(published, first_captured_at) AS published
    FROM records.revisions WHERE outlet_id = $outlet_id
    GROUP BY article_id HAVING min(first_captured_at) >= $since::TIMESTAMPTZ
), put_forward AS (
    SELECT DISTINCT article_id FROM records.candidates WHERE outlet_id = $outlet_id
), counted AS (
    SELECT timezone($timezone, CASE WHEN published <= seen THEN published ELSE seen END)::DATE AS day,
        1 AS listed, 0 AS stored, 0 AS on_topic
    FROM named
    UNION ALL
    SELECT timezone($timezone, CASE WHEN published <= seen THEN published ELSE seen END)::DATE AS day,
        0, 1, (article_id IN (SELECT article_id FROM put_forward))::INTEGER
    FROM written
)
SELECT day, sum(listed)::BIGINT AS listed, sum(stored)::BIGINT AS stored, sum(on_topic)::BIGINT AS on_topic
FROM counted GROUP BY day ORDER BY day;
