-- Runs that began and have no end: at work, or killed. Whoever holds the run lock knows which.
SELECT run_id, kind, outlet_id, started_at FROM records.runs WHERE finished_at IS NULL ORDER BY started_at, run_id;
