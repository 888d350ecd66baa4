-- What could not pass a step, the newest first, with where its bytes lie in the archive; with $before, what was noted before it.
SELECT quarantine.*, coalesce(outlets.name, quarantine.outlet_id) AS outlet_name, captures.captured_at, captures.warc_file,
    captures.warc_offset
FROM quarantine
LEFT JOIN records.captures ON captures.capture_id = quarantine.capture_id
LEFT JOIN records.outlets ON outlets.outlet_id = quarantine.outlet_id
WHERE ($outlet_id::VARCHAR IS NULL OR quarantine.outlet_id = $outlet_id) AND ($reason::VARCHAR IS NULL OR reason = $reason)
    AND ($before::TIMESTAMPTZ IS NULL OR noted_at < $before)
ORDER BY noted_at DESC, quarantine_id LIMIT coalesce($number::BIGINT, 200);
