-- What is known of every feed, sitemap and listing of an outlet: validators, when it was last polled, failures in a row,
-- and how many minutes lay between two changes of its content in the last four weeks.
WITH polled AS (
    SELECT fetches.*, captures.payload_sha256,
        lag(captures.payload_sha256) OVER (PARTITION BY fetches.url ORDER BY fetches.started_at) AS payload_before
    FROM records.fetches LEFT JOIN records.captures USING (capture_id)
    WHERE fetches.outlet_id = $outlet_id AND kind NOT IN ('article', 'robots')
), known AS (
    SELECT url, any_value(kind) AS kind, max(started_at) AS last_polled,
        max_by(etag, started_at) FILTER (status = 200) AS etag, max_by(last_modified, started_at) FILTER (status = 200) AS last_modified,
        max(started_at) FILTER (status IN (200, 304)) AS last_good,
        count(*) FILTER (payload_sha256 <> payload_before AND started_at > now() - INTERVAL 28 DAYS) AS changes,
        date_diff('minute', greatest(min(started_at), now() - INTERVAL 28 DAYS), max(started_at)) AS minutes
    FROM polled GROUP BY url
)
SELECT known.url, kind, etag, last_modified, last_polled, changes,
    if(changes > 0, greatest(1, minutes // changes), NULL) AS interval_minutes,
    (SELECT count(*) FROM polled WHERE polled.url = known.url AND (last_good IS NULL OR started_at > last_good)) AS failures
FROM known ORDER BY known.url;
