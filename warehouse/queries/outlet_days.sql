-- The latest days of an outlet, or of all, the newest first.
SELECT * FROM outlet_days
WHERE ($outlet_id::VARCHAR IS NULL OR outlet_id = $outlet_id) AND ($since::DATE IS NULL OR day >= $since)
ORDER BY day DESC, outlet_id LIMIT coalesce($number::BIGINT, 1000);
