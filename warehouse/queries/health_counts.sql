-- What each day brought of an outlet, by the day of publication on its own clock (of discovery, where no date is known):
-- articles named for the first time by a crawl, of these the ones that answered, and the ones that brought no text though
-- they are there (a copy of a text that is held has one); articles stored, and those of them with a passage for a policy.
WITH standing AS (
    SELECT fetch_id, max_by(outcome, made_at) AS outcome, max_by(reason, made_at) AS reason
    FROM records.fetch_outcomes GROUP BY fetch_id
), named AS (
    SELECT fetches.url, min(fetches.started_at) AS seen,
        coalesce(min(fetches.listed_published), min(revisions.published)) AS published,
        bool_or(fetches.status IS NOT NULL)::INTEGER AS fetched,
        bool_and(
            coalesce(outcome, 'pending') = 'quarantined'
            OR outcome = 'dropped' AND reason NOT LIKE 'the same text as %' AND coalesce(fetches.status, 0) NOT IN (404, 410)
        )::INTEGER AS unread
    FROM records.fetches JOIN records.runs USING (run_id)
    LEFT JOIN records.revisions ON revisions.capture_id = fetches.capture_id
    LEFT JOIN standing USING (fetch_id)
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
        1 AS listed, 0 AS stored, 0 AS on_topic, fetched, unread
    FROM named
    UNION ALL
    SELECT timezone($timezone, CASE WHEN published <= seen THEN published ELSE seen END)::DATE AS day,
        0, 1, (article_id IN (SELECT article_id FROM put_forward))::INTEGER, 0, 0
    FROM written
)
SELECT day, sum(listed)::BIGINT AS listed, sum(stored)::BIGINT AS stored, sum(on_topic)::BIGINT AS on_topic,
    sum(fetched)::BIGINT AS fetched, sum(unread)::BIGINT AS unread
FROM counted GROUP BY day ORDER BY day;
