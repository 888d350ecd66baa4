-- The latest crawls of an outlet, the newest first.
SELECT run_id, outlet_id, started_at, state, detail
FROM records.runs WHERE outlet_id = $outlet_id AND kind = 'ingest'
ORDER BY started_at DESC LIMIT coalesce($number::BIGINT, 10);
