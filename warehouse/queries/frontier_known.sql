-- What is known of every address of an outlet that was asked for as an article: validators, the latest whole capture, failures.
WITH asked AS (
    SELECT fetches.*, captures.captured_at, captures.payload_sha256,
        fetches.status = 200 AND captures.capture_id IS NOT NULL AS whole, fetches.status IN (404, 410) AS missing
    FROM records.fetches LEFT JOIN records.captures USING (capture_id)
    WHERE fetches.outlet_id = $outlet_id AND kind = 'article'
), spoken AS (
    SELECT fetch_id, max_by(outcome, made_at) AS outcome FROM records.fetch_outcomes GROUP BY fetch_id
), known AS (
    SELECT
        url, max(started_at) AS last_fetched,
        max_by(etag, started_at) FILTER (whole) AS etag, max_by(last_modified, started_at) FILTER (whole) AS last_modified,
        max_by(payload_sha256, started_at) FILTER (whole) AS payload_sha256,
        max_by(capture_id, started_at) FILTER (whole) AS capture_id, max_by(captured_at, started_at) FILTER (whole) AS captured_at,
        max_by(fetch_id, started_at) FILTER (whole) AS whole_fetch,
        max(started_at) FILTER (NOT missing AND status IS NOT NULL AND status < 400) AS last_there,
        max_by(listed_published, started_at) FILTER (listed_published IS NOT NULL) AS listed_published
    FROM asked GROUP BY url
), failing AS (
    SELECT url, count(*) AS failures, min(started_at) AS failing_since
    FROM asked JOIN known USING (url)
    WHERE missing AND (last_there IS NULL OR started_at > last_there) GROUP BY url
), shown AS (
    SELECT asked.url, max_by(revisions.article_id, asked.started_at) AS article_id,
        max_by(revisions.published, asked.started_at) AS published
    FROM asked JOIN records.sightings USING (capture_id) JOIN records.revisions USING (revision_id) GROUP BY asked.url
), standing AS (
    SELECT article_id, arg_max(status, noted_at) = 'withdrawn' AS withdrawn FROM records.article_statuses GROUP BY article_id
)
SELECT
    known.url, etag, last_modified, last_fetched, coalesce(shown.published, known.listed_published) AS published,
    payload_sha256, capture_id, captured_at, coalesce(failures, 0) AS failures, failing_since,
    coalesce(withdrawn, false) AS withdrawn,
    whole_fetch IS NOT NULL AND coalesce(spoken.outcome, 'pending') = 'pending' AS pending,
    shown.article_id
FROM known
LEFT JOIN failing USING (url)
LEFT JOIN shown USING (url)
LEFT JOIN standing ON standing.article_id = shown.article_id
LEFT JOIN spoken ON spoken.fetch_id = known.whole_fetch
ORDER BY known.url;
