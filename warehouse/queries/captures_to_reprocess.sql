-- Captures of articles that a version of the extractor has not read, the oldest first, with where their bytes lie.
-- Page with `after_time` and `after_id`, the captured_at and capture_id of the last row.
WITH read AS (
    SELECT DISTINCT sightings.capture_id FROM records.sightings JOIN records.revisions USING (revision_id)
    WHERE revisions.extractor = $extractor
)
SELECT
    fetches.fetch_id, fetches.run_id, fetches.outlet_id, fetches.url, fetches.final_url, captures.capture_id, captures.captured_at,
    captures.content_type, captures.warc_file, captures.warc_offset, captures.payload_sha256, fetches.listed_title,
    fetches.listed_published
FROM records.captures
JOIN records.fetches USING (capture_id)
WHERE fetches.kind = 'article' AND fetches.status = 200 AND captures.revisit_of IS NULL
    AND captures.capture_id NOT IN (SELECT capture_id FROM read)
    AND ($outlet_id::VARCHAR IS NULL OR captures.outlet_id = $outlet_id)
    AND ($since::TIMESTAMPTZ IS NULL OR captures.captured_at >= $since)
    AND ($until::TIMESTAMPTZ IS NULL OR captures.captured_at < $until)
    AND ($after_time::TIMESTAMPTZ IS NULL OR (captures.captured_at, captures.capture_id) > ($after_time::TIMESTAMPTZ, $after_id::UUID))
ORDER BY captures.captured_at, captures.capture_id
LIMIT coalesce($batch::BIGINT, 500);
