-- How each outlet is doing, those that need somebody first.
SELECT * FROM outlet_health
ORDER BY open_incidents DESC, state <> 'broken', NOT enabled, tier NULLS LAST, name;
