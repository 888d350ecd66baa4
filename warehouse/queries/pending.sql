-- Fetches of articles that were captured and have no outcome yet, oldest first, with where their bytes are: at most $batch.
SELECT
    fetches.fetch_id, fetches.run_id, fetches.outlet_id, fetches.final_url, fetches.capture_id, captures.captured_at,
    coalesce(whole.content_type, captures.content_type) AS content_type,
    coalesce(whole.warc_file, captures.warc_file) AS warc_file,
    coalesce(whole.warc_offset, captures.warc_offset) AS warc_offset,
    fetches.listed_title, fetches.listed_published
FROM records.fetches
JOIN records.captures USING (capture_id)
LEFT JOIN records.captures AS whole ON whole.capture_id = captures.revisit_of
WHERE fetches.kind = 'article'
    AND NOT EXISTS (
        SELECT 1 FROM records.fetch_outcomes
        WHERE fetch_outcomes.fetch_id = fetches.fetch_id AND fetch_outcomes.outcome <> 'pending'
    )
ORDER BY captures.captured_at, fetches.fetch_id
LIMIT $batch
