-- Breakages of outlets, those that last first.
SELECT incidents.*, coalesce(outlets.name, outlet_id) AS outlet_name
FROM incidents LEFT JOIN records.outlets USING (outlet_id)
WHERE $open_only::BOOLEAN IS NOT TRUE OR closed_at IS NULL
ORDER BY closed_at IS NOT NULL, opened_at DESC LIMIT coalesce($number::BIGINT, 200);
