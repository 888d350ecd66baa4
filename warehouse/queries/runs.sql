-- The latest runs with their books, the newest first; with $before, those that began before it.
SELECT runs.*, coalesce(outlets.name, runs.outlet_id) AS outlet_name,
    books.* EXCLUDE (run_id, kind, outlet_id, started_at, finished_at, state)
FROM runs JOIN books USING (run_id) LEFT JOIN records.outlets ON outlets.outlet_id = runs.outlet_id
WHERE ($outlet_id::VARCHAR IS NULL OR runs.outlet_id = $outlet_id)
    AND ($before::TIMESTAMPTZ IS NULL OR runs.started_at < $before)
ORDER BY runs.started_at DESC LIMIT coalesce($number::BIGINT, 200);
