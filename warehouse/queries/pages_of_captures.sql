-- What is needed to read the pages of these captures again: their address, their kind, and what a feed or listing said.
SELECT
    fetches.capture_id, fetches.outlet_id, fetches.final_url, captures.captured_at,
    coalesce(whole.content_type, captures.content_type) AS content_type, fetches.listed_title, fetches.listed_published
FROM records.fetches
JOIN records.captures USING (capture_id)
LEFT JOIN records.captures AS whole ON whole.capture_id = captures.revisit_of
WHERE fetches.capture_id IN (SELECT unnest($capture_ids::UUID[]))
QUALIFY row_number() OVER (PARTITION BY fetches.capture_id ORDER BY fetches.started_at, fetches.fetch_id) = 1;
