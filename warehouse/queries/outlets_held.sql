-- Outlets as their files last said, by name: kept so while a file cannot be used.
SELECT outlet_id, name, home, domains, tier, schedule, republish, enabled, why, timezone, expected
FROM records.outlets WHERE outlet_id IN (SELECT unnest($outlet_ids::VARCHAR[])) ORDER BY outlet_id;
