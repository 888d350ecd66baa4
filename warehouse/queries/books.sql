-- The books of the named runs, or of every run: fetched = stored + unchanged + quarantined + dropped + pending.
SELECT * FROM books
WHERE $run_ids::VARCHAR[] IS NULL OR list_contains($run_ids::UUID[], run_id)
ORDER BY started_at, outlet_id;
