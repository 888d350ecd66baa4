-- What is known of each article address of an outlet, for the next crawl: validators, the latest whole capture, and how
-- often in a row it was not there. An address that never answered is not known: it is asked for again as if it were new.
WITH asked AS (
    SELECT * FROM records.fetches WHERE outlet_id = $outlet_id AND kind = 'article'
), answered AS (
    SELECT url, max(started_at) AS last_fetched, arg_max(etag, started_at) AS etag,
        arg_max(last_modified, started_at) AS last_modified
    FROM asked WHERE status IN (200, 304) GROUP BY url
), missing AS (
    SELECT asked.url, count(*) AS failures, min(started_at) AS failing_since, max(started_at) AS last_fetched
    FROM asked LEFT JOIN answered USING (url)
    WHERE status IN (404, 410) AND started_at > coalesce(answered.last_fetched, '-infinity'::TIMESTAMPTZ)
    GROUP BY asked.url
), whole AS (
    SELECT asked.url, arg_max(captures.capture_id, captured_at) AS capture_id, max(captured_at) AS captured_at,
        arg_max(payload_sha256, captured_at) AS payload_sha256
    FROM asked JOIN records.captures USING (capture_id)
    WHERE captures.status = 200 AND captures.revisit_of IS NULL
    GROUP BY asked.url
), standing AS (
    SELECT article_id, arg_max(status, noted_at) AS status FROM records.article_statuses GROUP BY article_id
), read AS (
    SELECT asked.url, max(revisions.published) AS published, bool_or(coalesce(standing.status, 'live') = 'withdrawn') AS withdrawn
    FROM asked JOIN records.revisions USING (capture_id) LEFT JOIN standing USING (article_id)
    GROUP BY asked.url
), waiting AS (
    SELECT DISTINCT url FROM asked
    WHERE capture_id IS NOT NULL
        AND fetch_id NOT IN (SELECT fetch_id FROM records.fetch_outcomes WHERE outcome <> 'pending')
)
SELECT
    url, answered.etag, answered.last_modified, greatest(answered.last_fetched, missing.last_fetched) AS last_fetched,
    read.published, whole.payload_sha256, whole.capture_id, whole.captured_at,
    coalesce(missing.failures, 0) AS failures, missing.failing_since,
    coalesce(read.withdrawn, false) AS withdrawn, waiting.url IS NOT NULL AS pending
FROM (SELECT url FROM answered UNION SELECT url FROM missing) AS known
LEFT JOIN answered USING (url)
LEFT JOIN missing USING (url)
LEFT JOIN whole USING (url)
LEFT JOIN read USING (url)
LEFT JOIN waiting USING (url)
ORDER BY url
