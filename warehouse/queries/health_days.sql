-- The assessed days of an outlet since a day.
SELECT day, state, listed, stored FROM records.outlet_days
WHERE outlet_id = $outlet_id AND day >= $since::DATE
ORDER BY day;
