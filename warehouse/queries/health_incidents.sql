-- Breakages that last, of one outlet or of all, as they were written.
SELECT incident_id, outlet_id, kind, detail, opened_at, closed_at
FROM records.incidents
WHERE closed_at IS NULL AND ($outlet_id::VARCHAR IS NULL OR outlet_id = $outlet_id)
ORDER BY opened_at;
