-- The captures of texts of which an editor asked that they be read again, and that no pass read since.
WITH asked AS (
    SELECT revision_id, action, noted_at FROM records.text_reviews
    QUALIFY row_number() OVER (PARTITION BY revision_id ORDER BY noted_at DESC, review_id) = 1
)
SELECT
    asked.revision_id, fetches.fetch_id, fetches.run_id, fetches.outlet_id, fetches.final_url, fetches.capture_id, captures.captured_at,
    captures.content_type, captures.warc_file, captures.warc_offset, fetches.listed_title, fetches.listed_published
FROM asked
JOIN records.revisions USING (revision_id)
JOIN records.captures ON captures.capture_id = revisions.capture_id
JOIN records.fetches ON fetches.capture_id = captures.capture_id
WHERE asked.action = 'read again'
QUALIFY row_number() OVER (PARTITION BY asked.revision_id ORDER BY fetches.started_at) = 1
ORDER BY asked.noted_at, asked.revision_id
