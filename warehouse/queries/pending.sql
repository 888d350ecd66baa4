-- Article fetches whose capture waits to be processed, the oldest first, with where its bytes lie.
-- A capture that only points to an earlier one with the same body is given with that one's place.
WITH spoken AS (
    SELECT fetch_id, max_by(outcome, made_at) AS outcome FROM records.fetch_outcomes GROUP BY fetch_id
)
SELECT
    fetches.fetch_id, fetches.run_id, fetches.outlet_id, fetches.url, fetches.final_url, captures.capture_id, captures.captured_at,
    coalesce(bodies.content_type, captures.content_type) AS content_type,
    coalesce(bodies.warc_file, captures.warc_file) AS warc_file, coalesce(bodies.warc_offset, captures.warc_offset) AS warc_offset,
    captures.payload_sha256, fetches.listed_title, fetches.listed_published
FROM records.fetches
JOIN records.captures USING (capture_id)
LEFT JOIN records.captures AS bodies ON bodies.capture_id = captures.revisit_of
LEFT JOIN spoken USING (fetch_id)
WHERE fetches.kind = 'article' AND coalesce(spoken.outcome, 'pending') = 'pending'
    AND ($run_id::UUID IS NULL OR fetches.run_id = $run_id::UUID)
    AND ($outlet_id::VARCHAR IS NULL OR fetches.outlet_id = $outlet_id)
ORDER BY fetches.started_at, fetches.fetch_id
LIMIT coalesce($batch::BIGINT, 500);
