-- What was put in quarantine before $before (NULL: all), the latest first, $number of them, with where its bytes are.
SELECT
    quarantine.noted_at AS "at", quarantine.step, quarantine.reason, quarantine.detail, quarantine.outlet_id,
    coalesce(outlets.name, quarantine.outlet_id) AS outlet_name, quarantine.url, quarantine.run_id,
    quarantine.capture_id, captures.warc_file, captures.warc_offset
FROM records.quarantine
LEFT JOIN records.outlets USING (outlet_id)
LEFT JOIN records.captures USING (capture_id)
WHERE $before::TIMESTAMPTZ IS NULL OR quarantine.noted_at < $before::TIMESTAMPTZ
ORDER BY quarantine.noted_at DESC, quarantine.quarantine_id
LIMIT $number
